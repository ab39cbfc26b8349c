"""The mix of the questions that the benchmark asks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from pyoxigraph import Store

from bench.endpoint.mix import Asking, Grounds, make_mix
from pomegraph.content.folder import Content
from pomegraph.questions.question import LITERAL_TYPES, Question
from pomegraph.questions.reading import read_questions
from pomegraph.questions.things import ANY_KIND, NamedThing, Things
from pomegraph.sparql.results import Table
from pomegraph.sparql.terms import Iri
from pomegraph.stores.embedded import run_query

_COUNT = 1_000


@pytest.fixture(scope="module")
def questions(real: Content) -> list[Question]:
    return read_questions(real)


@pytest.fixture(scope="module")
def grounds(questions: list[Question]) -> Grounds:
    """Five things of each kind that a question takes, of which no claim tells anything."""
    kinds = {one.type for question in questions for one in question.parameters} - {*LITERAL_TYPES, ANY_KIND}
    found = Things({})
    for kind in sorted(kinds):
        for letter in "abcde":
            found.add(NamedThing(f"https://w3id.org/pomegraph/{kind}/{letter}", kind, f"{letter} {kind}"))
    return Grounds(found, lambda _: Table((), ()))


@pytest.fixture(scope="module")
def mix(questions: list[Question], grounds: Grounds) -> list[Asking]:
    return make_mix(questions, grounds, _COUNT, 1)


def test_same_seed_gives_the_same_mix(questions: list[Question], grounds: Grounds, mix: list[Asking]) -> None:
    assert make_mix(questions, grounds, _COUNT, 1) == mix


def test_another_seed_gives_another_mix(questions: list[Question], grounds: Grounds, mix: list[Asking]) -> None:
    assert make_mix(questions, grounds, _COUNT, 2) != mix


def test_every_question_is_asked(questions: list[Question], mix: list[Asking]) -> None:
    assert len(mix) == _COUNT
    assert {asking.stem for asking in mix} == {question.stem for question in questions}


def test_every_text_is_a_query(mix: list[Asking]) -> None:
    store = Store()

    for query in {asking.query for asking in mix}:
        run_query(store, query)


def test_every_parameter_is_given_and_left_open(questions: list[Question], grounds: Grounds) -> None:
    mix = make_mix(questions, grounds, 4000, 1)

    given = {(asking.stem, name) for asking in mix for name, _ in asking.given}
    bare = {asking.stem for asking in mix if not asking.given}
    assert given == {(question.stem, one.name) for question in questions for one in question.parameters}
    assert len(bare) > len(questions) / 2


def test_few_questions_are_asked_often(mix: list[Asking]) -> None:
    counts = [count for _, count in Counter(asking.stem for asking in mix).most_common()]

    assert counts[0] > 1.3 * counts[1] > 1.3 * counts[3]
    assert sum(counts[:10]) > _COUNT / 2


def test_values_given_are_in_the_query(mix: list[Asking]) -> None:
    pairs = [(asking, text) for asking in mix for _, text in asking.given if text.startswith("https:")]

    assert len(pairs) > 50
    assert all(f"<{text}>" in asking.query for asking, text in pairs)


def test_drug_that_follows_from_a_trial_is_asked_for(questions: list[Question], grounds: Grounds) -> None:
    drug = "https://w3id.org/pomegraph/drug/z"
    following = replace(grounds, select=lambda _: Table(("drug", "claims", "uses"), ((Iri(drug), "9", "1"),)))
    mixes = [make_mix(questions, one, _COUNT, 1) for one in (grounds, following)]

    changed = [new for old, new in zip(*mixes, strict=True) if old.query != new.query]
    assert changed
    assert all(f"<{drug}>" in asking.query for asking in changed)


def test_graph_is_asked_for_as_triples(mix: list[Asking]) -> None:
    endings = {asking.is_table: asking.path.partition("?")[0].rpartition(".")[2] for asking in mix}

    assert endings == {True: "json", False: "nt"}
