"""Clients that people use, each against a running server: every kind of term reaches each of them whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from xml.dom.minidom import Document

import httpx
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from clients.questions import (
    ALPHA,
    BETA,
    BRAND,
    CSV,
    DRUG,
    FAILS,
    GRAPH,
    HOLDS,
    NOTE,
    POM,
    PRICE,
    PRICED_BRAND,
    PRICES,
    QUERY,
    ROWS,
    TRIPLES,
    read_csv,
    read_graph,
    read_rows,
    write_federated,
)
from clients.starters import ask_comunica, ask_curl, ask_wrapper, run, run_curl, run_jena, run_script
from support import servers
from support.engines import list_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")

PAGE = """<body><script>
fetch({address}, {call}).then((answer) => answer.text()).then((text) => document.body.append(text))
</script></body>"""


@pytest.fixture(scope="module")
def endpoint(built: Path) -> Iterator[str]:
    with servers.run_pomegraph("--release", str(built / "release")) as server:
        yield server.query_url


@pytest.fixture(scope="module")
def peer() -> Iterator[str]:
    """A native Oxigraph server that holds the prices, and can ask other endpoints."""
    with servers.run_oxigraph() as server:
        loaded = httpx.post(f"{server.graphs_url}?default", content=PRICES, headers={"Content-Type": "text/turtle"})
        loaded.raise_for_status()
        yield server.query_url


@pytest.mark.parametrize("way", ["get", "form", "direct"])
@pytest.mark.parametrize("form", ["json", "xml", "tsv"])
def test_sparqlwrapper_reads_rows(endpoint: str, form: str, way: str) -> None:
    answer = ask_wrapper(endpoint, QUERY, form, way)
    writers: dict[str, Callable[[Any], str]] = {"json": json.dumps, "xml": Document.toxml, "tsv": bytes.decode}
    text = writers[form](answer)

    assert read_rows(text, form) == ROWS


def test_sparqlwrapper_reads_csv(endpoint: str) -> None:
    assert read_csv(ask_wrapper(endpoint, QUERY, "csv").decode()) == CSV


@pytest.mark.parametrize(("query", "truth"), [(HOLDS, True), (FAILS, False)])
def test_sparqlwrapper_asks(endpoint: str, query: str, truth: bool) -> None:
    document = ask_wrapper(endpoint, query, "xml")

    assert ask_wrapper(endpoint, query, "json")["boolean"] is truth
    assert document.getElementsByTagName("boolean")[0].firstChild.data == str(truth).lower()


# SPARQLWrapper 2.0 makes a graph of a class that rdflib 7 calls deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning:SPARQLWrapper")
@pytest.mark.parametrize("form", ["turtle", "n3", "rdf+xml", "json-ld", "xml"])
def test_sparqlwrapper_constructs(endpoint: str, form: str) -> None:
    answer = ask_wrapper(endpoint, GRAPH, form)
    triples = read_graph(answer.decode(), "turtle") if isinstance(answer, bytes) else set(answer.triples((None,) * 3))

    assert triples == TRIPLES


def test_sparqlwrapper_tells_a_syntax_error(endpoint: str) -> None:
    with pytest.raises(QueryBadFormed, match="expected"):
        ask_wrapper(endpoint, "SELECT ?x {", "json")


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["json", "xml", "tsv"])
def test_rdflib_reads_rows(endpoint: str, form: str, method: str) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint, method=method, returnFormat=form))

    assert list_rows(graph.query(QUERY)) == ROWS


def test_rdflib_takes_the_endpoint_for_a_graph(endpoint: str) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint))

    assert set(graph.triples((DRUG, POM.generation, None))) == TRIPLES
    assert graph.value(DRUG, POM.brandName) == rdflib.Literal("Exampla")
    assert (DRUG, POM.generation, rdflib.Literal(4)) not in graph
    assert set(graph.query(GRAPH).graph or ()) == TRIPLES
    assert set(graph.query(f"DESCRIBE <{DRUG}>").graph or ()) > TRIPLES
    assert [graph.query(query).askAnswer for query in (HOLDS, FAILS)] == [True, False]


def test_rdflib_reads_one_named_graph(endpoint: str) -> None:
    store = SPARQLStore(endpoint)
    beta = rdflib.Graph(store, identifier=BETA)

    assert sorted(store.contexts())[1:] == [ALPHA, BETA]
    assert list(beta.objects(DRUG, POM.generation)) == [rdflib.Literal(3)]


def test_rdflib_gets_every_triple_of_the_release(endpoint: str, built: Path) -> None:
    ours = rdflib.Graph(SPARQLStore(endpoint)).query("CONSTRUCT WHERE { ?s ?p ?o }").graph
    release = rdflib.Graph().parse(built / "release" / "pomegraph.ttl")

    assert len(release) > 1000
    assert set(ours or ()) == set(release)


@pytest.mark.parametrize("kind", ["json", "csv", "tsv"])
def test_rdflib_gets_a_graph_where_it_accepts_only_tables(endpoint: str, kind: str) -> None:
    store = SPARQLStore(endpoint, returnFormat=kind)

    assert len(rdflib.Graph(store).query("CONSTRUCT WHERE { ?s a ?o }").graph or ()) > 10


def test_curl_asks_each_way(endpoint: str) -> None:
    by_get, by_form = ask_curl(endpoint, QUERY, "--get"), ask_curl(endpoint, QUERY)
    direct = run_curl(endpoint, "-H", "Content-Type: application/sparql-query", "--data-binary", QUERY)

    assert [read_rows(answer, "json") for answer in (by_get, by_form, direct)] == [ROWS] * 3


@pytest.mark.parametrize(
    ("media_type", "form"),
    [
        ("application/sparql-results+json", "json"),
        ("application/sparql-results+xml", "xml"),
        ("text/tab-separated-values", "tsv"),
    ],
)
def test_curl_gets_the_format_that_it_accepts(endpoint: str, media_type: str, form: str) -> None:
    assert read_rows(ask_curl(endpoint, QUERY, "-H", f"Accept: {media_type}"), form) == ROWS


@pytest.mark.parametrize(
    ("media_type", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "ntriples"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_curl_gets_a_graph_as_it_accepts(endpoint: str, media_type: str, form: str) -> None:
    assert read_graph(ask_curl(endpoint, GRAPH, "-H", f"Accept: {media_type}"), form) == TRIPLES


def test_curl_unpacks_a_compressed_answer(endpoint: str, tmp_path: Path) -> None:
    query = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
    plain = ask_curl(endpoint, query, "--get")
    packed = ask_curl(endpoint, query, "--get", "--compressed", "-D", str(tmp_path / "fields"))

    assert packed == plain
    assert "\ncontent-encoding: " in (tmp_path / "fields").read_text().lower()


def test_curl_learns_from_head_what_get_would_send(endpoint: str) -> None:
    head = ask_curl(endpoint, BRAND, "--get", "--head").lower()

    assert head.startswith("http/1.1 200")
    assert "content-type: application/sparql-results+json" in head


def test_curl_is_told_that_nothing_changed(endpoint: str, tmp_path: Path) -> None:
    tag = str(tmp_path / "tag")
    status = ["--get", "-o", str(tmp_path / "answer"), "-w", "%{http_code}"]
    first = ask_curl(endpoint, BRAND, *status, "--etag-save", tag)
    again = ask_curl(endpoint, BRAND, *status, "--etag-compare", tag)

    assert (first, again) == ("200", "304")


def test_pandas_reads_a_table_by_its_address(endpoint: str) -> None:
    pandas = pytest.importorskip("pandas")
    table = pandas.read_csv(f"{endpoint}.csv?{urlencode({'query': QUERY})}")

    assert list(table["generation"]) == [2, 3]
    assert list(table["note"]) == [str(NOTE)] * 2


def test_browser_reads_from_a_page_of_another_origin(endpoint: str, tmp_path: Path) -> None:
    chromium = servers._find_program("chromium", "apt-get install chromium")
    # Because of this type the browser asks first, by OPTIONS, whether it may.
    call = {"method": "POST", "headers": {"Content-Type": "application/sparql-query"}, "body": BRAND}
    page = tmp_path / "page.html"
    page.write_text(PAGE.format(address=json.dumps(endpoint), call=json.dumps(call)), encoding="utf-8")
    options = ["--headless", "--no-sandbox", f"--user-data-dir={tmp_path}", "--virtual-time-budget=10000"]

    assert '"Exampla"' in run(chromium, *options, "--dump-dom", page.as_uri())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The query in a file, as programs take it whatever the encoding of their arguments."""
    path = tmp_path / "query.rq"
    path.write_text(QUERY, encoding="utf-8")
    return path


