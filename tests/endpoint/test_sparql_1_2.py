"""SPARQL 1.2: triple terms in data, queries and every format of results, directions of texts, versions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from subprocess import CalledProcessError
from xml.etree import ElementTree as ET

import httpx
import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, Triple, parse_query_results

from support.commands import call
from support.servers import Server, run_pomegraph
from support.serving import ask

DATA = """VERSION "1.2" PREFIX : <http://x/>
:s :says <<( :a :b "1, \\"one\\"\\tand <b>\u00e4</b>"@en )>> .
:s :names "salaam"@ar--rtl .
:p :q :o ~ :r {| :since 2020 |} .
"""
PREFIX = "PREFIX : <http://x/> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
TERM = PREFIX + "SELECT ?t { :s :says ?t }"
WRITTEN = '<<( <http://x/a> <http://x/b> "1, \\"one\\"\\tand <b>\u00e4</b>"@en )>>'
VERSION = 'VERSION "1.2" ' + PREFIX


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "data.ttl"
    path.write_text(DATA, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def server(path: Path) -> Iterator[Server]:
    with run_pomegraph("--data", str(path), "--workers", "1") as server:
        yield server


@pytest.mark.parametrize(
    ("media_type", "form"),
    [
        ("application/sparql-results+json", QueryResultsFormat.JSON),
        ("application/sparql-results+xml", QueryResultsFormat.XML),
        ("text/tab-separated-values", QueryResultsFormat.TSV),
    ],
)
def test_triple_term_comes_back_from_each_format(server: Server, media_type: str, form: QueryResultsFormat) -> None:
    found = parse_query_results(ask(server, TERM, media_type).content, form)
    assert isinstance(found, QuerySolutions)
    (row,) = found

    assert isinstance(row["t"], Triple)
    assert f"<<( {row['t']} )>>" == WRITTEN


def test_triple_term_in_json_and_xml_is_as_sparql_1_2_writes_it(server: Server) -> None:
    cell = json.loads(ask(server, TERM, "application/json").content)["results"]["bindings"][0]["t"]
    root = ET.fromstring(ask(server, TERM, "application/xml").content)  # noqa: S314 - ours
    names = [element.tag.partition("}")[2] for element in root.iter()]

    assert (cell["type"], sorted(cell["value"])) == ("triple", ["object", "predicate", "subject"])
    assert cell["value"]["subject"] == {"type": "uri", "value": "http://x/a"}
    assert names[names.index("binding") :] == [
        "binding",
        "triple",
        "subject",
        "uri",
        "predicate",
        "uri",
        "object",
        "literal",
    ]


def test_triple_term_is_one_cell_of_csv_and_tsv(server: Server) -> None:
    csv, tsv = (ask(server, TERM, media_type).text for media_type in ("text/csv", "text/tab-separated-values"))

    assert csv == 't\r\n"{}"\r\n'.format(WRITTEN.replace('"', '""'))
    assert tsv == f"?t\n{WRITTEN}\n"


def test_triple_term_is_read_on_the_page(server: Server) -> None:
    graph = "PREFIX : <http://x/> CONSTRUCT WHERE { :s :says ?t }"
    for query in (TERM, graph):
        page = ask(server, query, "text/html").text
        cells = [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
        ]

        assert cells[-1] == WRITTEN
        assert "<b>\u00e4</b>" not in page


def test_triple_term_is_read_in_a_terminal(path: Path) -> None:
    assert "<<( <http://x/a> <http://x/b> " in call("query", TERM, "--data", path).stdout


def test_direction_of_a_text_is_kept_in_each_format(server: Server) -> None:
    query = PREFIX + "SELECT ?n { :s :names ?n }"
    cell = ask(server, query, "application/json").json()["results"]["bindings"][0]["n"]

    assert cell == {"type": "literal", "value": "salaam", "xml:lang": "ar", "its:dir": "rtl"}
    assert 'its:dir="rtl"' in ask(server, query, "application/xml").text
    assert ask(server, query, "text/tab-separated-values").text == '?n\n"salaam"@ar--rtl\n'
    assert "ar--rtl" in ask(server, query, "text/html").text


@pytest.mark.parametrize(
    "pattern",
    [
        "ASK { :p :q :o ~ :r {| :since 2020 |} }",
        "ASK { << :p :q :o ~ :r >> :since 2020 }",
        "ASK { :r rdf:reifies <<( :p :q :o )>> }",
        "ASK { :s :says ?t FILTER(isTRIPLE(?t) && SUBJECT(?t) = :a && PREDICATE(?t) = :b && LANG(OBJECT(?t)) = 'en') }",
        "ASK { BIND(TRIPLE(:p, :q, :o) AS ?t) ?r rdf:reifies ?t }",
        "ASK { :s :names ?n FILTER(LANGDIR(?n) = 'rtl' && hasLANGDIR(?n) && ?n = STRLANGDIR('salaam', 'ar', 'rtl')) }",
        "ASK { VALUES ?t { <<( :p :q :o )>> } ?r rdf:reifies ?t }",
    ],
)
def test_what_the_description_names_is_answered(server: Server, pattern: str) -> None:
    description = httpx.get(server.query_url, headers={"Accept": "application/n-triples"}).text

    assert "http://www.w3.org/ns/sparql#version-1.2>" in description
    assert ask(server, VERSION + pattern, "application/json").json()["boolean"] is True


def test_version_is_announced_in_each_way(server: Server) -> None:
    direct = {"Content-Type": "application/sparql-query; version=1.2", "Accept": "text/csv; version=1.2"}
    by_body = httpx.post(server.query_url, content=TERM.encode(), headers=direct)
    by_url = httpx.get(server.query_url, params={"query": TERM, "version": "1.2"}, headers={"Accept": "text/csv"})

    assert (by_body.status_code, by_url.status_code) == (200, 200)
    assert by_body.text == by_url.text


def test_version_that_is_not_known_is_an_error_in_each_way(server: Server) -> None:
    direct = {"Content-Type": "application/sparql-query; version=9.9"}
    answers = [
        httpx.post(server.query_url, content=b"ASK {}", headers=direct),
        httpx.get(server.query_url, params={"query": "ASK {}", "version": "9.9"}),
        httpx.get(server.query_url, params={"query": 'VERSION "9.9" ASK {}'}),
    ]

    assert [answer.status_code for answer in answers] == [400] * 3
    assert [answer.json()["type"].rpartition("/")[2] for answer in answers] == ["parameter", "parameter", "query"]
    assert answers[2].json()["detail"] == "line 1, column 9: VERSION '9.9' of SPARQL is not known here"


def test_curl_asks_as_in_the_examples_of_the_standard(server: Server) -> None:
    """SPARQL 1.1 Protocol, section 3.1, as people type it."""
    from clients.starters import run_curl  # noqa: PLC0415 - skips where there is no curl

    by_form = run_curl(server.query_url, "--data-urlencode", f"query={TERM}", "-H", "Accept: text/csv")
    plain = run_curl(server.query_url, "-d", "query=ASK%20%7B%7D&default-graph-uri=", "-H", "Accept: application/json")
    with pytest.raises(CalledProcessError) as caught:
        run_curl(server.query_url, "-d", "query=ASK%20%7B%7D&update=CLEAR%20ALL", "-w", "%{http_code}")

    assert by_form.startswith("t")
    assert json.loads(plain)["boolean"] is True
    assert caught.value.output == b"400"
