"""What the system lacks costs what needs it and nothing else: it is told, what runs goes on, and it is tried again."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from support.servers import Server
from support.serving import (
    MANY,
    THINGS,
    ask,
    count,
    find_engines,
    find_processes,
    find_web,
    read_complaints,
    wait_for,
)
from support.started import is_ready, limit_processes, make_things, start

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0, reason="only root may start servers as another user, whom limits bind"
)
CHILDREN = 2


@pytest.fixture
def things() -> Iterator[Path]:
    with make_things() as path:
        yield path


@pytest.fixture
def server(things: Path) -> Iterator[Server]:
    flags = ["--queries", str(CHILDREN), "--workers", "2", "--cache-size", "0", "--timeout", "5"]
    with start("--data", str(things), *flags, folder=things.parent, is_other_user=True) as server:
        assert wait_for(lambda: is_ready(server))
        assert wait_for(lambda: is_complete(server))
        yield server
        server.process.terminate()
        assert server.process.wait(60) == 0
    assert "Traceback" not in server.log.read_text()


def is_complete(server: Server) -> bool:
    """Return whether all processes have all their threads: one for queries, and equally many for the web."""
    _, *web = map(count_threads, find_web(server))
    return {count_threads(number) for number in find_processes(server, "pom-query")} == {2} and (
        len(web) == 2 and min(web) == max(web) > 16
    )


def count_threads(number: int) -> int:
    return len(list(Path(f"/proc/{number}/task").iterdir()))


def has_told(server: Server, text: str) -> bool:
    return text in "\n".join(read_complaints(server))


def test_engine_that_cannot_fork_answers_by_those_that_are_left(server: Server) -> None:
    [engine] = find_engines(server)
    limit_processes(engine, 1)
    os.kill(find_processes(server, "pom-query")[0], signal.SIGKILL)
    assert wait_for(lambda: has_told(server, "no process can be started for queries"))
    with_one = [count(server) for _ in range(3)]
    limit_processes(engine, None)

    assert with_one == [2 * THINGS] * 3
    assert wait_for(lambda: len(find_processes(server, "pom-query")) == CHILDREN)
    assert find_engines(server) == [engine]


def test_query_waits_for_the_process_that_could_not_be_started(server: Server) -> None:
    [engine] = find_engines(server)
    limit_processes(engine, 1)
    for number in find_processes(server, "pom-query"):
        os.kill(number, signal.SIGKILL)
    assert wait_for(lambda: has_told(server, "no process can be started for queries"))
    turned_away = ask(server, "ASK {}").status_code
    was_ready = is_ready(server)
    limit_processes(engine, None)

    assert (turned_away, was_ready) == (503, False)
    assert wait_for(lambda: is_ready(server))
    assert count(server) == 2 * THINGS


def test_process_for_queries_without_a_thread_is_told_in_one_line(server: Server) -> None:
    [engine] = find_engines(server)
    before = len(read_complaints(server))
    # In the place of one with two threads, one with one may be started.
    limit_processes(engine, count_all_threads(server) - 1)
    os.kill(find_processes(server, "pom-query")[0], signal.SIGKILL)
    assert wait_for(lambda: has_told(server, "ended before it was ready (can't start new thread)"))
    limit_processes(engine, None)

    assert wait_for(lambda: len(find_processes(server, "pom-query")) == CHILDREN)
    assert len(read_complaints(server)) - before < 5


def count_all_threads(server: Server) -> int:
    return sum(count_threads(number) for number in find_processes(server))


def test_supervisor_that_cannot_fork_keeps_what_runs(server: Server) -> None:
    limit_processes(server.process.pid, 1)
    os.kill(find_engines(server)[0], signal.SIGKILL)
    assert wait_for(lambda: has_told(server, "no process can be started for the data"))
    still = httpx.get(server.url + "/health/live", timeout=10).status_code
    limit_processes(server.process.pid, None)

    assert still == 200
    assert wait_for(lambda: is_ready(server))
    assert count(server) == 2 * THINGS


def test_data_that_could_not_be_opened_for_want_of_a_process_are_opened_later(server: Server, things: Path) -> None:
    things.write_text(things.read_text() + "<https://example.org/new> a <https://example.org/Thing> .\n")
    limit_processes(server.process.pid, 1)
    server.process.send_signal(signal.SIGHUP)
    assert wait_for(lambda: has_told(server, "no process can be started for the data"))
    meanwhile = count(server)
    limit_processes(server.process.pid, None)

    assert meanwhile == 2 * THINGS
    assert wait_for(lambda: count(server) == 2 * THINGS + 1)


def test_web_server_that_cannot_fork_answers_by_the_processes_that_are_left(server: Server) -> None:
    main, *workers = find_web(server)
    limit_processes(main, 1)
    os.kill(workers[0], signal.SIGKILL)
    assert wait_for(lambda: has_told(server, "no web process can be started"))
    with_one = [count(server) for _ in range(3)]
    limit_processes(main, None)

    assert with_one == [2 * THINGS] * 3
    assert wait_for(lambda: len(find_web(server)) == 3)
    assert find_web(server)[0] == main


def test_web_process_without_threads_does_not_end_the_others(server: Server) -> None:
    main, *workers = find_web(server)
    limit_processes(main, count_all_threads(server) // 2)
    os.kill(workers[0], signal.SIGKILL)
    assert wait_for(lambda: has_told(server, "no web process can be started"))
    limit_processes(main, count_all_threads(server) + 3)
    assert wait_for(lambda: has_told(server, "a web process cannot begin (can't start new thread)"))
    with_one = [count(server) for _ in range(3)]
    limit_processes(main, None)

    assert with_one == [2 * THINGS] * 3
    assert wait_for(lambda: len(find_web(server)) == 3)
    assert find_web(server)[0] == main


def test_long_answer_needs_no_other_thread(server: Server) -> None:
    for number in find_web(server):
        limit_processes(number, 1)
    response = ask(server, f"{MANY} LIMIT 50000", "text/csv")
    for number in find_web(server):
        limit_processes(number, None)

    assert response.status_code == 200
    assert response.text.count("\n") == 50_001


def test_server_that_cannot_fork_at_its_start_says_why(things: Path) -> None:
    def lower() -> None:
        resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))

    with start("--data", str(things), folder=things.parent, prepare=lower, is_other_user=True) as server:
        status = server.process.wait(60)

    assert status == 1
    assert has_told(server, "let this user have more processes")
    assert not has_told(server, "Traceback")
