"""What keeps a server running: ends of its processes, signals, and data that change while it answers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pomegraph.content import Content
from pomegraph.names import Names
from pomegraph.release import Release, build_release
from servers import Server, find_free_port, run_pomegraph
from serving import COUNT, ask, count, find_processes, send, wait_for, write_things

pytestmark = pytest.mark.slow
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c != ?f) }"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_things(tmp_path, 500)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder for what is passing, with a name that is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="pom") as folder:
        yield Path(folder)


@pytest.fixture
def server(data: Path, place: Path) -> Iterator[Server]:
    with run_pomegraph("--data", str(data), "--queries", "2", "--workers", "1", env={"TMPDIR": str(place)}) as started:
        yield started


def find_engine(server: Server) -> int:
    return find_processes(server, "pom-engine")[0]


def test_engine_that_is_killed_is_started_again_without_a_failed_request(server: Server) -> None:
    first = find_engine(server)
    os.kill(first, signal.SIGKILL)

    assert [ask(server, COUNT).status_code for _ in range(20)] == [200] * 20
    assert find_engine(server) != first


def test_child_that_is_killed_fails_no_request_but_its_own(server: Server) -> None:
    for child in find_processes(server, "pom-query"):
        os.kill(child, signal.SIGKILL)

    assert [ask(server, COUNT).status_code for _ in range(20)] == [200] * 20


def test_web_server_that_is_killed_is_started_again(server: Server) -> None:
    others = {server.process.pid, find_engine(server), *find_processes(server, "pom-query")}
    for number in set(find_processes(server)) - others:
        os.kill(number, signal.SIGKILL)

    def answers() -> bool:
        try:
            return ask(server, COUNT).status_code == 200
        except httpx.TransportError:
            return False

    assert wait_for(answers)


def test_sigterm_lets_queries_finish_and_leaves_nothing(server: Server, place: Path) -> None:
    processes = find_processes(server)
    answers: list[int] = []
    thread = threading.Thread(target=lambda: answers.append(ask(server, SLOW).status_code))
    thread.start()
    assert wait_for(lambda: httpx.get(server.url + "/metrics").text.count("pomegraph_queries_running 1.0") == 1)

    server.process.terminate()

    assert server.process.wait(30) == 0
    thread.join()
    assert answers == [200]
    assert [number for number in processes if Path(f"/proc/{number}").exists()] == []
    assert list(place.iterdir()) == []


def test_interrupt_of_the_whole_group_ends_it_without_a_traceback(data: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pomegraph", "serve", "--port", str(find_free_port()), "--data", str(data)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, stderr=log, stdout=log, start_new_session=True)
        assert wait_for(lambda: b"serving" in (tmp_path / "log").read_bytes())
        os.killpg(process.pid, signal.SIGINT)

        assert process.wait(30) == 0
    assert b"Traceback" not in (tmp_path / "log").read_bytes()


def test_all_processes_end_with_a_main_process_that_is_killed(data: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pomegraph", "serve", "--port", str(find_free_port()), "--data", str(data)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, stderr=log, stdout=log)
        assert wait_for(lambda: b"serving" in (tmp_path / "log").read_bytes())
        server = Server("", process, tmp_path / "log", "", "")
        processes = find_processes(server)
        process.kill()
        process.wait(10)

    assert len(processes) > 2
    assert wait_for(lambda: not [number for number in processes if Path(f"/proc/{number}").exists()])


def test_sighup_reads_files_again_while_a_query_finishes_on_the_old_ones(server: Server, data: Path) -> None:
    before = count(server)
    with send(server, SLOW) as running:
        write_things(data.parent, 600)
        server.process.send_signal(signal.SIGHUP)

        assert wait_for(lambda: count(server) == before + 200)
        assert b"200 OK" in running.recv(100)


def test_storm_of_sighup_is_survived(server: Server, data: Path) -> None:
    write_things(data.parent, 600)
    for _ in range(20):
        server.process.send_signal(signal.SIGHUP)

    assert wait_for(lambda: count(server) == 1200)
    assert wait_for(lambda: len(find_processes(server, "pom-engine")) == 1)


def test_file_that_is_broken_leaves_the_data_as_they_were_and_is_told(server: Server, data: Path) -> None:
    before = count(server)
    data.write_text("this is no Turtle", encoding="utf-8")
    server.process.send_signal(signal.SIGHUP)

    assert wait_for(lambda: "things.ttl" in server.log.read_text(encoding="utf-8"))
    assert count(server) == before


def test_new_release_is_taken_up_under_load_without_a_failed_request(small_release: Release, small: Content) -> None:
    link = small_release.folder.parent / "release"
    with run_pomegraph("--release", str(link), "--cache-size", "0") as server:
        version = httpx.get(server.url + "/health/ready").json()["version"]
        register = small.root / "data" / "registers" / "drugs.tsv"
        register.write_text(register.read_text(encoding="utf-8").replace("Exampla", "Other"), encoding="utf-8")
        statuses: list[int] = []
        is_over = threading.Event()

        def load() -> None:
            while not is_over.is_set():
                statuses.append(ask(server, COUNT).status_code)

        threads = [threading.Thread(target=load) for _ in range(3)]
        for thread in threads:
            thread.start()
        source = next((small.root / "data" / "sources").glob("*.yaml"))
        source.write_text(source.read_text(encoding="utf-8").replace("label: ", "label: New ", 1), encoding="utf-8")
        build_release(small, link, names=Names(), tell=lambda _: None)
        taken_up = wait_for(lambda: httpx.get(server.url + "/health/ready").json()["version"] != version)
        is_over.set()
        for thread in threads:
            thread.join()

    assert taken_up
    assert len(statuses) > 20
    assert set(statuses) == {200}


def test_port_that_is_in_use_is_told(server: Server, data: Path) -> None:
    port = server.url.rpartition(":")[2]
    command = [sys.executable, "-m", "pomegraph", "serve", "--port", port, "--data", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 1
    assert "choose another --host or --port" in done.stderr
