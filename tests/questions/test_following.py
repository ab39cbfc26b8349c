"""The drug follows from the trial or the document that was given, where no drug was."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat, Store

from pomegraph.names import BASE, POM
from pomegraph.questions.following import find_origin, follow_values, word_origin
from pomegraph.questions.question import Question
from pomegraph.sparql.results import Table, read_table
from pomegraph.sparql.terms import Iri
from support.engines import solve
from support.headed import read

A, B, C, D, T = (Iri(f"{BASE}{name}") for name in ("drug/a", "drug/b", "drug/c", "drug/d", "trial/t"))
PAPER, LABEL = (Iri(f"{BASE}source/{name}") for name in ("paper", "label"))
QUESTION = f"""#+ summary: What happens?
#+ parameters:
#+   drug: {{type: drug, means: the drug}}
#+   trial: {{type: trial, means: the trial; any if left open}}
#+   source: {{type: source, several: true, means: the document; any if left open}}
#+ columns:
#+   claim: {{type: claim, means: the claim}}

SELECT DISTINCT ?claim
WHERE {{
  VALUES ?drug {{ <{A.value}> }}
  VALUES ?trial {{ UNDEF }}
  VALUES ?source {{ UNDEF }}
  ?claim ?of ?drug ; ?in ?trial ; ?by ?source .
}}
ORDER BY ?claim
"""
DATA = f"""
PREFIX pom: <{POM}> PREFIX c: <{BASE}claim/>
INSERT DATA {{
  <{BASE}regimen/bc> pom:includes <{B.value}>, <{C.value}> .
  <{BASE}regimen/c> pom:includes <{C.value}> .
  c:1 pom:trial <{T.value}> ; pom:regimen <{BASE}regimen/bc> ; pom:comparator <{BASE}regimen/c> ; pom:reportedIn c:p .
  c:2 pom:trial <{T.value}> ; pom:regimen <{BASE}regimen/c> ; pom:reportedIn c:p .
  c:3 pom:trial <{T.value}> ; pom:regimen <{BASE}regimen/c> ; pom:reportedIn c:p .
  c:4 pom:drug <{A.value}> ; pom:reportedIn c:l .
  c:5 pom:drug <{B.value}> ; pom:reportedIn c:l .
  c:6 pom:drug <{B.value}> ; pom:interactor <{D.value}> .
  c:7 pom:drug <{C.value}> ; pom:adjustedFor <{BASE}drug-class/x> .
  <{D.value}> pom:inClass <{BASE}drug-class/x> .
  c:p pom:source <{PAPER.value}> .
  c:l pom:source <{LABEL.value}> .
}}"""


@pytest.fixture
def question(tmp_path: Path) -> Question:
    return read(tmp_path, QUESTION)


def follow(question: Question, **values: Iri) -> object:
    store = Store()
    store.update(DATA)

    def select(query: str) -> Table:
        return read_table(solve(store, query).serialize(format=QueryResultsFormat.JSON) or b"")

    return follow_values(question, {name: (value,) for name, value in values.items()}, select, None).get("drug")


def test_drug_is_the_one_that_the_trial_is_for(question: Question) -> None:
    assert follow(question, trial=T) == [B]


def test_all_drugs_of_a_trial_are_asked_for_where_several_may_be(tmp_path: Path) -> None:
    several = read(tmp_path, QUESTION.replace("{type: drug, ", "{type: drug, several: true, "))

    assert follow(several, trial=T) == [B, C]


def test_drug_is_the_one_that_most_claims_of_a_document_name(question: Question) -> None:
    assert follow(question, source=PAPER) == [C]


def test_default_stays_where_it_fits(question: Question) -> None:
    assert follow(question, source=LABEL) is None


def test_drugs_are_those_that_meet_what_was_given(tmp_path: Path) -> None:
    met = read(
        tmp_path,
        QUESTION.replace("{type: drug, ", "{type: drug, several: true, ")
        .replace("trial: {type: trial, means: the trial;", "other: {type: drug, means: the other drug;")
        .replace("?trial", "?other"),
    )
    place = find_origin(met, {"other"})

    assert follow(met, other=D) == [B, C]
    assert place is not None
    assert word_origin(place, "d") == "met by d"


def test_drug_that_was_given_stays(question: Question) -> None:
    assert follow(question, drug=A, trial=T) == (A,)
    assert find_origin(question, {"drug", "trial"}) is None


def test_trial_comes_before_the_document(question: Question) -> None:
    place = find_origin(question, {"source", "trial"})

    assert place is not None
    assert place.name == "trial"


def test_drug_that_must_be_given_does_not_follow(tmp_path: Path) -> None:
    required = read(tmp_path, QUESTION.replace("{type: drug, ", "{type: drug, required: true, "))

    assert find_origin(required, {"trial"}) is None
