"""A sound question, one that gives back what it was asked for, and what tests read them with."""

from __future__ import annotations

from pathlib import Path

from pomegraph.content.folder import Content
from pomegraph.errors import Problem
from pomegraph.questions.question import Question
from pomegraph.questions.reading import read_question
from pomegraph.questions.things import NamedThing, Things

BASE = "https://w3id.org/pomegraph/"
EXAMPLAMIDE = f"{BASE}drug/exemplamide"
CHEBI = "http://purl.obolibrary.org/obo/CHEBI_"
SOUND = """#+ summary: Which names does a drug have?
#+ description: >-
#+   In the order of the alphabet.
#+ tags: [names]
#+ who: [curators]
#+ parameters:
#+   drug: {type: drug, means: the drug}
#+   least: {type: decimal, means: how much at least, several: true}
#+ columns:
#+   drug: {type: drug, means: the drug}
#+   name: {type: text, means: the name}
#+ chart: {mark: bar, x: name, y: drug}

PREFIX pom: <https://w3id.org/pomegraph/ontology#>

SELECT ?drug ?name
WHERE {
  VALUES ?drug { <https://w3id.org/pomegraph/drug/exemplamide> }
  VALUES ?least { UNDEF }
  ?drug pom:brandName ?name .
  FILTER(BOUND(?least))
}
ORDER BY ?name ?drug
"""
# It gives back what it was asked for.
TEXT_QUESTION = """#+ summary: Which text is given?
#+ parameters:
#+   text: {type: text, means: a text, several: true}
#+ columns:
#+   text: {type: text, means: the text}

SELECT ?text
WHERE {
  VALUES ?text { UNDEF }
}
ORDER BY ?text
"""
# Texts that would mean something if they were pasted into a query, or that a parser might bring into another form.
HOSTILE = {
    "quote": 'a "b',
    "single quotes": "'''",
    "triple quotes": '""" }',
    "brace": "} { UNDEF",
    "newline": "a\nb\r\nc",
    "backslash": "a\\",
    "backslash before a quote": '\\" } #',
    "escape that is none": "\\n\\t\\x",
    "code point": "\\u0022 } ?x ?y ?z . { \\U00000022",
    "code point behind backslashes": "\\\\u0022 } \\\\\\u0022",
    "service": '" } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #',
    "update": '" } ; DROP ALL #',
    "IRI": "<http://example.org/a b>",
    "variable": "?x $x",
    "comment": "# ORDER BY",
    "tab": "a\tb",
    "spaces": "  a  ",
    "other lines": "a\x85b\u2028c",
    "long": "x" * 100_000,
    "other scripts": "ⲁ 漢字 😀 e\u0301",
    "datatype": '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
    "everything but not alone": "* ",
    "UNDEF": "UNDEF",
    "everything": "{ ?s ?p ?o }",
    "carriage return": "carriage\rreturn",
    "markup": "<script>alert(1)</script>",
    "template": "{{ 7 * 7 }}",
    "escapes of addresses": "%22%7D",
    "huge number": "9" * 400,
}


def show(problems: list[Problem]) -> str:
    """Return problems as people read them."""
    return "\n".join(map(str, problems))


def read(folder: Path, text: str) -> Question:
    """Return the question in a text."""
    path = folder / "x.rq"
    path.write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    question = read_question(path, path.name, problems)
    assert question is not None, show(problems)
    return question


def make_question(folder: Path, parameter: str, default: str = "UNDEF") -> Question:
    """Return a question with a parameter of another type, called text."""
    declared = f"#+   text: {{{parameter}, means: a value}}"
    text = TEXT_QUESTION.replace("#+   text: {type: text, means: a text, several: true}", declared)
    return read(folder, text.replace("{ UNDEF }", f"{{ {default} }}"))


def make_things() -> Things:
    """Return things with several names each."""
    known = Things({"CHEBI": CHEBI, "pomdrug": f"{BASE}drug/"})
    known.add(NamedThing(EXAMPLAMIDE, "drug", "exemplamide"), ["Exampla"])
    known.add(NamedThing(EXAMPLAMIDE, "drug", "exemplamide"), [f"{CHEBI}1"])
    known.add(NamedThing(f"{BASE}drug/oil", "drug", "oil"), ["Exampla forte", "EX"])
    known.add(NamedThing(f"{BASE}drug/grease", "drug", "grease"), ["EX"])
    known.add(NamedThing(f"{BASE}disease/gearache", "disease", "gearache"))
    return known


def write(content: Content, text: str) -> None:
    """Make a question the only one of a content."""
    for path in content.queries:
        path.unlink()
    (content.root / "queries" / "x.rq").write_text(text, encoding="utf-8")


def change(old: str, new: str) -> str:
    """Return the sound question with something in the place of something else."""
    assert old in SOUND
    return SOUND.replace(old, new)
