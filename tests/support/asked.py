"""What tests of the pages and routes of questions share: questions over the miniature, and a client that asks them."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

from flask.testing import FlaskClient

from pomegraph.content.folder import Content
from pomegraph.content.habits import find_habits
from pomegraph.questions.question import Question
from pomegraph.questions.reading import read_questions
from pomegraph.questions.verified_on import Verified
from pomegraph.web.app import create_app
from pomegraph.web.settings import Settings
from support.endpoint import LIMITS, connect_engine

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
BASE = "https://w3id.org/pomegraph/"
EXAMPLAMIDE = f"{BASE}drug/exemplamide"
KNOWN = """#+ summary: Is a drug known?
#+ parameters:
#+   drug: {type: drug, means: the drug, required: true}

ASK {
  VALUES ?drug { <https://w3id.org/pomegraph/drug/exemplamide> }
  ?drug ?property ?value .
}
"""
SAID = """#+ summary: Who says so?
#+ columns:
#+   source: {type: source, means: the document}
#+   claim: {type: claim, means: the claim}

PREFIX pom: <https://w3id.org/pomegraph/ontology#>

SELECT DISTINCT ?source ?claim
WHERE { ?claim pom:reportedIn/pom:source ?source }
ORDER BY ?source ?claim
LIMIT 1
"""
_PREFIXES = """\
PREFIX pom: <https://w3id.org/pomegraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_QUESTIONS = {
    "echo": """#+ summary: What was asked?
#+ tags: [tests]
#+ parameters:
#+   text: {type: text, means: any text, several: true}
#+   whole: {type: integer, means: a number}
#+   amount: {type: decimal, means: an amount}
#+   day: {type: date, means: a day}
#+   flag: {type: boolean, means: yes or no}
#+   choice: {type: enumeration, means: a side, choices: [left, right]}
#+   sides: {type: enumeration, several: true, means: "sides, in the plural", choices: [left, right]}
#+ was:
#+   right-echo: {choice: right, whole: 2}
#+ columns:
#+   text: {type: text, means: the text}
#+   whole: {type: integer, means: the number}
#+   amount: {type: decimal, means: the amount}
#+   day: {type: date, means: the day}
#+   flag: {type: boolean, means: the flag}
#+   choice: {type: text, means: the choice}

SELECT ?text ?whole ?amount ?day ?flag ?choice
WHERE {
  VALUES ?text { "as it is" }
  VALUES ?whole { 1 }
  VALUES ?amount { 2.5 }
  VALUES ?day { "2024-02-29"^^xsd:date }
  VALUES ?flag { true }
  VALUES ?choice { "left" }
  VALUES ?sides { UNDEF }
}
ORDER BY ?text ?whole ?amount ?day ?flag ?choice
""",
    "claims": """#+ summary: Which claims does each document make?
#+ description: One row for each claim and document.
#+ tags: [claims, tests]
#+ parameters:
#+   source: {type: source, several: true, means: the document}
#+ columns:
#+   source: {type: source, means: the document}
#+   claim: {type: claim, means: the claim}
#+   note: {type: text, means: nothing}

SELECT DISTINCT ?source ?claim ?note
WHERE {
  VALUES ?source { UNDEF }
  ?claim a pom:Claim ;
    pom:reportedIn/pom:source ?source .
}
ORDER BY ?source ?claim ?note
""",
    "counts": """#+ summary: How many claims does each document make?
#+ tags: [claims]
#+ columns:
#+   source: {type: source, means: the document}
#+   count: {type: integer, means: how many claims it makes}
#+ chart: {mark: bar, x: count, y: source}

SELECT ?source (COUNT(?claim) AS ?count)
WHERE {
  ?claim pom:reportedIn/pom:source ?document .
  ?document rdfs:label ?source .
}
GROUP BY ?source
ORDER BY ?source ?count
""",
    "drug-graph": """#+ summary: What is said of a drug?
#+ tags: [graphs]
#+ parameters:
#+   drug: {type: drug, means: the drug}

CONSTRUCT { ?drug ?property ?value }
WHERE {
  VALUES ?drug { <https://w3id.org/pomegraph/drug/exemplamide> }
  ?drug ?property ?value .
}
""",
    "is-known": """#+ summary: Is a drug known?
#+ parameters:
#+   drug: {type: drug, means: the drug, required: true}

ASK {
  VALUES ?drug { <https://w3id.org/pomegraph/drug/exemplamide> }
  ?drug a pom:Drug .
}
""",
}

# What no document of the miniature tells, by the words of those who look for it.
SILENT = {"what it costs": ("price",)}
VERIFIED = Verified(date(2026, 2, 3), "0123456789abcdef")


def make_questions(built: Path, folder: Path) -> tuple[Question, ...]:
    """Return the questions of the miniature and those above, which are written into a folder."""
    content = Content(shutil.copytree(built.parent / "content", folder / "content"))
    for stem, text in _QUESTIONS.items():
        header, _, query = text.partition("\n\n")
        path = content.root / "queries" / f"{stem}.rq"
        path.write_text(f"{header}\n\n{_PREFIXES}\n{query}", encoding="utf-8")
    return tuple(read_questions(content))


def make_asking_client(built: Path, folder: Path, stream: io.StringIO | None = None) -> FlaskClient:
    """Return a client of an application that asks these questions of a release of the miniature."""
    settings = Settings(
        release=built / "release",
        questions=make_questions(built, folder),
        habits=replace(find_habits(built.parent / "content" / "data" / "aliases"), silent=SILENT),
        verified=VERIFIED,
    )
    engine = connect_engine(LIMITS, built / "release")
    return create_app(engine, settings, stream=stream or io.StringIO()).test_client()
