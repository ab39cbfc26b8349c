"""What an answer leaves out: claims of its kinds on what was asked for, by the place in which they name it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat, Store

from pomegraph.names import BASE, POM, RDFS
from pomegraph.questions.left_out import MissingClaims, MissingFinder
from pomegraph.questions.question import Question
from pomegraph.sparql.results import Table, read_table
from pomegraph.sparql.terms import Iri, Literal
from support.engines import solve
from support.headed import read

A, B, RASH = (f"{BASE}{name}" for name in ("drug/a", "drug/b", "adverse-event/rash"))
QUESTION = f"""#+ summary: What happens?
#+ parameters:
#+   drug: {{type: drug, means: the drug}}
#+   event: {{type: adverse-event, means: the event; any if left open, variable: wanted}}
#+   words: {{type: text, means: words; any if left open}}
#+ columns:
#+   claim: {{type: claim, means: the claim}}
#+ kinds: [adverse reaction]

PREFIX pom: <{POM}>

SELECT DISTINCT ?claim
WHERE {{
  VALUES ?drug {{ <{A}> }}
  VALUES ?wanted {{ UNDEF }}
  VALUES ?words {{ UNDEF }}
  ?claim pom:drug ?drug ; a pom:AdverseReaction ; pom:negated false .
  FILTER(!BOUND(?wanted) || EXISTS {{ ?claim pom:event ?wanted }})
  FILTER(!BOUND(?words) || EXISTS {{ ?claim pom:note ?words }})
}}
ORDER BY ?claim
"""
DATA = f"""
PREFIX pom: <{POM}> PREFIX rdfs: <{RDFS}> PREFIX c: <{BASE}claim/>
INSERT DATA {{
  pom:regimen rdfs:label "regimen" . pom:drug rdfs:label "drug" . <{BASE}regimen/ab> pom:includes <{A}>, <{B}> .
  c:shown a pom:Claim, pom:AdverseReaction ; pom:drug <{A}> ; pom:event <{RASH}> ; pom:negated false .
  c:denied a pom:Claim, pom:AdverseReaction ; pom:drug <{A}> ; pom:event <{RASH}> ; pom:negated true .
  c:together a pom:Claim, pom:AdverseReaction ; pom:regimen <{BASE}regimen/ab> ; pom:negated false .
  c:dose a pom:Claim, pom:Dose ; pom:regimen <{BASE}regimen/ab> .
}}"""


@pytest.fixture
def question(tmp_path: Path) -> Question:
    return read(tmp_path, QUESTION)


def find(question: Question, **values: object) -> tuple[MissingClaims, ...]:
    store = Store()
    store.update(DATA)

    def select(query: str) -> Table:
        return read_table(solve(store, query).serialize(format=QueryResultsFormat.JSON) or b"")

    given = {name: (value,) for name, value in values.items()}
    used = question.complete(given)  # type: ignore[arg-type]
    return MissingFinder(question, used, frozenset(given), None, select).find()


def test_other_places_and_denials_are_told(question: Question) -> None:
    (found,) = find(question, drug=Iri(A))

    assert (found.kind, found.claims, found.denied, found.roles) == ("adverse reaction", 2, 1, {"drug", "regimen"})
    assert (
        found.tell([["a"]]) == "2 claims of the kind adverse reaction that name a (as drug 1, as regimen 1, 1 denied)"
    )


def test_claims_name_all_that_was_given(question: Question) -> None:
    (found,) = find(question, drug=Iri(A), event=Iri(RASH))

    assert (found.claims, found.things) == (1, ((Iri(A),), (Iri(RASH),)))


def test_values_of_one_parameter_are_alternatives(question: Question) -> None:
    (found,) = find(question, drug=Iri(A), event=Iri(RASH))

    assert " that names a or b and rash (" in found.tell([["a", "b"], ["rash"]])


def test_claim_of_another_kind_is_not_missing(question: Question) -> None:
    (found,) = find(question, drug=Iri(B))

    assert (found.claims, dict(found.places)) == (1, {"regimen": 1})


def test_what_words_bar_is_not_missing(question: Question) -> None:
    assert [one.claims for one in find(question, drug=Iri(A), words=Literal("x"))] == [2]


def test_question_without_kinds_or_thing_tells_nothing(tmp_path: Path) -> None:
    assert find(read(tmp_path, QUESTION.replace("#+ kinds: [adverse reaction]\n", ""))) == ()
    assert find(read(tmp_path, QUESTION.replace(f"{{ <{A}> }}", "{ UNDEF }"))) == ()
