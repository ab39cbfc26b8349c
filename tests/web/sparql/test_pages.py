"""Pages for people: complete without scripts, safe with any text."""

from __future__ import annotations

import html
import io
import re

import pytest
from flask.testing import FlaskClient

from pomegraph.engine.limits import Limits
from pomegraph.release import Release
from pomegraph.web.terms import Shown, Term, show_cell
from support.endpoint import COLOURS, ENDLESS, EVERYTHING, TRIPLES, ask, make_client, read_log

PREFIXES = {"ex": "https://example.org/", "exa": "https://example.org/a/"}
HUNDREDS = "SELECT ?a { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(3)) + " BIND(1 AS ?a) } LIMIT {limit}"


@pytest.fixture
def client() -> FlaskClient:
    return make_client()


def show(client: FlaskClient, query: str, **parameters: str) -> str:
    response = ask(client, query, format="html", **parameters)
    assert response.status_code == 200
    return response.text


def test_table_has_a_row_for_each_solution(client: FlaskClient) -> None:
    page = show(client, COLOURS)

    assert page.count("<tr>") == 4
    assert "3 rows." in page
    assert '<th scope="col">fruit</th><th scope="col">colour</th>' in page
    assert "<td>green <small>en</small></td>" in page


def test_graph_is_a_table_of_triples(client: FlaskClient) -> None:
    page = show(client, EVERYTHING)

    assert f"{TRIPLES} triples." in page
    assert '<th scope="col">subject</th><th scope="col">predicate</th><th scope="col">object</th>' in page


@pytest.mark.parametrize(("query", "answer"), [("ASK {}", "true"), ("ASK { <a:b> ?p ?o }", "false")])
def test_answer_to_ask_is_a_word(client: FlaskClient, query: str, answer: str) -> None:
    assert f'<p class="verdict">{answer}</p>' in show(client, query)


def test_nothing_found_is_said(client: FlaskClient) -> None:
    assert "No rows: nothing here matches." in show(client, "SELECT * { <a:b> ?p ?o }")


@pytest.mark.parametrize(
    ("spool", "sentence"),
    [
        (8 << 20, "The first 1,000 of 32,768 rows."),
        (1_000, "The first 1,000 rows. There are more: take the whole result"),
    ],
)
def test_long_result_is_cut_and_the_page_says_so(spool: int, sentence: str) -> None:
    log = io.StringIO()
    client = make_client(limits=Limits(timeout=30.0, spool=spool), stream=log)
    page = show(client, "SELECT ?a { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(5)) + " BIND(1 AS ?a) }")

    assert page.count("<tr>") == 1_001
    assert sentence in page
    assert read_log(log)[0]["outcome"] == ("done" if spool > 1_000 else "cut")


def test_page_of_an_endless_result_stops_the_query() -> None:
    client = make_client(limits=Limits(timeout=30.0, spool=1_000))
    page = show(client, ENDLESS)
    counts = client.get("/metrics").text

    assert "There are more" in page
    assert 'pomegraph_kills_total{reason="cut"} 1.0' in counts
    assert "pomegraph_queries_running 0.0" in counts


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><b>', "</textarea><b>", "{{ 7*7 }}", "&lt;"])
def test_text_cannot_break_out_of_a_page(client: FlaskClient, text: str) -> None:
    literal = text.replace('"', '\\"')
    query = f'SELECT ("{literal}" AS ?text) ("x" AS ?y) {{}}'

    for page in (show(client, query), ask(client, query + text, "text/html").text):
        assert html.escape(text, quote=False).replace('"', "&#34;") in page.replace("&quot;", "&#34;")
        assert not re.search('<script(?! type="module" src="/static/(?:editor|search).js")|<b>|>49<', page)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (Term("green", note="en"), Shown("green", note="en")),
        (Term("a:b", "a:b"), Shown("a:b", "", "a:b")),
        (Term("javascript:alert(1)", "javascript:alert(1)"), Shown("javascript:alert(1)", "", "javascript:alert(1)")),
        (Term("http://x/", "http://x/"), Shown("http://x/", "http://x/", "http://x/")),
        (
            Term("https://example.org/a/b", "https://example.org/a/b"),
            Shown("exa:b", "https://example.org/a/b", "https://example.org/a/b"),
        ),
    ],
)
def test_term_is_shown_short_and_linked_when_safe(client: FlaskClient, cell: Term, shown: Shown) -> None:
    with client.application.test_request_context():
        assert show_cell(cell, PREFIXES, None) == shown


