"""Sections ask what they need; rows that say the same are one row, with all who say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pomegraph.questions.catalogue import Catalogue
from pomegraph.sparql.results import Table
from pomegraph.sparql.terms import Iri
from pomegraph.web.cache import ResultCache
from pomegraph.web.metrics import Meters
from pomegraph.web.questions.request import QuestionService
from pomegraph.web.results import Results
from pomegraph.web.things.answering import ask_orders, ask_section, find_question, merge_rows, name_value
from pomegraph.web.things.sections import ANY, THIS, PageSection, plain
from support.asked import BASE, EXAMPLAMIDE, make_questions
from support.endpoint import LIMITS, connect_engine, make_client

ROWS = Table(
    ("event", "measure", "claim", "source"),
    (
        ("rash", "rate", Iri("c1"), Iri("s1")),
        ("fever", "rate", Iri("c2"), Iri("s1")),
        ("rash", "rate", Iri("c1"), Iri("s2")),
        (None, "time", Iri("c3"), Iri("s1")),
        ("fever", "time", Iri("c4"), Iri("s1")),
    ),
)
SECTION = PageSection("Events", (plain("event"),))


@pytest.fixture
def service(built: Path, tmp_path: Path) -> Iterator[QuestionService]:
    engine = connect_engine(LIMITS, built / "release")
    catalogue = Catalogue(make_questions(built, tmp_path))
    with make_client().application.test_request_context("/"):
        yield QuestionService(catalogue, engine, Results(engine, ResultCache(0), Meters()))


def test_rows_that_look_alike_are_one_with_all_who_say_so() -> None:
    rash, fever = merge_rows(SECTION, ROWS)[:2]

    assert (rash.cells["event"], rash.told) == ("rash", (("c1", "s1"), ("c1", "s2")))
    assert fever.told == (("c2", "s1"), ("c4", "s1"))


def test_values_of_rows_that_are_alike_else_stand_together() -> None:
    section = PageSection("Events", (plain("event"), plain("measure")), gathered=("measure",))
    rash, fever, none = merge_rows(section, ROWS)

    assert (rash.cells, fever.cells["measure"], none.cells["measure"]) == (
        {"event": "rash", "measure": "rate"},
        ("rate", "time"),
        "time",
    )
    assert fever.told == (("c2", "s1"), ("c4", "s1"))


def test_row_without_any_value_is_left_out() -> None:
    assert [row.cells["event"] for row in merge_rows(SECTION, ROWS)] == ["rash", "fever"]


def test_what_most_documents_say_comes_first() -> None:
    ranked = PageSection("Events", (plain("event"), plain("measure")), is_ranked=True)
    table = Table(ROWS.columns, ROWS.rows[::-1])

    assert merge_rows(ranked, table)[0].cells == {"event": "rash", "measure": "rate"}


def test_groups_stay_together_in_the_order_that_they_have() -> None:
    section = PageSection("Results", (plain("source"),), grouped=("measure", "event"))
    rows = merge_rows(section, ROWS, {"time": 0})

    assert [tuple(map(str, row.cells.values())) for row in rows] == [
        ("time", "None", "s1"),
        ("time", "fever", "s1"),
        ("rate", "rash", "s1"),
        ("rate", "rash", "s2"),
        ("rate", "fever", "s1"),
    ]


def test_rows_of_other_sections_are_left_out() -> None:
    told = PageSection("Events", (plain("event"),), needed=("event",))
    others = PageSection("Times", (plain("measure"),), barred=("event",))

    assert [row.cells["event"] for row in merge_rows(told, ROWS)] == ["rash", "fever"]
    assert [row.cells["measure"] for row in merge_rows(others, ROWS)] == ["time"]


def test_order_of_groups_is_found_by_queries_of_which_the_first_counts_most(service: QuestionService) -> None:
    names = "SELECT ?found WHERE {{ VALUES ?found {{ {} }} ?thing rdfs:label ?found }} ORDER BY ?found"
    order = (names.format('"exemplamide"'), names.format('"exemplamide" "Exemplamide at a glance"'))
    query = "SELECT ?name ?thing WHERE { ?thing rdfs:label ?name ; a ?kind } ORDER BY ?name ?thing"
    section = PageSection("Names", (plain("thing"),), query=query, grouped=("name",), order=order)
    ask_orders(service, [section])
    found = ask_section(service, section, EXAMPLAMIDE)

    assert found is not None
    heads = list(dict.fromkeys(row.cells["name"] for row in found.rows))
    assert heads[:2] == ["exemplamide", "Exemplamide at a glance"]


def test_section_asks_its_question_of_the_thing(service: QuestionService) -> None:
    section = PageSection("Names", (plain("name"),), question="brand-names", given=(("drug", THIS),))
    found = ask_section(service, section, EXAMPLAMIDE)

    assert found is not None
    assert found.asked.link == "/questions/brand-names?drug=exemplamide"
    assert "Exampla" in [row.cells["name"] for row in found.rows]
    assert found.is_whole


def test_everything_is_asked_for_by_a_star(service: QuestionService) -> None:
    section = PageSection("Claims", (plain("claim"),), question="claims", given=(("source", ANY),))
    found = ask_section(service, section, EXAMPLAMIDE)

    assert found is not None
    assert found.asked.link == "/questions/claims?source=%2A"
    assert (len(found.rows), found.total > len(found.rows)) == (section.most, True)


def test_value_of_a_parameter_is_found_by_a_query(service: QuestionService) -> None:
    found = (("source", "?claim rdf:subject <this> ; pom:reportedIn/pom:source ?found } ORDER BY ?found LIMIT 1"),)
    section = PageSection("Claims", (plain("claim"),), question="claims", given=found)
    nothing = PageSection(
        "Claims", (plain("claim"),), question="claims", given=(("source", "?found a <this> } LIMIT 1"),)
    )

    asked = ask_section(service, section, EXAMPLAMIDE)

    assert asked is not None
    assert asked.asked.words == "source: Exemplamide at a glance"
    assert ask_section(service, nothing, EXAMPLAMIDE) is None


def test_section_has_a_query_of_its_own_that_can_be_followed(service: QuestionService) -> None:
    section = PageSection("Names", (plain("name"),), query="SELECT ?name WHERE { <this> rdfs:label ?name }")
    found = ask_section(service, section, EXAMPLAMIDE)

    assert found is not None
    assert found.asked.link.startswith("/sparql?query=PREFIX")
    assert [row.cells for row in found.rows] == [{"name": "exemplamide"}]


def test_question_gives_the_rest_of_a_query(service: QuestionService) -> None:
    section = PageSection(
        "Names",
        (plain("name"),),
        query="SELECT ?name WHERE { <this> rdfs:label ?name }",
        rest="brand-names?drug=<this>",
    )
    found = ask_section(service, section, EXAMPLAMIDE)

    assert found is not None
    assert found.asked.link == "/questions/brand-names?drug=exemplamide"
    assert found.asked.question == find_question(service, "brand-names")


def test_section_without_its_question_or_any_row_is_left_out(service: QuestionService) -> None:
    unknown = PageSection("Doses", (plain("dose"),), question="full-dose", given=(("drug", THIS),))
    empty = PageSection("Names", (plain("name"),), question="brand-names", given=(("drug", THIS),))

    assert find_question(service, "full-dose") is None
    assert ask_section(service, unknown, EXAMPLAMIDE) is None
    assert ask_section(service, empty, f"{BASE}drug/oil") is None


def test_thing_is_named_by_the_end_of_its_address() -> None:
    assert name_value(EXAMPLAMIDE) == "exemplamide"
