"""Cells of an answer as a page shows them: by their labels, with links, and a claim with its passages."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pomegraph.questions.catalogue import Catalogue
from pomegraph.questions.provenance import find_places
from pomegraph.questions.question import Question
from pomegraph.sparql.results import Table, read_table
from pomegraph.sparql.terms import Iri
from pomegraph.web.cache import ResultCache
from pomegraph.web.metrics import Meters
from pomegraph.web.questions.labels import (
    Labels,
    build_columns,
    build_labels,
    list_ends,
    name_cells,
    show_rows,
)
from pomegraph.web.questions.request import QuestionService
from pomegraph.web.results import Results
from support.asked import BASE, EXAMPLAMIDE, make_questions
from support.charts import ask
from support.endpoint import LIMITS, connect_engine, make_client
from support.headed import make_things

LABELS = Labels({EXAMPLAMIDE: "exemplamide"}, {"pomdrug": f"{BASE}drug/"}, make_things(), BASE)


@pytest.fixture(scope="module")
def questions(built: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Question, ...]:
    return make_questions(built, tmp_path_factory.mktemp("labels"))


@pytest.fixture
def service(built: Path, questions: tuple[Question, ...]) -> Iterator[QuestionService]:
    engine = connect_engine(LIMITS, built / "release")
    with make_client().application.test_request_context("/"):
        yield QuestionService(Catalogue(questions), engine, Results(engine, ResultCache(0), Meters()))


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    ("cell", "column", "text", "link"),
    [
        (None, "x", "", ""),
        (True, "x", "yes", ""),
        (False, "x", "no", ""),
        (Decimal("1.50"), "x", "1.50", ""),
        (Decimal("1E+3"), "x", "1000", ""),
        (7, "x", "7", ""),
        ("some text", "x", "some text", ""),
        ("Exampla", "drug", "exemplamide", "/drug/exemplamide"),
        ("EX", "drug", "EX", ""),
        (Iri(EXAMPLAMIDE), "x", "exemplamide", "/drug/exemplamide"),
        (Iri(f"{BASE}drug/oil"), "x", "pomdrug:oil", "/drug/oil"),
        (Iri("http://example.org/a"), "x", "http://example.org/a", "http://example.org/a"),
        (Iri("javascript:alert(1)"), "x", "javascript:alert(1)", ""),
    ],
)
def test_cell_is_shown_in_words_and_leads_on(cell: Any, column: str, text: str, link: str) -> None:
    shown = LABELS.show(cell, column)

    assert shown.text == text
    assert shown.link.endswith(link)
    assert bool(shown.link) is bool(link)


@pytest.mark.usefixtures("service")
def test_long_label_is_cut_between_words_and_told_in_full() -> None:
    label = "outcome: " + "a phrase, " * 30
    shown = Labels({EXAMPLAMIDE: label}, {}, make_things(), BASE).show_iri(EXAMPLAMIDE)

    assert len(shown.text) <= 84
    assert shown.text.endswith("a phrase ...")
    assert shown.title == label


def list_claims(service: QuestionService) -> list[str]:
    query = f"SELECT ?claim {{ ?claim a <{BASE}ontology#Claim> }}"
    return [str(claim) for (claim,) in read_table(service.results.ask(query).body).rows]


def test_claim_of_a_document_leads_to_its_lines_there(service: QuestionService) -> None:
    found = find_places(service.select, list_claims(service))
    claim = next(name for name, places in found.items() if len({place.source for place in places}) > 1)
    shown = build_labels(service, {claim})
    alone = show_rows(service, Table(("claim",), ((Iri(claim),),)), ("claim",), shown)[0][0]
    source = Iri(f"{BASE}source/beta")
    beside = show_rows(service, Table(("source", "claim"), ((source, Iri(claim)),)), ("source", "claim"), shown)[0][1]

    assert len(alone.more) > len(beside.more) == 1
    assert beside.more[0].text.startswith("line")
    assert "beta" in beside.more[0].link


def test_labels_are_those_of_the_graph(service: QuestionService) -> None:
    labels = build_labels(service, {EXAMPLAMIDE, "http://example.org/none"})

    assert labels.labels == {EXAMPLAMIDE: "exemplamide"}
    assert labels.base == BASE


def test_chart_has_the_names_of_things(service: QuestionService) -> None:
    table = Table(("regimen", "value"), ((Iri(EXAMPLAMIDE), 1),))

    assert name_cells(service, ask(y="regimen", x="value"), table).rows == (("exemplamide", 1),)
    assert name_cells(service, ask(y="measure", x="value"), table).rows == table.rows


def test_column_that_is_empty_has_no_heading() -> None:
    table = Table(("regimen", "value", "followUp"), (("a", None, 1), ("b", None, None)))
    columns = build_columns(ask(y="regimen", x="value"), table)

    assert [(each.name, each.title, each.is_number) for each in columns] == [
        ("regimen", "regimen", False),
        ("followUp", "follow up", True),
    ]
    assert columns[0].means == "the regimen"


def test_ends_of_bars_are_no_columns_of_the_table() -> None:
    assert list_ends(ask(y="regimen", x="from", x2="to")) == ("from", "to")
    assert list_ends(ask(y="regimen", x="low", x2="value")) == ()
    assert list_ends(ask(y="regimen", x="value")) == ()
