"""Tools over streamable HTTP: a real server, and the client of the official package."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any

import httpx
import pytest

from pomegraph.release import Release
from support.agents import TASKS, call_with
from support.servers import Server, run_pomegraph
from support.serving import wait_for

mcp = pytest.importorskip("mcp")

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
# The newest form of the protocol, and the last one that begins with a handshake.
MODES = ("auto", "legacy")
each_mode = pytest.mark.parametrize("mode", MODES)


@pytest.fixture(scope="module")
def server(real_release: Release) -> Iterator[Server]:
    options = ("--mcp", "--mcp-origin", "https://app.example.org", "--workers", "1", "--timeout", "5")
    with run_pomegraph("--release", str(real_release.folder), *options) as server:
        yield server


def talk(server: Server, function: Callable[[Any], Awaitable[Any]], mode: str = "auto") -> Any:
    async def run() -> Any:
        async with mcp.Client(f"{server.url}/mcp", mode=mode) as client:
            return await function(client)

    return asyncio.run(run())


def post(server: Server, body: object, **headers: str) -> httpx.Response:
    accept = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return httpx.post(f"{server.url}/mcp", content=content, headers=accept | headers, timeout=60)


def call(method: str, **parameters: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}


@each_mode
def test_ten_tasks_are_done(server: Server, mode: str) -> None:
    async def work(client: Any) -> None:
        for task in TASKS:
            await task(partial(call_with, client))

    talk(server, work, mode)


@each_mode
def test_texts_and_prompts_are_read(server: Server, mode: str) -> None:
    async def ask(client: Any) -> list[str]:
        texts = [await client.read_resource(f"pomegraph://{name}") for name in ("schema", "documents", "questions")]
        prompt = await client.get_prompt("document", {"document": "003"})
        return [*(text.contents[0].text for text in texts), prompt.messages[0].content.text]

    schema, documents, questions, prompt = talk(server, ask, mode)

    assert "## Rules" in schema
    assert "- 003 Dr.Oracle article on pomalidomide (secondary page): 2025-12-04" in documents
    assert "- full-dose(" in questions
    assert "document 003" in prompt


def test_limits_of_the_engine_hold_and_the_log_tells(server: Server) -> None:
    async def ask(client: Any) -> list[Any]:
        return [await client.call_tool("sparql", {"query": query}) for query in (ENDLESS, "ASK {}")]

    def read_outcomes() -> list[str]:
        lines = [line for line in server.log.read_text().splitlines() if '"route": "mcp"' in line]
        return [json.loads(line)["outcome"] for line in lines][-2:]

    stopped, answered = talk(server, ask)

    assert "time limit" in stopped.content[0].text
    assert (stopped.is_error, answered.is_error) == (True, False)
    assert wait_for(lambda: read_outcomes() == ["timeout", "done"])


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost:6274", 200),
        ("http://127.0.0.1", 200),
        ("http://[::1]:5173", 200),
        ("https://app.example.org", 200),
        ("https://example.org", 403),
        ("http://localhost.example.org", 403),
        ("http://127.0.0.1.nip.io", 403),
        ("null", 403),
        ("http://[", 403),
    ],
)
def test_pages_of_other_origins_are_refused(server: Server, origin: str, status: int) -> None:
    assert post(server, call("tools/list"), Origin=origin).status_code == status


def test_other_methods_are_refused(server: Server) -> None:
    for method in ("GET", "DELETE", "PUT"):
        response = httpx.request(method, f"{server.url}/mcp", headers={"Accept": "text/event-stream"})

        assert response.status_code == 405
        assert "POST" in response.headers["Allow"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b"", 400),
        ([call("tools/list")], 400),
        ({"jsonrpc": "2.0", "method": "notifications/initialized"}, 202),
        (call("nix"), 200),
        (b"x" * (1 << 20) + b"x", 413),
    ],
)
def test_what_is_no_message_is_refused(server: Server, body: object, status: int) -> None:
    response = post(server, body)

    assert response.status_code == status
    assert "Traceback" not in response.text


def test_answer_is_not_kept_by_caches(server: Server) -> None:
    response = post(server, call("tools/list"))

    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Type"] == "application/json"
    assert len(response.json()["result"]["tools"]) == 7


def test_unknown_version_is_told(server: Server) -> None:
    response = post(server, call("tools/list"), **{"MCP-Protocol-Version": "1999-01-01"})

    assert response.status_code == 400
    assert response.json()["error"]


def test_server_tells_where_the_tools_are(server: Server) -> None:
    assert f"({server.url}/mcp)" in httpx.get(f"{server.url}/llms.txt").text
    assert "Disallow: /mcp" in httpx.get(f"{server.url}/robots.txt").text
