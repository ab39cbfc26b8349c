"""A server that says exactly what it is told to, for faults that no real store can be made to have."""

from __future__ import annotations

import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Listener:
    """A server that says what it is told to: where it answers, and the requests it got, each head and body."""

    url: str
    requests: list[bytes]


@contextmanager
def run_bytes(*answers: bytes) -> Iterator[Listener]:
    """Answer each request with the next of some texts and close the connection; the last one is used again and again.

    The one thing added is that the connection will be closed, so that no client is surprised by it.
    """
    requests: list[bytes] = []

    class Handler(socketserver.StreamRequestHandler):
        timeout = 10

        def handle(self) -> None:
            head = b"".join(iter(self.rfile.readline, b"\r\n"))
            length = next((line for line in head.lower().splitlines() if line.startswith(b"content-length:")), b":0")
            requests.append(head + self.rfile.read(int(length.partition(b":")[2])))
            answer = answers[min(len(requests), len(answers)) - 1]
            first, _, _ = answer[:1000].partition(b"\r\n")
            self.wfile.write(first + b"\r\nConnection: close" if first else b"")
            self.wfile.write(memoryview(answer)[len(first) :])

    class Threads(socketserver.ThreadingTCPServer):
        allow_reuse_address = True

    with Threads(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield Listener(f"http://127.0.0.1:{server.server_address[1]}/sparql", requests)
        finally:
            server.shutdown()
            thread.join()
