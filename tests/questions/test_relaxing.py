"""Values that give no rows are relaxed: each in turn, in a bounded number of queries."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from pomegraph.content.folder import Content
from pomegraph.errors import TimeLimitError
from pomegraph.names import POM
from pomegraph.questions.question import Question
from pomegraph.questions.reading import read_questions
from pomegraph.questions.relaxing import Relaxer, Values, count_by, count_claims, count_untold
from pomegraph.questions.things import NamedThing, Things
from pomegraph.sparql.results import Table
from pomegraph.sparql.terms import Iri, Literal
from support.engines import rows_in_oxigraph
from support.headed import read
from support.places import ROOT

THING = "https://w3id.org/pomegraph/drug/"
ONE = """#+ summary: What is told?
#+ parameters:
#+   drug: {type: drug, means: the drug}
#+   words: {type: text, means: words; any if left open}
#+ columns:
#+   value: {type: text, means: the value}

SELECT DISTINCT ?value
WHERE {
  VALUES ?drug { <https://w3id.org/pomegraph/drug/a> }
  VALUES ?words { UNDEF }
  ?drug <urn:says> ?value .
  FILTER(!BOUND(?words) || CONTAINS(?value, ?words))
}
ORDER BY ?value
"""
QUESTIONS = [question for question in read_questions(Content(ROOT)) if question.form == "SELECT"]


@pytest.fixture
def things() -> Things:
    found = Things({})
    for name in "abc":
        found.add(NamedThing(f"{THING}{name}", "drug", name))
    return found


@pytest.fixture
def store() -> Store:
    made = Store()
    made.update(f'INSERT DATA {{ <{THING}b> <urn:says> "one", "two" . <{THING}c> <urn:says> "three" }}')
    return made


def relax(question: Question, store: Store, things: Things, **values: str) -> list[tuple[object, int]]:
    """Return the values that are offered to somebody who gave these, and how many rows each gives."""
    terms = {name: (Literal(text) if name == "words" else Iri(THING + text),) for name, text in values.items()}
    used = question.complete(terms)
    asked: list[str] = []

    def select(query: str) -> Table:
        asked.append(query)
        return select_from(store, query)

    found = Relaxer(question, used, frozenset(values), things, select).find_alternatives()
    assert len(asked) <= 2 * len(question.parameters) + 1
    return [(tuple(tuple(map(str, some)) for some in one.values), one.rows) for one in found]


def select_from(store: Store, query: str) -> Table:
    results = store.query(query)
    columns = tuple(one.value for one in results.variables)  # type: ignore[union-attr]
    rows = [tuple(_plain(row[name]) for name in columns) for row in results]  # type: ignore[union-attr]
    return Table(columns, tuple(rows))


def _plain(term: object) -> object:
    value = getattr(term, "value", None)
    if value is None:
        return None
    return int(value) if str(value).isdigit() else Iri(value) if str(value).startswith("http") else value


def test_other_values_are_offered_with_their_rows(tmp_path: Path, store: Store, things: Things) -> None:
    assert relax(read(tmp_path, ONE), store, things) == [(((f"{THING}b",),), 2), (((f"{THING}c",),), 1)]


def test_what_may_be_left_open_is_offered_so(tmp_path: Path, store: Store, things: Things) -> None:
    assert relax(read(tmp_path, ONE), store, things, drug="b", words="x") == [(((),), 2)]


def test_defaults_are_relaxed_before_what_was_given(tmp_path: Path, store: Store, things: Things) -> None:
    offered = relax(read(tmp_path, ONE), store, things, words="two")

    assert offered == [(((f"{THING}b",),), 1)]


def test_nothing_is_offered_where_nothing_would_give_rows(tmp_path: Path, things: Things) -> None:
    assert relax(read(tmp_path, ONE), Store(), things) == []


def test_limit_is_told_if_nothing_was_found_before_it(tmp_path: Path, things: Things) -> None:
    def stop(_: str) -> Table:
        raise TimeLimitError(1)

    question = read(tmp_path, ONE)
    with pytest.raises(TimeLimitError):
        Relaxer(question, question.complete({}), frozenset(), things, stop).find_alternatives()


def test_value_is_offered_though_rows_take_too_long_to_count(tmp_path: Path, store: Store, things: Things) -> None:
    def select(query: str) -> Table:
        if "COUNT" in query:
            raise TimeLimitError(1)
        return select_from(store, query)

    question = read(tmp_path, ONE)
    (found,) = Relaxer(question, question.complete({}), frozenset(), things, select).find_alternatives()

    assert (found.parameters, found.rows, found.is_least) == (("drug",), 1, True)


def test_another_drug_is_called_so_and_comes_last(tmp_path: Path, store: Store, things: Things) -> None:
    question = read(tmp_path, ONE)
    used: Values = {"drug": (Iri(f"{THING}b"),), "words": (Literal("three"),)}
    relaxer = Relaxer(question, used, frozenset(used), things, lambda query: select_from(store, query))

    assert [(one.parameters, one.way) for one in relaxer.find_alternatives()] == [
        (("words",), ""),
        (("drug",), "another drug"),
    ]


def test_other_drugs_are_those_of_the_trial(tmp_path: Path, things: Things) -> None:
    store = Store()
    store.update(
        f'INSERT DATA {{ <urn:claim> <{POM}trial> <urn:t> ; <{POM}drug> <{THING}c> . <{THING}b> <urn:says> "x"}}'
    )
    question = read(tmp_path, ONE.replace("words: {type: text", "words: {type: trial"))
    used: Values = {"drug": (Iri(f"{THING}a"),), "words": (Iri("urn:t"),)}
    asked: list[str] = []

    def select(query: str) -> Table:
        asked.append(query)
        return select_from(store, query)

    Relaxer(question, used, frozenset(used), things, select).find_alternatives()

    assert any(f"VALUES ?drug {{ <{THING}c> }}" in query for query in asked)
    assert not any(f"<{THING}b>" in query for query in asked)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.stem)
def test_rows_of_each_question_can_be_counted_by_each_parameter(question: Question) -> None:
    for parameter in question.parameters:
        assert rows_in_oxigraph(Store(), count_by(question, question.query, parameter.bound))
    for column in question.columns:
        assert rows_in_oxigraph(Store(), count_untold(question, question.query, column.name))
    assert rows_in_oxigraph(Store(), count_claims(question, question.query))
