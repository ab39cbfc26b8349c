"""Answers one HTTP request of the Model Context Protocol: streamable HTTP without sessions, each answer in JSON.

The official package speaks ASGI. Here each request has a loop of its own in the thread that serves it, so that it fits
into any WSGI server; nothing is kept between requests, and no stream stays open.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mcp.server import Server

# Bytes of the largest message: a query, or a text to check.
LARGEST_MESSAGE = 1 << 20
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(slots=True)
class HttpAnswer:
    """An answer as HTTP has it: the status, header fields, and the body."""

    status: int = HTTPStatus.INTERNAL_SERVER_ERROR
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


def answer_post(server: Server[Any], headers: Iterable[tuple[str, str]], body: bytes) -> HttpAnswer:
    """Return the answer to a message that was posted.

    Args:
        server: What is offered; its calls must run in the thread that asks.
        headers: The header fields of the request.
        body: The message.
    """
    return asyncio.run(_answer(server, headers, body))


def is_origin_allowed(origin: str | None, allowed: Sequence[str]) -> bool:
    """Tell whether a web page may ask: one on this machine, or one of those that the operator names.

    MCP 2025-11-25, Transports: a server must look at Origin, lest a name that leads elsewhere now reaches it.

    >>> is_origin_allowed("http://localhost:6274", ()), is_origin_allowed("https://example.org", ())
    (True, False)
    """
    if origin is None or origin in allowed:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.hostname in _LOOPBACK


async def _answer(server: Server[Any], headers: Iterable[tuple[str, str]], body: bytes) -> HttpAnswer:
    manager = StreamableHTTPSessionManager(
        server, json_response=True, stateless=True, max_request_body_size=LARGEST_MESSAGE
    )
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/mcp",
        "raw_path": b"/mcp",
        "query_string": b"",
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
    }
    answer, messages = HttpAnswer(), [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not messages:
            # The client stays: who leaves is noticed where the query runs.
            await asyncio.Event().wait()
        return messages.pop()

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in message["headers"]]
        else:
            answer.body += message.get("body", b"")

    async with manager.run():
        await manager.handle_request(scope, receive, send)
    return answer
