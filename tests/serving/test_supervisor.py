"""A server from its start to its end: what dies is replaced, what changed is opened, and nothing is left behind."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from pomegraph.build.release_builder import build_release
from pomegraph.content.folder import Content
from pomegraph.names import Names
from support.places import ROOT
from support.servers import Server, run_pomegraph
from support.serving import (
    COUNT,
    ENDLESS,
    SLOW,
    THINGS,
    count,
    count_files,
    find_engines,
    find_processes,
    find_web,
    is_idle,
    read_all,
    read_complaints,
    read_figure,
    send,
    wait_for,
    write_things,
)
from support.started import is_ready, start

QUERIES = 2


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder for what is passing, with a name that is short enough for that of a socket in it."""
    with tempfile.TemporaryDirectory(prefix="pom-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    flags = ["--queries", str(QUERIES), "--cache-size", "0", "--workers", "2"]
    with run_pomegraph("--data", str(write_things(folder)), *flags, env={"TMPDIR": str(folder)}) as server:
        yield server


@contextmanager
def load(server: Server, query: str = COUNT) -> Iterator[Counter[int | str]]:
    """Ask without a pause from several threads, and count what comes of it."""
    found: Counter[int | str] = Counter()
    is_over = threading.Event()

    def run() -> None:
        with httpx.Client(timeout=60) as client:
            while not is_over.is_set():
                try:
                    response = client.post(server.query_url, data={"query": query})
                    found[response.status_code] += 1
                except httpx.TransportError as error:
                    found[repr(error)] += 1

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def reload(server: Server, folder: Path, things: int) -> bool:
    """Write other data and tell the server, and return whether they are served after a while."""
    write_things(folder, things)
    server.process.send_signal(signal.SIGHUP)
    return wait_for(lambda: count(server) == 2 * things)


def test_processes_are_as_many_as_told(server: Server) -> None:
    assert len(find_engines(server)) == 1
    assert len(find_processes(server, "pom-query")) == QUERIES
    assert len(find_web(server)) == 3


@pytest.mark.usefixtures("server")
def test_socket_of_the_engine_is_in_a_private_folder(folder: Path) -> None:
    [run] = folder.glob("pomegraph-*")

    assert stat.S_IMODE(run.stat().st_mode) == 0o700
    assert (run / "engine.sock").is_socket()


def test_process_of_queries_that_is_killed_is_replaced_and_no_request_fails(server: Server) -> None:
    before = set(find_processes(server, "pom-query"))
    for number in before:
        os.kill(number, signal.SIGKILL)
        assert count(server) == 2 * THINGS

    assert wait_for(lambda: not before & set(find_processes(server, "pom-query")))
    assert wait_for(lambda: len(find_processes(server, "pom-query")) == QUERIES)


def test_processes_that_are_killed_under_load_fail_their_own_requests_only(server: Server) -> None:
    kills = 0
    with load(server) as found:
        for _ in range(10):
            time.sleep(0.1)
            for number in find_processes(server, "pom-query")[:1]:
                os.kill(number, signal.SIGKILL)
                kills += 1

    assert set(found) <= {200, 503}
    assert found[503] <= kills
    assert found[200] > 0


def test_engine_that_is_killed_is_started_again_and_no_request_fails(server: Server) -> None:
    assert wait_for(lambda: len(find_engines(server)) == 1)
    [before] = find_engines(server)
    with load(server) as found:
        os.kill(before, signal.SIGKILL)
        assert wait_for(lambda: find_engines(server) not in ([], [before]))
        assert count(server) == 2 * THINGS

    assert set(found) == {200}
    assert wait_for(lambda: len(find_processes(server, "pom-query")) == QUERIES)


@pytest.mark.slow
def test_engine_that_does_not_answer_is_not_ready_and_is_replaced(server: Server) -> None:
    [before] = find_engines(server)
    os.kill(before, signal.SIGSTOP)
    was_ready, is_alive = is_ready(server), httpx.get(server.url + "/health/live", timeout=60).is_success

    assert (was_ready, is_alive) == (False, True)
    assert wait_for(lambda: find_engines(server) not in ([], [before]))
    assert wait_for(lambda: is_ready(server))
    assert count(server) == 2 * THINGS
    assert "it did not answer" in "\n".join(read_complaints(server))


def test_server_whose_processes_are_all_at_work_is_ready(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(QUERIES):
            stack.enter_context(send(server, ENDLESS))
        assert wait_for(lambda: read_figure(server, "queries_running") == QUERIES)
        was_ready = is_ready(server)
        was_busy = read_figure(server, "queries_running") == QUERIES

    assert (was_ready, was_busy) == (True, True)
    assert wait_for(lambda: is_idle(server))


def test_web_process_that_is_killed_is_started_again(server: Server) -> None:
    web = find_web(server)
    os.kill(web[-1], signal.SIGKILL)

    assert wait_for(lambda: len(set(find_web(server)) - {web[-1]}) == len(web))
    assert find_web(server)[0] == web[0]
    assert count(server) == 2 * THINGS


def test_web_server_that_is_killed_is_started_again(server: Server) -> None:
    web = find_web(server)
    os.kill(web[0], signal.SIGKILL)

    assert wait_for(lambda: len(set(find_web(server)) - set(web)) == len(web))
    assert wait_for(lambda: is_ready(server))


def test_data_are_read_again_on_sighup_and_no_request_fails(server: Server, folder: Path) -> None:
    with load(server) as found:
        is_new = reload(server, folder, 2 * THINGS)
        is_old = reload(server, folder, THINGS)

    assert (is_new, is_old) == (True, True)
    assert set(found) == {200}


def test_query_that_runs_ends_on_the_data_on_which_it_began(server: Server, folder: Path) -> None:
    with send(server, SLOW, version="1.0") as sock:
        assert wait_for(lambda: read_figure(server, "queries_running") == 1)
        is_new = reload(server, folder, 2 * THINGS)
        answer = read_all(sock)

    assert is_new
    assert b'"value":"1999"' in answer
    assert reload(server, folder, THINGS)


def test_data_that_cannot_be_read_on_sighup_are_told_and_those_before_stay(server: Server, folder: Path) -> None:
    with (folder / "things.ttl").open("a", encoding="utf-8") as file:
        file.write("<a> <b> \n")
    server.process.send_signal(signal.SIGHUP)

    assert wait_for(lambda: "those before are served on" in read_complaints(server)[-1])
    assert f"things.ttl: line {THINGS + 3:,}, column " in read_complaints(server)[-1]
    assert count(server) == 2 * THINGS
    write_things(folder)


def test_storm_of_sighup_is_a_few_readings(server: Server) -> None:
    before = len(read_complaints(server))
    for _ in range(20):
        server.process.send_signal(signal.SIGHUP)
        time.sleep(0.001)

    assert wait_for(lambda: len(read_complaints(server)) > before)
    assert count(server) == 2 * THINGS
    assert wait_for(lambda: len(find_engines(server)) == 1)
    assert len(read_complaints(server)) - before < 10


def test_nothing_grows_with_what_happened(server: Server) -> None:
    assert wait_for(lambda: is_idle(server))
    before = count_files(server)
    with load(server, "SELECT * { ?s ?p ?o } LIMIT 3000"):
        for _ in range(3):
            time.sleep(0.3)
            server.process.send_signal(signal.SIGHUP)
    assert wait_for(lambda: len(find_engines(server)) == 1 and is_idle(server))

    # A few connections between the web and the engine, which are kept.
    assert count_files(server) - before < 40
    assert [number for number in find_processes(server) if is_zombie(number)] == []


def is_zombie(number: int) -> bool:
    return Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"


def test_no_traceback_was_written(server: Server) -> None:
    assert "Traceback" not in "\n".join(read_complaints(server))


# Releases.


@pytest.fixture
def content(tmp_path: Path) -> Content:
    root = shutil.copytree(ROOT / "tests" / "small", tmp_path / "content")
    shutil.copytree(ROOT / "ontology", root / "ontology")
    return Content(root)


def build(content: Content, link: Path, generation: int) -> None:
    path = content.root / "data/sources/alpha.yaml"
    head, _, rest = path.read_text(encoding="utf-8").partition("generation: ")
    path.write_text(f"{head}generation: {generation}{rest[1:]}", encoding="utf-8")
    build_release(content, link, names=Names(), tell=lambda _: None)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["memory", "disk"])
def test_new_release_is_picked_up_under_load_and_no_request_fails(content: Content, tmp_path: Path, mode: str) -> None:
    link = tmp_path / "release"
    build(content, link, 2)
    query = "SELECT (MAX(?g) AS ?n) { ?drug <https://w3id.org/pomegraph/ontology#generation> ?g }"
    with run_pomegraph("--release", str(link), "--store-mode", mode, "--queries", "2", "--cache-size", "0") as server:
        seen = [count(server, query)]
        with load(server, query) as found:
            for generation in (5, 6, 7):
                build(content, link, generation)
                wait_for(lambda: count(server, query) != seen[-1])
                seen.append(count(server, query))
        complaints = read_complaints(server)

    assert seen[1:] == [5, 6, 7]
    assert set(found) == {200}
    assert set(complaints) == {"the data were opened again"}


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["memory", "disk"])
def test_database_that_is_not_there_is_an_error_at_the_start(content: Content, tmp_path: Path, mode: str) -> None:
    link = tmp_path / "release"
    build(content, link, 2)
    shutil.rmtree(link / "store")
    (link / "pomegraph.nq").write_text("nothing", encoding="utf-8")
    # The name of a socket must be short.
    with (
        tempfile.TemporaryDirectory(prefix="pom-") as short,
        start("--release", str(link), "--store-mode", mode, folder=tmp_path, temporary=Path(short)) as server,
    ):
        status = server.process.wait(60)
    said = server.log.read_text()

    assert status == 1
    assert "release" in said
    assert "Traceback" not in said
