"""One query on its way: what is known of its answer, and what becomes of it when somebody leaves."""

from __future__ import annotations

import os
import select
import signal
import socket
import threading

import pytest

from pomegraph.engine.client import EngineClient, Request
from pomegraph.engine.exchange import Exchange
from pomegraph.engine.limits import Limits
from pomegraph.errors import BrokenAnswerError, ClientGoneError, OverloadError, QueryError
from pomegraph.sparql.formats import choose_formats
from support.endpoint import COLOURS, ENDLESS, connect_engine, find_children, start_engine
from support.serving import wait_for

CSV = choose_formats("text/csv")
COUNTED = "SELECT (COUNT(*) AS ?n)" + ENDLESS.removeprefix("SELECT *")
# Seven kilobytes or more, three times what is held back.
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture
def client() -> EngineClient:
    return connect_engine(Limits(timeout=60.0, queries=1, waiting=1, spool=2_000))


def is_idle(client: EngineClient) -> bool:
    return client.count() == {"running": 0, "waiting": 0}


def test_short_answer_is_whole_before_anything_is_sent(client: EngineClient) -> None:
    stream = client.run(Request(COLOURS, CSV))

    assert (stream.form, stream.format, stream.version) == ("SELECT", "csv", client.version)
    assert stream.size == len(b"".join(stream.body)) == stream.figures.size
    assert (stream.figures.outcome, stream.figures.rows) == ("done", 3)
    assert stream.figures.ran > 0


def test_figures_of_a_long_answer_are_there_when_it_was_read(client: EngineClient) -> None:
    stream = client.run(Request(LONG, CSV))
    body = b"".join(stream.body)
    stream.close()

    assert stream.size is None
    assert (stream.figures.outcome, stream.figures.size, stream.figures.rows) == ("done", len(body), 64)


def test_query_of_an_answer_that_nobody_reads_on_is_ended(client: EngineClient) -> None:
    stream = client.run(Request(ENDLESS, CSV))
    next(iter(stream.body))
    stream.close()

    assert wait_for(lambda: is_idle(client))


def test_answer_that_fails_past_the_spool_breaks_off(client: EngineClient) -> None:
    stream = client.run(Request(ENDLESS, CSV, timeout=0.5))

    with pytest.raises(BrokenAnswerError, match="time limit"):
        b"".join(stream.body)
    stream.close()


@pytest.mark.parametrize("leave", ["before", "meanwhile"])
def test_query_whose_client_has_gone_is_ended(client: EngineClient, leave: str) -> None:
    ours, theirs = socket.socketpair()
    if leave == "before":
        theirs.close()
    else:
        threading.Timer(0.2, theirs.close).start()
    with ours, pytest.raises(ClientGoneError):
        client.run(Request(COUNTED, CSV), client=ours)

    assert wait_for(lambda: is_idle(client))


def test_more_than_may_wait_are_turned_away(client: EngineClient) -> None:
    ours, theirs = zip(*(socket.socketpair() for _ in range(2)), strict=True)

    def run(sock: socket.socket) -> None:
        with pytest.raises(ClientGoneError):
            client.run(Request(COUNTED, CSV), client=sock)

    threads = [threading.Thread(target=run, args=[sock]) for sock in ours]
    for thread in threads:
        thread.start()
    assert wait_for(lambda: client.count() == {"running": 1, "waiting": 1})
    with pytest.raises(OverloadError, match="try again"):
        client.run(Request(COLOURS, CSV))
    for sock in theirs:
        sock.close()
    for thread in threads:
        thread.join()

    assert b"".join(client.run(Request(COLOURS, CSV)).body)
    for sock in ours:
        sock.close()


def start(client: EngineClient, query: str) -> Exchange:
    """Put a query to a process that was lent before."""
    b"".join(client.run(Request(COLOURS, CSV)).body)
    exchange = client.start(Request(query, CSV))
    assert exchange is not None
    return exchange


def look(exchange: Exchange, most: int = 1 << 16) -> bool | None:
    """Return how it ends, looked at whenever something came."""
    while (found := exchange.look(most)) is False:
        select.select([exchange], [], [], 60)
    return found


def test_nothing_is_started_where_no_process_is_lent() -> None:
    limits = Limits(timeout=60.0, queries=1, waiting=1, spool=2_000)
    client = EngineClient(start_engine(limits), limits)

    assert client.start(Request(COLOURS, CSV)) is None


def test_started_query_is_answered_without_a_wait(client: EngineClient) -> None:
    exchange = start(client, COLOURS)
    found = look(exchange)
    stream = client.finish(exchange)

    assert found is True
    assert b"".join(stream.body) == b"".join(client.run(Request(COLOURS, CSV)).body)
    assert (stream.figures.outcome, stream.figures.rows) == ("done", 3)


@pytest.mark.parametrize("most", [10, 1 << 16], ids=["than may be", "than is held back"])
def test_somebody_has_to_wait_for_a_longer_answer(client: EngineClient, most: int) -> None:
    exchange = start(client, LONG)

    assert look(exchange, most) is None
    assert len(b"".join(client.finish(exchange).body)) > 2_000


def test_query_that_nobody_looked_at_is_waited_for(client: EngineClient) -> None:
    assert client.finish(start(client, COLOURS)).figures.rows == 3


def test_started_query_can_fail(client: EngineClient) -> None:
    exchange = start(client, "SELECT * { ?s ?p ?o FILTER }")
    look(exchange)

    with pytest.raises(QueryError):
        client.finish(exchange)


def test_process_that_ended_meanwhile_is_replaced() -> None:
    limits = Limits(timeout=60.0, queries=1, waiting=2)
    client = connect_engine(limits)
    exchange = start(client, COLOURS)
    for child in find_children(limits):
        os.kill(child, signal.SIGKILL)
    look(exchange)

    assert client.finish(exchange).figures.rows == 3


def test_started_query_that_is_left_is_ended(client: EngineClient) -> None:
    start(client, ENDLESS).leave()

    assert wait_for(lambda: is_idle(client))
