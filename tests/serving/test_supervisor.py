"""A server from its start to its end: what dies is replaced, what changed is opened, and nothing is left behind."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from pomegraph.build.release_builder import build_release
from pomegraph.content.folder import Content
from pomegraph.names import Names
from support.places import ROOT
from support.servers import Server, find_free_port, run_pomegraph
from support.serving import (
    COUNT,
    PREFIX,
    THINGS,
    ask,
    count,
    count_files,
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

QUERIES = 2
# Takes a second or so, depending on the machine.
SLOW = PREFIX + "SELECT (MAX(?b) AS ?n) { ?a :number ?b . ?c :label ?d FILTER(STRLEN(CONCAT(STR(?a), ?d)) > 0) }"


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
    assert len(find_processes(server, "pom-engine")) == 1
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
    # A child that was just forked still has the name of the engine.
    assert wait_for(lambda: len(find_processes(server, "pom-engine")) == 1)
    [before] = find_processes(server, "pom-engine")
    with load(server) as found:
        os.kill(before, signal.SIGKILL)
        assert wait_for(lambda: find_processes(server, "pom-engine") not in ([], [before]))
        assert count(server) == 2 * THINGS

    assert set(found) == {200}
    assert wait_for(lambda: len(find_processes(server, "pom-query")) == QUERIES)


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
    assert wait_for(lambda: is_ready(server.url))


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
    assert f"things.ttl: Parser error at line {THINGS + 3}" in read_complaints(server)[-1]
    assert count(server) == 2 * THINGS
    write_things(folder)


def test_storm_of_sighup_is_a_few_readings(server: Server) -> None:
    before = len(read_complaints(server))
    for _ in range(20):
        server.process.send_signal(signal.SIGHUP)
        time.sleep(0.001)

    assert wait_for(lambda: len(read_complaints(server)) > before)
    assert count(server) == 2 * THINGS
    assert wait_for(lambda: len(find_processes(server, "pom-engine")) == 1)
    assert len(read_complaints(server)) - before < 10


def test_nothing_grows_with_what_happened(server: Server) -> None:
    assert wait_for(lambda: is_idle(server))
    before = count_files(server)
    with load(server, "SELECT * { ?s ?p ?o } LIMIT 3000"):
        for _ in range(3):
            time.sleep(0.3)
            server.process.send_signal(signal.SIGHUP)
    assert wait_for(lambda: len(find_processes(server, "pom-engine")) == 1 and is_idle(server))

    # A few connections between the web and the engine, which are kept.
    assert count_files(server) - before < 40
    assert [number for number in find_processes(server) if is_zombie(number)] == []


def is_zombie(number: int) -> bool:
    return Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"


def test_no_traceback_was_written(server: Server) -> None:
    assert "Traceback" not in "\n".join(read_complaints(server))


# Starts and ends.


@pytest.fixture
def things() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="pom-") as name:
        yield write_things(Path(name))


@contextmanager
def start(
    *arguments: str, folder: Path, prepare: Callable[[], None] | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Start a server without waiting, and give its address."""
    port = find_free_port()
    command = [sys.executable, "-m", "pomegraph", "serve", "--port", str(port), *arguments]
    environment = {"PYTHONPATH": str(ROOT / "server"), "TMPDIR": str(folder), "PATH": os.environ["PATH"]}
    with subprocess.Popen(
        command,
        env=environment,
        cwd=folder,
        start_new_session=True,
        preexec_fn=prepare,  # noqa: PLW1509 - no other thread runs
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        try:
            yield process, f"http://127.0.0.1:{port}"
        finally:
            if process.poll() is None:
                process.kill()


def is_ready(url: str) -> bool:
    try:
        return httpx.get(url + "/health/ready", timeout=60).is_success
    except httpx.TransportError:
        return False


def is_anybody_left(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def list_left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("pomegraph-*"))


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_server_that_is_told_to_end_answers_what_runs_and_leaves_nothing(things: Path, number: signal.Signals) -> None:
    with start("--data", str(things), folder=things.parent) as (process, url):
        assert wait_for(lambda: is_ready(url))
        server = Server(url, process, things, f"{url}/sparql", f"{url}/graphs")
        with send(server, SLOW, version="1.0") as sock:
            assert wait_for(lambda: read_figure(server, "queries_running") == 1)
            process.send_signal(number)
            answer = read_all(sock)
        said, _ = process.communicate(timeout=60)

    assert b'"value":"1999"' in answer
    assert process.returncode == 0
    assert not is_anybody_left(process.pid)
    assert list_left(things.parent) == []
    assert b"Traceback" not in said


def test_interrupt_of_the_whole_group_ends_it_without_a_word(things: Path) -> None:
    with start("--data", str(things), folder=things.parent) as (process, url):
        assert wait_for(lambda: is_ready(url))
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=60)

    assert process.returncode == 0
    assert not is_anybody_left(process.pid)
    assert said.splitlines()[1:] == []


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.4, 0.7, 1.0, 1.3, 1.6, 2.5])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_server_that_is_told_to_end_while_it_starts_leaves_nothing(
    things: Path, seconds: float, number: signal.Signals
) -> None:
    write_things(things.parent, 100_000)
    with start("--data", str(things), folder=things.parent) as (process, _):
        time.sleep(seconds)
        os.killpg(process.pid, number)
        process.communicate(timeout=60)

    assert wait_for(lambda: not is_anybody_left(process.pid))
    assert list_left(things.parent) == []


