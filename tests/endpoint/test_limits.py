"""What a query may use: attacks on a real server, each of which is stopped while others are answered."""

from __future__ import annotations

import itertools
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from pomegraph.engine.limits import Limits
from support.servers import Server, run_pomegraph
from support.serving import (
    ENDLESS,
    HUNGRY,
    PREFIX,
    THINGS,
    ask,
    count,
    expect_quiet,
    find_processes,
    is_idle,
    measure_all_cpu,
    read_complaints,
    read_figure,
    read_last,
    send,
    wait_for,
    write_things,
)

CHILDREN, WAITING, MEMORY = 3, 3, 192
TRIPLES = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
ENDLESS_QUERIES = {
    "cross product counted": ENDLESS,
    "cross product ordered": f"SELECT * {{ {TRIPLES} }} ORDER BY ?i ?a LIMIT 10",
    "cross product distinct": f"SELECT DISTINCT ?a ?d ?g {{ {TRIPLES} }} OFFSET 100000000",
    "paths": PREFIX + "SELECT (COUNT(*) AS ?n) { ?s (:a|!:a)* ?o . ?o (:a|!:a)* ?z . ?y (:a|!:a)* ?x }",
    "regex": f"SELECT * {{ {TRIPLES} FILTER(REGEX(CONCAT(STR(?a), STR(?d), STR(?i)), '^(([a-z/:.#-]+)+)+$')) }}",
    "concatenation of everything": f"SELECT (STRLEN(GROUP_CONCAT('')) AS ?x) {{ {TRIPLES} }}",
    "300 patterns": "SELECT * { " + "?s ?p ?o . " * 300 + "}",
    "not exists": f"SELECT * {{ {TRIPLES} FILTER NOT EXISTS {{ ?a ?x ?y . ?z ?v ?w FILTER(?v = ?g) }} }} OFFSET 99999999",
}
LARGE_QUERIES = {
    "10 MB": "SELECT * { ?s ?p ?o FILTER(?o = '" + "x" * 10_000_000 + "') }",
    "100,000 values": "SELECT * { VALUES ?x { " + " ".join(map(str, range(100_000))) + " } ?s ?p ?x }",
    "braces": "SELECT * " + "{" * 5_000 + "}" * 5_000,
    "very many braces": "SELECT * " + "{" * 200_000 + "}" * 200_000,
    "brackets": "SELECT (" + "(" * 100_000 + "1" + ")" * 100_000 + " AS ?x) {}",
    "unions": "SELECT * { " + "{} UNION " * 10_000 + "{} }",
    "or": "ASK { FILTER(" + "true || " * 100_000 + "true) }",
    "not": "ASK { FILTER(" + "!" * 500_000 + "true) }",
    "path": "ASK { ?s " + "(" * 100_000 + "<a:b>" + ")*" * 100_000 + " ?o }",
    "collections": "ASK { ?s ?p " + "(" * 50_000 + ")" * 50_000 + " }",
    "blank nodes": "ASK { ?s ?p " + "[ ?p " * 50_000 + "1" + "]" * 50_000 + " }",
    "long function name": "SELECT (<http://x/" + "y" * 5_000_000 + ">(1) AS ?x) {}",
    "long prefix": "SELECT * { ?s " + "x" * 5_000_000 + ":y ?o }",
    "300 patterns": "SELECT * { " + " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(300)) + " }",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    # So long that a query ends for the reason that is tested, or for its own limit.
    options = {"timeout": "300", "memory": f"{MEMORY}M", "queries": f"{CHILDREN}", "waiting": f"{WAITING}"}
    flags = itertools.chain.from_iterable((f"--{name}", value) for name, value in options.items())
    data = write_things(tmp_path_factory.mktemp("limits"))
    with run_pomegraph("--data", str(data), "--cache-size", "0", *flags) as server:
        yield server


@pytest.fixture(autouse=True)
def quiet(server: Server) -> Iterator[None]:
    """Whatever was done, the server answers, is idle and has nothing to complain of."""
    yield
    expect_quiet(server, children=CHILDREN)
    assert read_complaints(server) == []


def test_time_limit_is_told_with_what_would_help(server: Server) -> None:
    response = ask(server, ENDLESS, timeout="0.3")

    assert response.status_code == 503
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["type"].endswith("/timeout")
    assert "(timeout) of 0.3 s" in response.json()["detail"]
    assert response.json()["cure"].startswith("make it smaller")


def test_log_tells_how_long_a_stopped_query_ran(server: Server) -> None:
    ask(server, ENDLESS, timeout="0.4")

    assert wait_for(lambda: read_last(server).get("outcome") == "timeout")
    assert read_last(server)["ran"] >= 0.4


def test_client_cannot_ask_for_more_than_the_limit(tmp_path: Path) -> None:
    with run_pomegraph("--data", str(write_things(tmp_path)), "--timeout", "0.5", "--queries", "1") as server:
        assert ask(server, ENDLESS, timeout="1000").json()["limit"] == 0.5


def test_processor_is_idle_after_a_query_was_stopped(server: Server) -> None:
    ask(server, ENDLESS, timeout="0.2")

    assert wait_for(lambda: is_at_rest(server))


