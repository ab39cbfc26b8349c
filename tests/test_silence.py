"""No answer is silent on what the graph has: every question, with values of each thing that it takes, on the real data.

What an answer shows and what it tells as left out is compared with the claims themselves, read triple by triple.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from pyoxigraph import DefaultGraph, Store

from pomegraph import open_graph
from pomegraph.ask.api import EvidenceGraph, Rows
from pomegraph.content.folder import Content
from pomegraph.names import POM, RDF
from pomegraph.questions.left_out import name_class
from pomegraph.questions.meta import NO_CLAIM
from pomegraph.questions.question import Parameter, Question
from pomegraph.questions.reading import read_questions
from pomegraph.questions.schema import name_term
from pomegraph.questions.things import NamedThing
from pomegraph.release import Release
from pomegraph.sparql.terms import Iri
from support.places import ROOT

QUESTIONS = [question for question in read_questions(Content(ROOT)) if question.form == "SELECT"]
ABOUT_KINDS = [question for question in QUESTIONS if question.kinds]
# Their answers are not claims on one thing: counts, documents, things, pairs of documents, work for curators.
WITHOUT_KINDS = {
    "about": "it has all",
    "boxed-warnings": "most adverse reactions stand in no box",
    "old-claims": "chooses by date",
    "results-without-figure": "chooses what lacks a figure",
    "results-without-trial": "chooses what lacks the name of a trial",
    "contradicted-by-evidence": "chooses what evidence speaks against",
    "disagreements": "chooses what differs",
    "answers-of-one-document": "chooses by the number of documents",
    "single-document-mechanisms": "chooses by the number of documents",
    "statements-of-one-document": "chooses by the number of documents",
    "topics-of-one-document": "chooses by the number of documents",
    "trial-conflicts": "chooses what differs",
    "trials-in-a-disease": "its rows are trials",
}
NO_SUBJECTS = ("concept", "source", "passage", "claim", "reference")
# Of each kind of thing, how many are asked for of those that claims of the question name, and how many of the others.
NAMED, OTHERS = 1, 1


@dataclass
class Index:
    """The claims of a graph: their classes, the things that they name, the property that they are a statement of."""

    kinds: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    naming: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    predicates: dict[str, str] = field(default_factory=dict)
    wholes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    narrower: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def list_claims(self, thing: str, question: Question) -> set[str]:
        """Return the claims that a question is about and that name a thing, a narrower one, or a whole that has it."""
        kinds = set(map(name_class, question.kinds))
        claims = {claim for one in self._list_within(thing) for claim in self.naming[one] if self.kinds[claim] & kinds}
        words = set(re.findall(r"pom:(\w+)", question.query))
        return {one for one in claims if one not in self.predicates or self.predicates[one].split("#")[-1] in words}

    def _list_within(self, thing: str) -> set[str]:
        found, new = {thing}, {thing}
        while new:
            new = {one for each in new for one in self.narrower[each]} - found
            found |= new
        return found | self.wholes[thing]


@pytest.fixture(scope="module")
def index(real_release: Release) -> Index:
    found = Index()
    for quad in Store.read_only(str(real_release.store)).quads_for_pattern(None, None, None, DefaultGraph()):
        subject, relation, value = (str(part).strip("<>") for part in quad.triple)
        if "/claim/" in subject and relation == f"{RDF}type":
            found.kinds[subject].add(value)
        elif "/claim/" in subject:
            found.naming[value].add(subject)
            if relation == f"{RDF}predicate":
                found.predicates[subject] = value
        elif relation == f"{POM}includes":
            found.wholes[value].add(subject)
        elif relation == f"{POM}broader":
            found.narrower[value].add(subject)
    return found


@pytest.fixture(scope="module")
def graph(real_release: Release) -> EvidenceGraph:
    return open_graph(real_release.folder, content=ROOT)


def choose(things: list[NamedThing], question: Question, index: Index) -> list[NamedThing]:
    """Return some of the things, others for each question and always the same."""
    order = sorted(things, key=lambda one: hashlib.sha256(f"{question.stem} {one.iri}".encode()).hexdigest())
    named = [one for one in order if index.list_claims(one.iri, question)]
    return [*named[:NAMED], *[one for one in order if one not in named][:OTHERS]]


def list_subjects(question: Question) -> list[Parameter]:
    return [one for one in question.parameters if one.is_thing and one.type not in NO_SUBJECTS]


def list_asked(question: Question, graph: EvidenceGraph, index: Index) -> Iterator[dict[str, str]]:
    """Yield values of each parameter for what a claim is about, with examples of what must be given besides."""
    examples = {one.name: _write(one) for one in question.parameters if one.required}
    for parameter in list_subjects(question):
        for thing in choose(graph.things.by_kind.get(parameter.type, []), question, index):
            yield examples | {parameter.name: thing.iri}


def _write(parameter: Parameter) -> str:
    (term, *_) = parameter.default
    return term.value if isinstance(term, Iri) else name_term(term)


def list_expected(question: Question, values: dict[str, str], index: Index) -> set[str]:
    """Return the claims that a question is about and that name all that it is asked for."""
    first, *others = list_subjects(question)
    sides = [one for one in (first, *others) if one is first or (one.required and one.type == first.type)]
    asked = [
        values[one.name] if one.name in values else _write(one) for one in sides if one.default or values.get(one.name)
    ]
    found = set().union(*(index.list_claims(one, question) for one in asked))
    for one in others:
        named = index.list_claims(values[one.name], question) if one.name in values and one not in sides else None
        found = found if named is None else named if not asked else found & named
    return found


def list_shown(rows: Rows) -> set[str]:
    return {str(row["claim"]) for row in rows if row["claim"]}


@pytest.mark.parametrize("question", ABOUT_KINDS, ids=lambda one: one.stem)
def test_claims_are_shown_or_told_as_left_out(graph: EvidenceGraph, index: Index, question: Question) -> None:
    for values in list_asked(question, graph, index):
        rows = graph.ask(question.stem, **values)
        missing = list_expected(question, values, index) - list_shown(rows)
        for offer in rows.meta.left_out if missing else ():
            missing -= list_shown(graph.ask(offer.question, **offer.values))

        assert missing == set(), (values, len(missing))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.stem)
def test_empty_answer_is_true_and_offers_what_has_rows(graph: EvidenceGraph, index: Index, question: Question) -> None:
    asked = ((values, graph.ask(question.stem, **values)) for values in list_asked(question, graph, index))
    values, rows = next(((values, rows) for values, rows in asked if not len(rows)), ({}, None))
    if rows is None:
        return
    for offer in rows.meta.offers[:3]:
        there = len(graph.ask(offer.question, **offer.values))
        # Where counting takes too long, one row is found.
        is_right = there >= offer.rows if offer.words.startswith("at least") else there == offer.rows
        assert is_right, (values, offer)
        assert offer.rows > 0
    is_of_things = all(one.is_thing for one in question.parameters if one.name in values)
    if is_of_things and question.kinds and list_expected(question, values, index):
        assert "left out" in rows.meta.reason, values
    if rows.meta.reason == NO_CLAIM and question.kinds:
        assert list_expected(question, values, index) == set(), values


def test_question_on_claims_of_a_thing_tells_of_what_kinds_they_are() -> None:
    without = {
        question.stem
        for question in QUESTIONS
        if question.find_column("claim") and list_subjects(question) and not question.kinds
    }

    assert without == WITHOUT_KINDS.keys()