def test_comunica_reads_rows(endpoint: str) -> None:
    assert read_rows(ask_comunica(QUERY, f"sparql@{endpoint}"), "json") == ROWS


def test_comunica_asks(endpoint: str) -> None:
    assert json.loads(ask_comunica(HOLDS, f"sparql@{endpoint}"))["boolean"] is True


def test_comunica_constructs(endpoint: str) -> None:
    answer = ask_comunica(GRAPH, f"sparql@{endpoint}", form="application/n-triples")

    assert read_graph(answer, "ntriples") == TRIPLES


def test_comunica_reads_the_description_first(endpoint: str, capfd: pytest.CaptureFixture[str]) -> None:
    answer = ask_comunica(BRAND, endpoint)

    # It would warn of a description that it cannot read, and then go by the end of the address.
    assert capfd.readouterr().err == ""
    assert read_rows(answer, "json") == [(rdflib.Literal("Exampla"),)]


def test_description_is_of_the_address_itself(endpoint: str) -> None:
    """Comunica passes over a description of anything else."""
    address = rdflib.URIRef(endpoint)
    description = rdflib.Graph().parse(data=run_curl(endpoint, "-H", "Accept: text/turtle"), format="turtle")

    assert (address, SD.endpoint, address) in description


@pytest.mark.parametrize("kind", ["", "sparql@"])
def test_comunica_joins_the_endpoint_with_another(endpoint: str, peer: str, kind: str) -> None:
    query = f"SELECT ?name ?price {{ ?drug <{POM.brandName}> ?name ; <{PRICE}> ?price }}"
    answer = ask_comunica(query, f"{kind}{endpoint}", f"sparql@{peer}")

    assert read_rows(answer, "json") == PRICED_BRAND


