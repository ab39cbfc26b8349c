"""Sockets of clients: who keeps up a pace is served, who does not is left, and an end says what it is."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator

import pytest

from pomegraph.serving.sockets import ClientSocket
from support.serving import read_all


@pytest.fixture
def ends() -> Iterator[tuple[ClientSocket, socket.socket]]:
    """Both ends of a connection over TCP: ours, and that of the client."""
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()) as theirs:
        ours = ClientSocket.take(listener.accept()[0])
        ours.begin()
        yield ours, theirs
        ours.close()


def test_request_and_answer_pass(ends: tuple[ClientSocket, socket.socket]) -> None:
    ours, theirs = ends
    theirs.sendall(b"question")
    asked = ours.recv(100)
    ours.sendall(b"answer")

    assert (asked, theirs.recv(100)) == (b"question", b"answer")


def test_answer_that_is_whole_ends_well(ends: tuple[ClientSocket, socket.socket]) -> None:
    ours, theirs = ends
    thread = threading.Thread(target=ours.leave)
    ours.sendall(b"answer")
    thread.start()

    assert read_all(theirs) == b"answer"
    theirs.close()
    thread.join()


def test_answer_that_failed_ends_with_an_error(ends: tuple[ClientSocket, socket.socket]) -> None:
    ours, theirs = ends
    ours.sendall(b"half an answer")
    select.select([theirs], [], [])
    ours.shutdown(socket.SHUT_RDWR)

    with pytest.raises(ConnectionResetError):
        read_all(theirs)


def test_client_that_sends_nothing_is_left(ends: tuple[ClientSocket, socket.socket]) -> None:
    ours, _ = ends
    ours.begin(patience=0)
    ours.setblocking(False)
    with pytest.raises(ConnectionResetError, match="too slow"):
        ours.recv(100)

    assert ours.fileno() == -1


def test_client_that_reads_nothing_is_left(ends: tuple[ClientSocket, socket.socket]) -> None:
    ours, theirs = ends
    ours.begin(patience=0.1)
    ours.setblocking(False)
    with pytest.raises(ConnectionResetError, match="too slow"):
        ours.sendall(b"x" * (64 << 20))

    assert ours.fileno() == -1
    assert theirs.recv(100)


def test_client_that_reads_fast_earns_time(ends: tuple[ClientSocket, socket.socket]) -> None:
    ours, theirs = ends
    got: list[int] = []

    def read() -> None:
        while piece := theirs.recv(1 << 20):
            got.append(len(piece))
        theirs.close()

    thread = threading.Thread(target=read)
    thread.start()
    ours.begin(patience=5)
    ours.sendall(b"x" * (64 << 20))
    ours.leave()
    thread.join()

    assert sum(got) == 64 << 20


def test_what_was_closed_may_be_closed_again(ends: tuple[ClientSocket, socket.socket]) -> None:
    ours, _ = ends
    ours.close()
    ours.shutdown(socket.SHUT_RDWR)
    ours.leave()

    assert ours.fileno() == -1