def test_thing_of_ours_leads_to_its_description(client: FlaskClient) -> None:
    with client.application.test_request_context():
        shown = show_cell(Term("https://x/a", "https://x/a"), {}, "https://x/")

    assert shown.link == "/a"


def test_result_can_be_had_in_all_its_formats(client: FlaskClient) -> None:
    page = show(client, COLOURS)
    links = [html.unescape(link) for link in re.findall(r'href="(/sparql\.[^"]+)"', page)]

    assert [client.get(link).mimetype for link in links] == [
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ]


def test_long_query_has_no_links(client: FlaskClient) -> None:
    page = show(client, COLOURS + "#" * 3_000)

    assert "too long for a link" in page
    assert "/sparql.csv" not in page


def test_editor_keeps_everything_that_was_asked(client: FlaskClient) -> None:
    page = show(client, "ASK {}", timeout="2.5", **{"default-graph-uri": "a:1", "named-graph-uri": "a:2"})

    assert "\nASK {}</textarea>" in page
    assert '<input type="hidden" name="default-graph-uri" value="a:1">' in page
    assert '<input type="hidden" name="named-graph-uri" value="a:2">' in page
    assert '<input type="hidden" name="timeout" value="2.5">' in page


EDITOR = ["/static/editor.css", "/static/editor.js"]


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/", []),
        ("/graphs?format=html", []),
        ("/sparql?format=html", EDITOR),
        ("/sparql?query=ASK{}&format=html", EDITOR),
        ("/sparql?query=ASK&format=html", EDITOR),
    ],
)
def test_page_loads_nothing_from_elsewhere(client: FlaskClient, path: str, more: list[str]) -> None:
    page = client.get(path, headers={"Accept": "text/html"})
    loaded = re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', page.text)
    policy = page.headers["Content-Security-Policy"].split("; ")

    assert loaded == ["/static/style.css", "/static/favicon.svg", "/opensearch.xml", "/static/search.js", *more]
    assert page.text.count("<script") == 1 + bool(more)
    assert "style=" not in page.text
    assert {"default-src 'none'", "style-src 'self'"} <= set(policy)
    assert [each for each in policy if each.startswith("script-src")] == ["script-src 'self'"]


def test_figures_can_be_drawn(client: FlaskClient) -> None:
    weights = "SELECT ?fruit ?weight { ?fruit <https://example.org/weight> ?weight }"

    assert 'href="/sparql.svg?query=' in show(client, weights)
    assert "/sparql.svg" not in show(client, COLOURS)
    assert '<th scope="col" class="number">weight</th>' in show(client, weights)


def test_things_are_read_by_their_names(small_release: Release) -> None:
    client = make_client(release=small_release.folder)
    page = show(client, "SELECT ?drug { ?drug a <https://w3id.org/pomegraph/ontology#Drug> } ORDER BY ?drug")

    assert 'title="https://w3id.org/pomegraph/drug/exemplamide" rel="noreferrer">exemplamide</a>' in page
    assert "<small>pomdrug:exemplamide</small>" in page


def test_style_is_served(client: FlaskClient) -> None:
    with client.get("/static/style.css") as style:
        assert style.mimetype == "text/css"
        assert "prefers-color-scheme: dark" in style.get_data(as_text=True)
