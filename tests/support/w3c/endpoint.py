"""The server under test: what it serves can be replaced, and requests reach it as they are written."""

from __future__ import annotations

import http.client
import json
import signal
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from support.servers import Server

_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; the names of the headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The content type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip()

    def describe(self) -> str:
        """Return the status, and the reason that an error gives."""
        return f"status {self.status} {self.body[:300].decode(errors='replace')}"


class Endpoint:
    """A `pomegraph serve --data FILE` whose file this object writes."""

    def __init__(self, server: Server, file: Path) -> None:
        self.url = server.url
        self._process = server.process
        self._file = file

    def serve(self, quads: Iterable[pyoxigraph.Quad]) -> None:
        """Serve other data from now on: write the file, send SIGHUP, wait for another version."""
        lines = sorted({f"{quad} .\n" for quad in quads})
        if (text := "".join(lines)) == self._file.read_text(encoding="utf-8"):
            return
        version = self._read_version()
        self._file.write_text(text, encoding="utf-8")
        self._process.send_signal(signal.SIGHUP)
        end = time.monotonic() + _PATIENCE
        while self._read_version() in {version, None}:
            assert time.monotonic() < end, "the server does not take up new data upon SIGHUP"
            time.sleep(0.01)

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None) -> Reply:
        """Send a request with these headers and no others but Content-Length, and Host where it is not among them."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=_PATIENCE)
        has_host = any(name.lower() == "host" for name in headers)
        connection.putrequest(method, path, skip_host=has_host, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        with connection.getresponse() as response:
            fields = {name.lower(): value for name, value in response.getheaders()}
            reply = Reply(response.status, fields, response.read())
        connection.close()
        return reply

    def _read_version(self) -> str | None:
        """Return the version of the data, or None while a new engine takes over."""
        version: str | None = json.loads(self.send("GET", "/health/ready", {}).body).get("version")
        return version