@pytest.mark.parametrize("method", [[], ["--get"]], ids=["post", "get"])
def test_fetch_sparql_endpoint_reads_rows(endpoint: str, file: Path, method: list[str]) -> None:
    lines = run_script("fetch-sparql-endpoint", "--endpoint", endpoint, "--file", str(file), *method).splitlines()

    assert [json.loads(line)["source"] for line in lines] == [str(ALPHA), str(BETA)]
    assert {json.loads(line)["note"] for line in lines} == {f'"{NOTE}"@en'}


@pytest.mark.slow
def test_jena_reads_rows(endpoint: str, file: Path) -> None:
    answer = run_jena("rsparql", "--service", endpoint, "--results", "json", "--query", str(file))

    assert read_rows(answer, "json") == ROWS


@pytest.mark.slow
def test_jena_constructs(endpoint: str) -> None:
    answer = run_jena("rsparql", "--service", endpoint, "--results", "ntriples", GRAPH)

    assert read_graph(answer, "ntriples") == TRIPLES


@pytest.mark.slow
def test_jena_joins_its_data_with_the_endpoint(endpoint: str, tmp_path: Path) -> None:
    (tmp_path / "prices.ttl").write_text(PRICES, encoding="utf-8")
    answer = run_jena("sparql", "--data", str(tmp_path / "prices.ttl"), "--results", "json", write_federated(endpoint))

    assert read_rows(answer, "json") == PRICED_BRAND


def test_oxigraph_joins_its_data_with_the_endpoint(endpoint: str, peer: str) -> None:
    answer = ask_curl(peer, write_federated(endpoint), "-H", "Accept: application/sparql-results+json")

    assert read_rows(answer, "json") == PRICED_BRAND


def test_rdflib_joins_its_data_with_the_endpoint(endpoint: str) -> None:
    prices = rdflib.Graph().parse(data=PRICES, format="turtle")

    assert list_rows(prices.query(write_federated(endpoint))) == PRICED_BRAND