@pytest.mark.slow
def test_killed_server_leaves_no_process_and_the_next_one_removes_its_folder(things: Path) -> None:
    with start("--data", str(things), folder=things.parent) as (process, url):
        assert wait_for(lambda: is_ready(url))
        process.kill()
        process.communicate(timeout=60)
    left = list_left(things.parent)
    assert wait_for(lambda: not is_anybody_left(process.pid))

    with start("--data", str(things), folder=things.parent) as (process, url):
        assert wait_for(lambda: is_ready(url))
        now = list_left(things.parent)
        process.terminate()
        process.communicate(timeout=60)

    assert len(left) == len(now) == 1
    assert left != now


@pytest.mark.slow
def test_two_servers_share_a_machine_but_not_a_port(things: Path) -> None:
    with start("--data", str(things), folder=things.parent) as (first, url):
        assert wait_for(lambda: is_ready(url))
        with start("--data", str(things), "--port", url.rpartition(":")[2], folder=things.parent) as (same, _):
            said, _ = same.communicate(timeout=60)
        with start("--data", str(things), folder=things.parent) as (second, other):
            assert wait_for(lambda: is_ready(other))
            both = list_left(things.parent)
            for process in (first, second):
                process.terminate()
                process.communicate(timeout=60)

    assert same.returncode == 1
    assert b"choose another --host or --port" in said
    assert len(both) == 2
    assert [first.returncode, second.returncode] == [0, 0]


@pytest.mark.parametrize("closed", [(0, 1, 2), *(pytest.param((file,), marks=pytest.mark.slow) for file in range(3))])
def test_server_works_without_standard_files(things: Path, closed: tuple[int, ...]) -> None:
    def close() -> None:
        for file in closed:
            os.close(file)

    with start("--data", str(things), folder=things.parent, prepare=close) as (process, url):
        assert wait_for(lambda: is_ready(url))
        statuses = [httpx.get(f"{url}/sparql?query=ASK%7B%7D", timeout=60).status_code for _ in range(3)]
        process.terminate()
        said, _ = process.communicate(timeout=60)

    assert statuses == [200] * 3
    assert process.returncode == 0
    assert b"Traceback" not in said


@pytest.mark.slow
def test_limit_on_open_files_is_raised_where_it_can_be(things: Path) -> None:
    def lower() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 4096))

    with start("--data", str(things), folder=things.parent, prepare=lower) as (process, url):
        assert wait_for(lambda: is_ready(url))
        process.terminate()


def test_limit_on_open_files_that_is_too_low_is_told(things: Path) -> None:
    def lower() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))

    with start("--data", str(things), folder=things.parent, prepare=lower) as (process, _):
        said, _ = process.communicate(timeout=60)

    assert b"the system allows 256; raise its limit" in said
    assert process.returncode == 1


@pytest.mark.slow
def test_one_process_is_enough(things: Path) -> None:
    with run_pomegraph("--data", str(things), "--queries", "1", "--workers", "1", "--waiting", "0") as server:
        assert [count(server) for _ in range(5)] == [2 * THINGS] * 5
        assert ask(server, SLOW, timeout="0.1").status_code == 503
        assert wait_for(lambda: ask(server, COUNT).status_code == 200)


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
def test_database_that_is_not_there_is_an_error_at_the_start(content: Content, things: Path, mode: str) -> None:
    link = things.parent / "release"
    build(content, link, 2)
    shutil.rmtree(link / "store")
    (link / "pomegraph.nq").write_text("nothing", encoding="utf-8")
    with start("--release", str(link), "--store-mode", mode, folder=things.parent) as (process, _):
        said, _ = process.communicate(timeout=60)

    assert process.returncode == 1
    assert b"release" in said
    assert b"Traceback" not in said
