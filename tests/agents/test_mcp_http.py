"""One HTTP request of the Model Context Protocol, answered in the thread that serves it."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any

import pytest

from pomegraph.agents.desk import Desk
from pomegraph.agents.few_tools import FewTools
from pomegraph.agents.schema_text import SchemaText
from pomegraph.agents.texts import Library
from pomegraph.agents.tool import Toolbox

pytest.importorskip("mcp")

from pomegraph.agents.mcp import Offering, make_server
from pomegraph.agents.mcp_http import HttpAnswer, answer_post, is_origin_allowed

ACCEPT = ("Accept", "application/json, text/event-stream")
JSON = ("Content-Type", "application/json")


def post(desk: Desk, message: object, tools: Toolbox | None = None) -> HttpAnswer:
    schema = SchemaText(lambda: "")
    server = make_server(Offering(tools or FewTools(desk, schema), Library(desk, schema), in_thread=False))
    return answer_post(server, [ACCEPT, JSON], json.dumps(message).encode())


def test_message_is_answered_in_json_without_a_session(small_desk: Desk) -> None:
    answer = post(small_desk, {"jsonrpc": "2.0", "id": 7, "method": "tools/list"})
    told = json.loads(answer.body)

    assert (answer.status, told["id"], len(told["result"]["tools"])) == (200, 7, 7)
    assert "mcp-session-id" not in dict(answer.headers)


def test_tool_is_called_in_the_thread_that_asks(small_desk: Desk) -> None:
    called: list[threading.Thread] = []

    class Tools(FewTools):
        def call(self, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
            called.append(threading.current_thread())
            return super().call(name, arguments)

    call = {"name": "ask", "arguments": {"question": "brand-names"}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    answer = post(small_desk, message, Tools(small_desk, SchemaText(lambda: "")))

    assert json.loads(answer.body)["result"]["structuredContent"]["rows"] == [{"name": "Exampla"}]
    assert called == [threading.current_thread()]


def test_handshake_of_an_older_client_is_answered(small_desk: Desk) -> None:
    client = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    answer = post(small_desk, {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": client})

    assert json.loads(answer.body)["result"]["protocolVersion"] == "2025-06-18"


def test_notification_has_no_answer(small_desk: Desk) -> None:
    answer = post(small_desk, {"jsonrpc": "2.0", "method": "notifications/initialized"})

    assert (answer.status, answer.body) == (202, b"")


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (None, True),
        ("http://localhost:1", True),
        ("https://127.0.0.1", True),
        ("https://me.example", True),
        ("https://me.example.org", False),
        ("http://localhost.evil.example", False),
        ("file://localhost", False),
        ("null", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_origin_is_this_machine_or_named(origin: str | None, expected: bool) -> None:
    assert is_origin_allowed(origin, ["https://me.example"]) is expected