def is_at_rest(server: Server) -> bool:
    """Return whether the processes of a server do as good as nothing for half a second."""
    before = measure_all_cpu(server)
    time.sleep(0.5)
    return measure_all_cpu(server) - before < 0.1


def test_process_of_a_stopped_query_is_gone_and_another_is_there(server: Server) -> None:
    before = set(find_processes(server, "pom-query"))
    ask(server, ENDLESS, timeout="0.2")

    assert wait_for(lambda: len(before & set(find_processes(server, "pom-query"))) == CHILDREN - 1)
    assert wait_for(lambda: len(set(find_processes(server, "pom-query")) - before) == 1)


@pytest.mark.slow
@pytest.mark.parametrize("name", ENDLESS_QUERIES)
def test_endless_query_is_stopped(server: Server, name: str) -> None:
    assert ask(server, ENDLESS_QUERIES[name], timeout="0.5").status_code == 503


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE_QUERIES)
def test_large_query_gets_an_answer_of_some_kind(server: Server, name: str) -> None:
    response = ask(server, LARGE_QUERIES[name], timeout="1")

    assert response.status_code in {200, 400, 503}
    assert len(response.content) < 1_000_000


def test_memory_limit_is_told_and_nobody_else_notices(server: Server) -> None:
    with ThreadPoolExecutor(2) as pool:
        hungry = pool.submit(ask, server, HUNGRY)
        others = [count(server) for _ in range(10)]

    assert hungry.result().status_code == 503
    assert hungry.result().json()["type"].endswith("/memory")
    assert f"{MEMORY} MiB" in hungry.result().json()["detail"]
    assert others == [2 * THINGS] * 10


def test_memory_of_one_query_is_not_missing_for_the_next(server: Server) -> None:
    sizes = (
        PREFIX
        + "SELECT (STRLEN(GROUP_CONCAT(CONCAT(?l, STR(?x)))) AS ?n) { ?s :label ?l . ?x :number ?y FILTER(?y < 200) }"
    )

    assert len({count(server, sizes) for _ in range(3 * CHILDREN)}) == 1


def test_process_of_a_query_leaves_no_core_dump(server: Server) -> None:
    limits = Path(f"/proc/{find_processes(server, 'pom-query')[0]}/limits").read_text(encoding="utf-8")
    size = next(line for line in limits.splitlines() if line.startswith("Max core file size"))

    assert size.split()[4:6] == ["0", "0"]


def test_query_that_overflows_the_stack_is_told_and_leaves_no_words(server: Server) -> None:
    response = ask(server, LARGE_QUERIES["very many braces"])

    assert response.status_code == 400
    assert "nested too deeply" in response.json()["detail"]


def test_small_queries_are_answered_while_endless_ones_run(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(CHILDREN - 1):
            stack.enter_context(send(server, ENDLESS))
        assert wait_for(lambda: read_figure(server, "queries_running") == CHILDREN - 1)
        counts = [count(server) for _ in range(30)]
        is_still_running = read_figure(server, "queries_running") >= CHILDREN - 1

    assert counts == [2 * THINGS] * 30
    assert is_still_running


def test_more_than_may_run_wait_and_more_than_may_wait_are_turned_away(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(CHILDREN + WAITING):
            stack.enter_context(send(server, ENDLESS))
        assert wait_for(lambda: read_figure(server, "queries_waiting") == WAITING)
        response = ask(server, "ASK {}")

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert response.json()["type"].endswith("/overload")


def test_query_that_waits_is_answered_when_its_turn_comes(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(CHILDREN):
            stack.enter_context(send(server, ENDLESS, timeout="1"))
        assert wait_for(lambda: read_figure(server, "queries_running") == CHILDREN)
        answer = ask(server, "ASK {}")

    assert answer.json()["boolean"] is True


@pytest.mark.parametrize("state", ["running", "waiting"])
def test_client_that_leaves_stops_its_query(server: Server, state: str) -> None:
    with ExitStack() as stack:
        for _ in range(CHILDREN + 1 if state == "waiting" else 1):
            stack.enter_context(send(server, ENDLESS))
        assert wait_for(lambda: read_figure(server, f"queries_{state}") == 1)

    assert wait_for(lambda: is_idle(server))


def test_query_that_runs_for_long_makes_way(server: Server) -> None:
    with send(server, ENDLESS):
        calmed = wait_for(
            lambda: 10 in {os.getpriority(os.PRIO_PROCESS, n) for n in find_processes(server, "pom-query")}
        )

    assert calmed


def test_what_may_run_and_wait_has_defaults() -> None:
    limits = Limits()

    assert (limits.timeout, limits.memory, limits.services) == (30.0, 1 << 30, ())
    assert limits.queries >= 2


@pytest.mark.slow
def test_storm_of_everything_leaves_a_server_that_is_as_before(server: Server) -> None:
    queries = ["ASK {}", "SELECT * { ?s ?p ?o }", "SELECT", LARGE_QUERIES["very many braces"], HUNGRY, ENDLESS]
    statuses: set[int] = set()

    def storm(number: int) -> None:
        with httpx.Client(timeout=60) as client:
            for place in range(20):
                query = queries[(number + place) % len(queries)]
                data = {"query": query, "timeout": "0.3"}
                statuses.add(client.post(server.query_url, data=data).status_code)

    threads = [threading.Thread(target=storm, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == {200, 400, 503}
