"""The way to a client: nobody waits for one who reads slowly, and an answer that failed never looks whole."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pomegraph.serving.outgoing import Outgoing
from pomegraph.serving.pace import Shelf

MEGABYTE = 1 << 20
# More than the sockets of both ends hold.
LONG = 32 * MEGABYTE


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname(), timeout=30)
        ours = listener.accept()[0]
        ours.setblocking(False)
    yield ours, client
    client.close()
    ours.close()


def make_shelf(memory: int = LONG, disk: int = LONG, each: int = LONG, waiting: int = 4) -> Shelf:
    return Shelf(memory, disk, each, waiting)


def make_way(sock: socket.socket, shelf: Shelf | None = None) -> tuple[Outgoing, threading.Event]:
    woken = threading.Event()
    way = Outgoing(sock, shelf or make_shelf(), woken.set)
    way.begin()
    return way, woken


def drain(way: Outgoing, client: socket.socket) -> bytes:
    """Return what the client reads while the way is flushed until nothing is left, and the way is closed."""
    found: list[bytes] = []
    thread = threading.Thread(target=lambda: found.extend(iter(lambda: client.recv(MEGABYTE), b"")))
    thread.start()
    while way.is_pending:
        way.flush()
        time.sleep(0.001)
    way.close()
    thread.join()
    return b"".join(found)


def read_some(client: socket.socket) -> bytes:
    """Return what has come to the client."""
    return client.recv(MEGABYTE) if select.select([client], [], [], 0.01)[0] else b""


def test_short_answer_goes_at_once_and_as_one(ends: tuple[socket.socket, socket.socket]) -> None:
    way, woken = make_way(ends[0])
    way.sendall(b"head ")
    way.sendall(b"body")
    way.finish()

    assert ends[1].recv(100) == b"head body"
    assert not way.is_pending
    assert not woken.is_set()


def test_head_alone_goes_when_the_answer_is_finished(ends: tuple[socket.socket, socket.socket]) -> None:
    way, _ = make_way(ends[0])
    way.sendall(b"head")
    before = way.has_begun
    way.finish()

    assert before
    assert ends[1].recv(100) == b"head"


@pytest.mark.parametrize("size", [1_000, 100_000, MEGABYTE, 8 * MEGABYTE])
def test_answer_that_nobody_reads_yet_comes_whole_and_in_order(
    ends: tuple[socket.socket, socket.socket], size: int
) -> None:
    way, woken = make_way(ends[0])
    pieces = [bytes([number % 256]) * size for number in range(LONG // size)]
    for piece in pieces:
        way.sendall(piece)
    way.finish()
    is_left = way.is_pending

    assert drain(way, ends[1]) == b"".join(pieces)
    assert is_left == woken.is_set()


def test_what_does_not_fit_into_memory_goes_into_a_file_and_frees_it(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    shelf = make_shelf(memory=0)
    way, _ = make_way(ends[0], shelf)
    way.sendall(b"head")
    way.sendall(b"x" * LONG)
    is_stored = not shelf.store(LONG)

    assert len(drain(way, ends[1])) == LONG + 4
    assert is_stored
    assert shelf.store(LONG)


@pytest.mark.parametrize("shelf", [make_shelf(memory=0, each=MEGABYTE), make_shelf(memory=0, disk=MEGABYTE)])
def test_what_has_no_room_waits_for_the_client(ends: tuple[socket.socket, socket.socket], shelf: Shelf) -> None:
    way, woken = make_way(ends[0], shelf)
    pieces = [bytes([number]) * MEGABYTE for number in range(32)]
    done = threading.Event()

    def send() -> None:
        for piece in pieces:
            way.sendall(piece)
        way.finish()
        done.set()

    thread = threading.Thread(target=send)
    thread.start()
    assert woken.wait(30)
    is_waiting = not done.wait(0.3)
    found = b""
    while not done.is_set() or way.is_pending:
        way.flush()
        found += read_some(ends[1])
    thread.join()
    way.close()
    found += b"".join(iter(lambda: ends[1].recv(MEGABYTE), b""))

    assert is_waiting
    assert found == b"".join(pieces)


def test_full_disk_is_waited_for_too(
    ends: tuple[socket.socket, socket.socket], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    way, woken = make_way(ends[0], make_shelf(memory=0))

    def send() -> None:
        way.sendall(b"")
        way.sendall(b"x" * LONG)

    thread = threading.Thread(target=send)
    thread.start()
    assert woken.wait(30)
    found = 0
    while thread.is_alive() or way.is_pending:
        way.flush()
        found += len(read_some(ends[1]))
    way.close()
    found += sum(map(len, iter(lambda: ends[1].recv(MEGABYTE), b"")))

    assert found == LONG


def test_thread_that_would_be_one_too_many_to_wait_leaves_its_client(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    way, _ = make_way(ends[0], make_shelf(memory=0, disk=0, waiting=0))
    way.sendall(b"head")

    with pytest.raises(ConnectionResetError, match="too many clients read long answers slowly"):
        way.sendall(b"x" * LONG)


@pytest.mark.parametrize("is_waiting", [True, False])
def test_answer_that_failed_ends_with_an_error(ends: tuple[socket.socket, socket.socket], is_waiting: bool) -> None:
    way, _ = make_way(ends[0])
    way.sendall(b"head")
    way.sendall(b"x" * (LONG if is_waiting else 10))
    way.break_off()
    way.close()

    with pytest.raises(ConnectionResetError):
        list(iter(lambda: ends[1].recv(MEGABYTE), b""))


def test_nothing_is_sent_after_a_failure(ends: tuple[socket.socket, socket.socket]) -> None:
    way, _ = make_way(ends[0])
    way.break_off()
    way.sendall(b"head")

    with pytest.raises(ConnectionResetError):
        way.finish()


def test_thread_that_waits_hears_of_the_failure(ends: tuple[socket.socket, socket.socket]) -> None:
    way, woken = make_way(ends[0], make_shelf(memory=0, disk=0))
    failures: list[BaseException] = []

    def send() -> None:
        try:
            way.sendall(b"")
            way.sendall(b"x" * LONG)
        except ConnectionResetError as error:
            failures.append(error)

    thread = threading.Thread(target=send)
    thread.start()
    assert woken.wait(30)
    way.break_off()
    thread.join(30)

    assert len(failures) == 1
