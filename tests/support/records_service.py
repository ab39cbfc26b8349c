"""A public service of records on loopback, which replays answers, fails when it is told to, and notes what it was asked."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: its body, status and header fields; `cut` bytes of the body are sent where the whole is promised."""

    body: bytes = b""
    status: int = 200
    fields: dict[str, str] = field(default_factory=dict)
    cut: int | None = None


@dataclass(slots=True)
class Replayed:
    """A running service: its address, the parameters of each request, and the header fields of the last one."""

    address: str
    asked: list[dict[str, str]] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)


@contextmanager
def run_service(answer: Callable[[dict[str, str], int], Reply], path: str = "/api/records") -> Iterator[Replayed]:
    """Answer each request as told by its parameters and by how many came before."""
    found = Replayed("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parameters = dict(parse_qsl(urlsplit(self.path).query))
            reply = answer(parameters, len(found.asked))
            found.asked.append(parameters)
            found.fields = {name.lower(): value for name, value in self.headers.items()}
            self.send_response(reply.status)
            self.send_header("Content-Length", str(len(reply.body)))
            self.send_header("Content-Type", "application/json")
            for name, value in reply.fields.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body[: reply.cut])
            self.close_connection = reply.cut is not None

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class calls it
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        found.address = f"http://127.0.0.1:{server.server_address[1]}{path}"
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()
