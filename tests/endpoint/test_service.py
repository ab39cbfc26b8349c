"""SERVICE: refused before it runs, without a network when it runs after all, and open to the endpoints that are named."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from pomegraph.engine.client import EngineClient, Request
from pomegraph.engine.limits import Limits
from pomegraph.errors import QueryError, StoreError
from pomegraph.sparql.formats import Wanted
from support.servers import Server, find_free_port, run_pomegraph
from support.serving import COUNT, ENDLESS, THINGS, ask, count, find_processes, read_complaints, wait_for, write_things

PREFIXES = "PREFIX : <http://127.0.0.1:1/> PREFIX service: <http://127.0.0.1:1/> BASE <http://127.0.0.1:1/> "
SPELLINGS = [
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { service <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE<http://127.0.0.1:1/>{} }",
    "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { SERVICE# <\nSILENT# {\n<http://127.0.0.1:1/>{} }",
    r"SELECT * { \u0053ERVICE <http://127.0.0.1:1/> {} }",
    r"SELECT * { \U00000053\u0045RVIC\u0045 <http://127.0.0.1:1/> {} }",
    "SELECT * { SERVICE : {} }",
    "SELECT * { SERVICE service:x {} }",
    "SELECT * { SERVICE <x> {} }",
    "SELECT * { VALUES ?x { <http://127.0.0.1:1/> } SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { SERVICE $x {} }",
    "SELECT * { { SELECT * { OPTIONAL { { SERVICE : {} } UNION {} } } } }",
    "SELECT * { GRAPH ?g { SERVICE : {} } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE : {} } }",
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { MINUS { SERVICE : {} } } }",
    "ASK { SERVICE : {} }",
    "DESCRIBE ?s { SERVICE : { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE : { ?s ?p ?o } }",
    "SELECT (EXISTS { SERVICE : {} } AS ?x) {}",
    "ASK { BIND('\\\\' AS ?x) SERVICE : {} BIND('\\\\' AS ?y) }",
    "ASK { ?s ?p '''it's''' SERVICE : {} }",
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_things(tmp_path_factory.mktemp("service"))


@pytest.fixture(scope="module")
def closed(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, EngineClient]]:
    """A server that calls nobody, and a way to its engine past all checks."""
    folder = tmp_path_factory.mktemp("run")
    # An empty setting means none, not the endpoint with an empty name.
    env = {"TMPDIR": str(folder), "POMEGRAPH_ALLOW_SERVICE": ""}
    with run_pomegraph("--data", str(data), "--queries", "2", env=env) as server:
        yield server, EngineClient(next(folder.glob("pomegraph-*")), Limits())


@pytest.fixture(scope="module")
def opened(data: Path, closed: tuple[Server, EngineClient]) -> Iterator[tuple[Server, str]]:
    """A server that calls the one above, and an address at which nobody is."""
    nobody = f"http://127.0.0.1:{find_free_port()}/sparql"
    flags = ["--allow-service", closed[0].query_url, "--allow-service", nobody]
    with run_pomegraph("--data", str(data), "--timeout", "2", "--queries", "2", "--cache-size", "0", *flags) as server:
        yield server, nobody


@pytest.mark.parametrize("query", SPELLINGS)
def test_service_is_refused_in_every_spelling(closed: tuple[Server, EngineClient], query: str) -> None:
    response = ask(closed[0], PREFIXES + query)

    assert response.status_code == 403
    assert response.json()["type"].endswith("/service")


def test_word_service_elsewhere_is_not_refused(closed: tuple[Server, EngineClient]) -> None:
    response = ask(
        closed[0], PREFIXES + "ASK { BIND('SERVICE : {}' AS ?service) # SERVICE : {}\n ?s service:SERVICE ?o }"
    )

    assert response.json() == {"head": {}, "boolean": False}


@contextmanager
def listen() -> Iterator[tuple[socket.socket, str]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        yield listener, f"127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
@pytest.mark.parametrize(
    "clause",
    ["SERVICE <{}> {{ ?s ?p ?o }}", "VALUES ?x {{ <{}> }} SERVICE ?x {{ ?s ?p ?o }}"],
    ids=["constant", "variable"],
)
def test_no_packet_gets_out_where_the_check_is_taken_out(
    closed: tuple[Server, EngineClient], clause: str, host: str
) -> None:
    with listen() as (listener, address):
        url = f"http://{address.replace('127.0.0.1', host)}/"
        query = Request(f"ASK {{ {clause.format(url)} }}", Wanted("json", "json", "turtle"))
        with pytest.raises((StoreError, QueryError)):
            closed[1].submit(query)

        with pytest.raises(TimeoutError):
            listener.accept()


def test_silent_service_finds_nothing_where_the_check_is_taken_out(closed: tuple[Server, EngineClient]) -> None:
    with listen() as (listener, address):
        query = f"SELECT * {{ SERVICE SILENT <http://{address}/> {{ ?s ?p ?o }} }}"
        answer = closed[1].submit(Request(query, Wanted("csv", "json", "turtle")))

        assert b"".join(answer.body).split()[1:] == [b",,"]
        with pytest.raises(TimeoutError):
            listener.accept()


def test_system_call_filter_and_limit_on_files_are_in_place(closed: tuple[Server, EngineClient]) -> None:
    for number in find_processes(closed[0], "pom-query"):
        status = Path(f"/proc/{number}/status").read_text(encoding="utf-8")
        limits = Path(f"/proc/{number}/limits").read_text(encoding="utf-8")

        assert "Seccomp:\t2\n" in status
        assert "NoNewPrivs:\t1\n" in status
        assert next(line.split()[3:5] for line in limits.splitlines() if line.startswith("Max open files")) == [
            "6",
            "6",
        ]
        # The last is the socket of who puts queries to it, if anybody does.
        assert sorted(path.name for path in Path(f"/proc/{number}/fd").iterdir())[:5] == ["0", "1", "2", "3", "4"]


def test_named_endpoint_is_called(opened: tuple[Server, str], closed: tuple[Server, EngineClient]) -> None:
    there = closed[0].query_url

    assert count(opened[0], f"SELECT * {{ SERVICE <{there}> {{ {COUNT} }} }}") == 2 * THINGS


def test_named_endpoint_may_be_called_by_a_prefixed_name(
    opened: tuple[Server, str], closed: tuple[Server, EngineClient]
) -> None:
    query = f"PREFIX there: <{closed[0].url}/> SELECT * {{ service#\nSILENT there:sparql {{ {COUNT} }} }}"

    assert count(opened[0], query) == 2 * THINGS


def test_rows_from_there_are_joined_with_rows_from_here(
    opened: tuple[Server, str], closed: tuple[Server, EngineClient]
) -> None:
    number, label = "<https://example.org/number>", "<https://example.org/label>"
    query = f"""SELECT ?label {{
        ?thing {number} 7 SERVICE <{closed[0].query_url}> {{ ?thing {label} ?label }} }}"""

    assert ask(opened[0], query, "text/csv").text.split("\r\n") == ["label", f'"thing 7, {"one of many, " * 8}"', ""]


@pytest.mark.parametrize(
    "clause",
    [
        "SERVICE <http://127.0.0.1:1/> {}",
        "SERVICE <THERE> { SERVICE <http://127.0.0.1:1/> {} }",
        "SERVICE <THERE> {} SERVICE ?x {}",
        "VALUES ?x { <THERE> } SERVICE ?x {}",
        "SERVICE <THERE/> {}",
        "SERVICE <THERE?x> {}",
    ],
)
def test_other_endpoint_is_refused_where_one_is_named(
    opened: tuple[Server, str], closed: tuple[Server, EngineClient], clause: str
) -> None:
    response = ask(opened[0], "SELECT * { " + clause.replace("THERE", closed[0].query_url) + " }")

    assert response.status_code == 403
    assert response.json()["allowed"] == [closed[0].query_url, opened[1]]


def test_endpoint_that_is_down_is_told_and_not_taken_for_empty(opened: tuple[Server, str]) -> None:
    response = ask(opened[0], f"SELECT * {{ SERVICE <{opened[1]}> {{ ?s ?p ?o }} }}")

    assert response.status_code == 502
    assert f"SERVICE <{opened[1]}> cannot be reached or failed" in response.json()["detail"]


def test_endpoint_that_answers_with_an_error_is_told(
    opened: tuple[Server, str], closed: tuple[Server, EngineClient]
) -> None:
    query = f"SELECT * {{ SERVICE <{closed[0].query_url}> {{ BIND(<http://x/f>(1) AS ?x) }} }}"

    assert ask(opened[0], query).status_code == 502


def test_endpoint_that_is_slow_is_waited_for_until_the_deadline(
    opened: tuple[Server, str], closed: tuple[Server, EngineClient]
) -> None:
    response = ask(opened[0], f"SELECT * {{ SERVICE <{closed[0].query_url}> {{ {ENDLESS} }} }}", timeout="0.5")

    assert response.status_code == 503
    assert response.json()["limit"] == 0.5


def test_processes_with_network_are_no_more_than_queries_may_run_and_do_not_stay(
    opened: tuple[Server, str], closed: tuple[Server, EngineClient]
) -> None:
    for _ in range(5):
        ask(opened[0], f"ASK {{ SERVICE <{closed[0].query_url}> {{ ?s ?p 7 }} }}")

    assert wait_for(lambda: len(find_processes(opened[0], "pom-query")) == 2)


def test_description_names_federation_where_it_is_open(
    opened: tuple[Server, str], closed: tuple[Server, EngineClient]
) -> None:
    descriptions = [ask_description(server) for server in (opened[0], closed[0])]

    assert ["BasicFederatedQuery" in description for description in descriptions] == [True, False]


def ask_description(server: Server) -> str:
    return httpx.get(server.query_url, headers={"Accept": "text/turtle"}).text


def test_nothing_is_left_to_complain_of(opened: tuple[Server, str], closed: tuple[Server, EngineClient]) -> None:
    assert read_complaints(opened[0]) + read_complaints(closed[0]) == []
