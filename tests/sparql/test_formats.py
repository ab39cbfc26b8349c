"""Content negotiation: who asks for something gets it, or is told what there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pomegraph.sparql.formats import (
    BOOLEAN_FORMATS,
    FORMATS,
    GRAPH_FORMATS,
    TABLE_FORMATS,
    Format,
    Wanted,
    choose_formats,
    choose_media_type,
    list_formats,
    prefers_html,
)
from support.deadline import must_end

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
KINDS = (TABLE_FORMATS, BOOLEAN_FORMATS, GRAPH_FORMATS)
ALL = [(kind, each) for kind in KINDS for each in kind.values()]


@pytest.mark.parametrize(
    "accept", [None, "", "  ", ",", " , ,", "garbage", "a/b/c", "*/json", ";q=1", "*/*", "*", "text/csv;q=x"]
)
def test_client_that_does_not_say_gets_the_first_format(accept: str | None) -> None:
    assert choose_formats(accept) == Wanted("json", "json", "turtle")


@pytest.mark.parametrize(
    ("accept", "table", "boolean", "graph"),
    [
        ("application/sparql-results+json", "json", "json", None),
        ("application/json", "json", "json", "jsonld"),
        ("application/xml", "xml", "xml", "rdfxml"),
        ("text/xml", "xml", "xml", "rdfxml"),
        ("text/csv", "csv", None, None),
        ("text/tab-separated-values", "tsv", None, None),
        ("text/plain", None, None, "ntriples"),
        ("application/x-turtle", None, None, "turtle"),
        ("text/n3", None, None, "turtle"),
        ("text/x-nquads", None, None, "nquads"),
        ("application/trig", None, None, "trig"),
        ("application/ld+json;profile=\"http://www.w3.org/ns/json-ld#compacted, x\"", None, None, "jsonld"),
        ("text/*", "csv", None, "turtle"),
        ("application/*", "json", "json", "ntriples"),
        ("image/png", None, None, None),
        ("TEXT/CSV ; Q=0.5", "csv", None, None),
    ],
)  # fmt: skip
def test_media_type_leads_to_its_format(accept: str, table: str | None, boolean: str | None, graph: str | None) -> None:
    assert choose_formats(accept) == Wanted(table, boolean, graph)


@pytest.mark.parametrize(
    ("accept", "table"),
    [
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.6", "xml"),
        ("text/csv;q=0", None),
        ("text/csv;q=0.0, text/tab-separated-values;q=0.001", "tsv"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("*/*, application/sparql-results+json;q=0", "xml"),
        ("application/*;q=0, */*;q=0.1", "csv"),
        ("*/*;q=0", None),
        ("*/*;q=0, text/csv", "csv"),
        ("text/*;q=0.3, text/csv;q=0.2, */*;q=0.1", "tsv"),
        ("application/json;q=0.1, */*;q=0.5", "xml"),
        ("text/csv;header=present;q=0.9, application/xml;q=0.5", "csv"),
        ("text/csv;x=\"a;q=0,b\", application/xml;q=0.5", "csv"),
        ("text/csv;q=7, application/xml", "csv"),
        ("text/csv;q=-1, application/xml;q=0.1", "xml"),
        ("text/csv;q=nan, application/xml;q=0.1", "xml"),
        ("text/csv;q=0.1, text/csv;q=0.9, application/xml;q=0.5", "csv"),
    ],
)  # fmt: skip
def test_quality_and_exactness_decide(accept: str, table: str | None) -> None:
    assert choose_formats(accept).table == table


def test_equal_quality_goes_to_the_exact_name_then_to_the_first() -> None:
    assert choose_formats("*/*, text/csv").table == "csv"
    assert choose_formats("application/*, text/tab-separated-values, text/csv").table == "tsv"


@pytest.mark.parametrize(("kind", "each"), ALL, ids=lambda value: getattr(value, "name", ""))
def test_every_name_of_a_format_leads_to_it(kind: dict[str, Format], each: Format) -> None:
    wanted = [choose_formats("image/png", name) for name in each.names]

    assert {(w.table, w.boolean, w.graph)[KINDS.index(kind)] for w in wanted} == {each.name}


@pytest.mark.parametrize("kind", KINDS, ids=["table", "boolean", "graph"])
def test_name_stands_for_one_format_only(kind: dict[str, Format]) -> None:
    names = [name for each in kind.values() for name in set(each.names)]

    assert sorted(names) == sorted(set(names))
    assert all(name == name.lower() for name in names)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("csv", Wanted("csv", None, None)),
        (".TTL", Wanted(None, None, "turtle")),
        ("json", Wanted("json", "json", "jsonld")),
        ("xml", Wanted("xml", "xml", "rdfxml")),
        ("srj", Wanted("json", "json", None)),
        ("application/sparql-results json", Wanted("json", "json", None)),
        (" text/csv; charset=utf-8", Wanted("csv", None, None)),
        ("parquet", Wanted(None, None, None)),
        ("*/*", Wanted(None, None, None)),
        ("", Wanted("tsv", None, None)),
        (" ", Wanted("tsv", None, None)),
    ],
)
def test_name_overrules_accept(name: str, wanted: Wanted) -> None:
    assert choose_formats("text/tab-separated-values", name) == wanted


def test_every_format_is_sent_as_utf_8_under_its_registered_type() -> None:
    assert {each.content_type for _, each in ALL} == {
        "application/sparql-results+json; charset=utf-8",
        "application/sparql-results+xml; charset=utf-8",
        "text/csv; charset=utf-8",
        "text/tab-separated-values; charset=utf-8",
        "text/turtle; charset=utf-8",
        "application/n-triples; charset=utf-8",
        "application/rdf+xml; charset=utf-8",
        "application/ld+json; charset=utf-8",
        "application/trig; charset=utf-8",
        "application/n-quads; charset=utf-8",
    }


def test_formats_of_a_form_are_listed_with_the_preferred_one_first() -> None:
    assert list_formats("SELECT")[0] == "json (application/sparql-results+json)"
    assert [len(list_formats(form)) for form in FORMATS] == [4, 2, 6, 6]


def test_wanted_tells_the_format_of_a_form() -> None:
    wanted = Wanted("csv", None, "turtle")

    assert [wanted.get_name(form) for form in FORMATS] == ["csv", None, "turtle", "turtle"]


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        (FIREFOX, True),
        (JAVA, True),
        ("text/html", True),
        ("application/xhtml+xml", True),
        ("text/html;q=0.9, */*;q=0.8", True),
        ("*/*, text/html", True),
        ("text/html, text/turtle", True),
        ("text/turtle, text/html", False),
        ("text/html;q=0.9, application/json", False),
        ("text/html;q=0.8, */*;q=0.9", False),
        ("text/html;q=0, */*", False),
        ("*/*", False),
        ("text/*", False),
        ("", False),
        (None, False),
        ("garbage", False),
    ],
)
def test_page_is_preferred_only_when_named_and_ahead(accept: str | None, page: bool) -> None:
    assert prefers_html(accept) is page


def test_media_type_is_chosen_among_offers() -> None:
    offers = ["application/problem+json", "text/plain", "text/html"]

    assert choose_media_type(None, offers) == "application/problem+json"
    assert choose_media_type(FIREFOX, offers) == "text/html"
    assert choose_media_type("text/*", offers) == "text/plain"
    assert choose_media_type("image/png", offers) is None


@given(st.text() | st.text('texcsv/*;,q=.019"\\ ', max_size=80), st.none() | st.text(max_size=20))
def test_garbage_never_raises(accept: str, name: str | None) -> None:
    prefers_html(accept)

    assert isinstance(choose_formats(accept, name), Wanted)


@pytest.mark.parametrize("piece", ['"', '\\', ',', ';', '"\\', 'a/b;"', ';"', "a/b;q=0.1,", " ", "*", ";q"])  # fmt: skip
def test_long_header_is_read_in_linear_time(piece: str) -> None:
    with must_end():
        wanted = choose_formats(piece * (200_000 // len(piece)))

    assert isinstance(wanted, Wanted)


@pytest.mark.parametrize(
    ("accept", "table"),
    [
        ("application/sparql-results+xml;version=1.2", "xml"),
        ('text/csv; version="1.1"; q=0.5, text/tab-separated-values;q=0.4', "csv"),
        ("text/csv; version=9.9, text/tab-separated-values;q=0.1", "tsv"),
        ("text/csv; version=9.9", None),
    ],
)
def test_version_of_a_media_type_is_heeded(accept: str, table: str | None) -> None:
    assert choose_formats(accept).table == table
