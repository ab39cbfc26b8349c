"""The socket on which clients come: where it cannot be, and how it is closed."""

from __future__ import annotations

import socket
import sys

import pytest

from pomegraph.errors import AddressError
from pomegraph.serving.listening import listen, refuse_new_clients


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_client_can_come(host: str) -> None:
    try:
        listener = listen(host, 0)
    except AddressError:
        pytest.skip(f"no {host} here")
    with listener, socket.create_connection(listener.getsockname()[:2]):
        listener.accept()[0].close()


@pytest.mark.parametrize("host", ["nowhere.invalid", "", "192.0.2.1", "x" * 300])
def test_address_that_is_not_here_is_told(host: str) -> None:
    with pytest.raises(AddressError, match="choose another --host or --port"):
        listen(host, 0)


def test_port_that_somebody_has_is_told() -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(AddressError, match="in use"):
        listen("127.0.0.1", taken.getsockname()[1])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can")
def test_who_came_before_is_accepted_and_nobody_after() -> None:
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()) as before:
        refuse_new_clients(listener)
        with pytest.raises(TimeoutError):
            socket.create_connection(listener.getsockname(), timeout=0.2)
        ours = listener.accept()[0]
        before.sendall(b"question")

        assert ours.recv(100) == b"question"
        ours.close()
