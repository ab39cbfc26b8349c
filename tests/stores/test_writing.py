"""Results that a format cannot hold, from an embedded store and from a real one elsewhere."""

from __future__ import annotations

import io
from collections.abc import Iterator

import httpx
import pytest
from pyoxigraph import RdfFormat, Store

from pomegraph.errors import FormatUnfitError, StoreError
from pomegraph.sparql.formats import choose_formats
from pomegraph.stores.embedded import answer_query
from pomegraph.stores.remote import RemoteStore
from pomegraph.stores.writing import rewrite_table
from support.servers import run_oxigraph

DATA = """
PREFIX : <http://example.org/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
:triple rdf:reifies <<( :a :b "c" )>> .
:reserved rdf:Description :b .
:control :b "a\\u0001b" .
:number <http://example.org/1> :b .
"""
FAULTS = {
    "triple": ("jsonld", {"turtle", "ntriples", "rdfxml", "trig", "nquads"}),
    "reserved": ("rdfxml", {"turtle", "ntriples", "jsonld", "trig", "nquads"}),
    "control": ("rdfxml", {"turtle", "ntriples", "jsonld", "trig", "nquads"}),
    "number": ("rdfxml", {"turtle", "ntriples", "jsonld", "trig", "nquads"}),
}


@pytest.fixture(scope="module")
def remote() -> Iterator[RemoteStore]:
    with run_oxigraph() as server:
        headers = {"Content-Type": "text/turtle"}
        httpx.put(f"{server.graphs_url}?default", content=DATA, headers=headers).raise_for_status()
        store = RemoteStore(server.query_url)
        yield store
        store.close()


@pytest.fixture(params=["embedded", "remote"])
def write(request: pytest.FixtureRequest, remote: RemoteStore) -> object:
    store = Store()
    store.load(DATA, format=RdfFormat.TURTLE)

    def answer(query: str, name: str) -> bytes:
        wanted, output = choose_formats(None, name), io.BytesIO()
        if request.param == "remote":
            remote.answer(query, None, wanted).write(output)
        else:
            answer_query(store, query, None, wanted).write(output)
        return output.getvalue()

    return answer


@pytest.mark.parametrize("subject", FAULTS)
def test_graph_that_a_format_cannot_hold_has_the_others(write: object, subject: str) -> None:
    assert callable(write)
    query = f"CONSTRUCT {{ ?s ?p ?o }} {{ VALUES ?s {{ <http://example.org/{subject}> }} ?s ?p ?o }}"
    unfit, fit = FAULTS[subject]

    with pytest.raises(FormatUnfitError) as caught:
        write(query, unfit)
    assert {each.partition(" ")[0] for each in caught.value.formats} == fit
    assert all(subject.encode() in write(query, name) for name in fit)


def test_table_that_xml_cannot_hold_has_the_others(write: object) -> None:
    assert callable(write)
    query = "SELECT ?o { <http://example.org/control> ?p ?o }"

    with pytest.raises(FormatUnfitError, match=r"as xml: .* U\+0001.*; ask for one of json .*, csv .*, tsv"):
        write(query, "xml")
    assert all(write(query, name) for name in ("json", "csv", "tsv"))


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_triple_term_is_in_every_table(write: object, name: str) -> None:
    assert callable(write)

    assert b"http://example.org/a" in write("SELECT ?o { <http://example.org/triple> ?p ?o }", name)


def test_failure_of_the_source_is_not_laid_on_the_format(write: object) -> None:
    assert callable(write)

    with pytest.raises((StoreError, OSError)):
        write("CONSTRUCT { ?s ?p ?o } { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }", "jsonld")


RESULTS = """{"head": {"vars": ["a", "b"]}, "results": {"bindings": [
  {"a": {"type": "literal", "value": "1.50", "datatype": "http://www.w3.org/2001/XMLSchema#decimal"},
   "b": {"type": "literal", "value": "x, \\"y\\"\\n"}},
  {"a": {"type": "uri", "value": "http://example.org/a,b"}}]}}"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("csv", b'a,b\r\n1.50,"x, ""y""\n"\r\n"http://example.org/a,b",\r\n'),
        ("tsv", b'?a\t?b\n1.50\t"x, \\"y\\"\\n"\n<http://example.org/a,b>\t\n'),
    ],
)
def test_table_is_written_anew_in_another_format(name: str, expected: bytes) -> None:
    assert rewrite_table(RESULTS.encode(), name) == expected


def test_table_that_xml_cannot_hold_is_refused() -> None:
    data = RESULTS.replace("1.50", "\\u0001").encode()

    with pytest.raises(FormatUnfitError, match=r"U\+0001"):
        rewrite_table(data, "xml")
