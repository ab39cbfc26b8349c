"""The W3C SPARQL test suites, put to a real server over HTTP.

The suites lie beside the checkout. What fails is named in w3c/known-failures.txt, which these tests keep exact.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from support.servers import run_pomegraph
from support.w3c.description import SD, find_schema_failures, read_description
from support.w3c.endpoint import Endpoint
from support.w3c.exchanges import read_exchanges, read_named_graphs
from support.w3c.graphs import SUITE
from support.w3c.known import read_known_failures
from support.w3c.manifest import WITHDRAWN, read_entries, read_query_tests
from support.w3c.protocols import find_query_failure, find_store_failures, send_query
from support.w3c.queries import can_name_dataset, find_failures, find_failures_by_parameters
from support.w3c.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

pytestmark = pytest.mark.slow

REASON = f"the W3C test suites are not at {SUITE}"
ABSENT = [pytest.param("absent", marks=pytest.mark.skip(reason=REASON))]
FEDERATED = "sparql11/syntax-fed"
FOLDERS = sorted({test.folder for test in read_query_tests()} - {FEDERATED}) or ABSENT
ENTRIES = {entry.name: entry for entry in read_entries()}
STORES = [name for name, entry in ENTRIES.items() if entry.kind == "store" and entry.folder != WITHDRAWN] or ABSENT
RDF_TYPES = ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json", "application/trig"]
QUERY = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
TRIPLE = pyoxigraph.Quad(*map(pyoxigraph.NamedNode, ("urn:s", "urn:p", "urn:o")))


def list_protocol_tests(verb: str) -> Sequence[object]:
    """Return the names of the tests of the SPARQL Protocol that begin with a word."""
    protocol = [name for name, entry in ENTRIES.items() if entry.kind == "protocol"]
    return [name for name in protocol if name.rpartition("/")[2].startswith(verb)] or ABSENT


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    file = tmp_path_factory.mktemp("w3c") / "data.nq"
    file.touch()
    # One web process: two may take up new data some milliseconds after each other.
    with run_pomegraph("--data", str(file), "--workers", "1") as server:
        yield Endpoint(server, file)


@pytest.fixture
def federated(endpoint: Endpoint, tmp_path: Path) -> Iterator[Endpoint]:
    """A second server that may ask the first one; both have the same triple."""
    endpoint.serve([TRIPLE])
    (file := tmp_path / "data.nq").write_text(f"{TRIPLE} .\n", encoding="utf-8")
    with run_pomegraph("--data", str(file), "--allow-service", f"{endpoint.url}/sparql") as server:
        yield Endpoint(server, file)


@pytest.fixture(scope="module")
def report(request: pytest.FixtureRequest) -> Report:
    report = Report()
    request.config.pluginmanager.register(report)
    return report


@pytest.mark.parametrize("folder", FOLDERS)
def test_queries_of_a_folder_fail_only_where_it_is_known(folder: str, endpoint: Endpoint, report: Report) -> None:
    tests = [test for test in read_query_tests() if test.folder == folder]
    known = {test.name for test in tests} & set(read_known_failures())

    failures = find_failures(tests, endpoint)
    report.add(folder, len(tests) - len(failures), len(tests))

    assert {name: seen for name, seen in failures.items() if name not in known} == {}
    assert known - set(failures) == set(), "these pass now: take them out of known-failures.txt"


@pytest.mark.skipif(not ENTRIES, reason=REASON)
def test_queries_have_the_same_answers_when_parameters_name_the_dataset(endpoint: Endpoint) -> None:
    tests = [test for test in read_query_tests() if can_name_dataset(test)]
    known = {test.name for test in tests} & set(read_known_failures())

    failures = find_failures_by_parameters(tests, endpoint)

    assert len(tests) > 500
    assert {name: seen for name, seen in failures.items() if name not in known} == {}
    assert known <= set(failures)


@pytest.mark.skipif(not ENTRIES, reason=REASON)
def test_queries_with_service_are_answered_with_the_help_of_an_allowed_endpoint(
    endpoint: Endpoint, federated: Endpoint, report: Report
) -> None:
    """In the suite the endpoint is <g>, which is nowhere; here it is a second server."""
    queries = [test.query.read_bytes() for test in read_query_tests() if test.folder == FEDERATED]
    service = f"<{endpoint.url}/sparql>".encode()

    refusals = [endpoint.send("POST", "/sparql", QUERY, query.replace(b"<g>", service)) for query in queries]
    replies = [federated.send("POST", "/sparql", QUERY, query.replace(b"<g>", service)) for query in queries]
    report.add(FEDERATED, sum(reply.status == 200 for reply in replies), len(queries))

    assert [reply.status for reply in refusals] == [403] * len(queries)
    assert [len(json.loads(reply.body)["results"]["bindings"]) for reply in replies] == [1] * len(queries)


@pytest.mark.skipif(not ENTRIES, reason=REASON)
def test_every_known_failure_is_a_test_of_the_suites() -> None:
    names = {test.name for test in read_query_tests()}

    assert set(read_known_failures()) <= names


@pytest.mark.parametrize("name", list_protocol_tests("query_"))
def test_protocol_answers_a_query(name: str, endpoint: Endpoint) -> None:
    endpoint.serve(read_named_graphs(ENTRIES[name]))

    (exchange,) = read_exchanges(ENTRIES[name])
    reply = send_query(exchange, endpoint)

    assert find_query_failure(exchange, reply) is None


@pytest.mark.parametrize("name", list_protocol_tests("bad_"))
def test_protocol_refuses_a_mistake_with_a_problem_document(name: str, endpoint: Endpoint) -> None:
    (exchange,) = read_exchanges(ENTRIES[name])

    reply = send_query(exchange, endpoint)

    assert exchange.allows(reply.status), reply.describe()
    assert reply.media_type == "application/problem+json"


@pytest.mark.parametrize("name", list_protocol_tests("update_"))
def test_protocol_refuses_an_update_and_says_why(name: str, endpoint: Endpoint) -> None:
    update, *_ = read_exchanges(ENTRIES[name])

    reply = send_query(update, endpoint)

    assert reply.status in {403, 405}, reply.describe()
    assert "read-only" in json.loads(reply.body)["detail"]


@pytest.mark.parametrize("name", STORES)
def test_graph_store_reads_what_an_operator_wrote_and_refuses_to_write(name: str, endpoint: Endpoint) -> None:
    exchanges = read_exchanges(ENTRIES[name])

    failures = find_store_failures(exchanges, endpoint)

    assert failures == []


@pytest.mark.parametrize("media_type", RDF_TYPES)
def test_description_is_rdf_with_the_endpoint_and_conforms_to_the_schema(media_type: str, endpoint: Endpoint) -> None:
    """Stands for the three tests of service-description, which are told by their names only."""
    reply = endpoint.send("GET", "/sparql", {"Accept": media_type})

    graph = read_description(reply)
    (service,) = graph.get_subjects(SD + "endpoint")

    assert reply.media_type == media_type
    assert graph.get_text(service, SD + "endpoint") == endpoint.url + "/sparql"
    assert find_schema_failures(graph) == []
