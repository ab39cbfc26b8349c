"""What tools ask over HTTP: their queries are in the log, and what else is needed is kept."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from pomegraph.content.folder import Content
from pomegraph.questions.reading import read_questions
from pomegraph.release import Release
from support.endpoint import make_client

pytest.importorskip("mcp")


def test_query_of_a_tool_is_in_the_log_once(small: Content, small_release: Release) -> None:
    log = io.StringIO()
    questions = tuple(read_questions(small))
    client = make_client(release=small_release.folder, stream=log, questions=questions, mcp=True)

    def call(name: str, /, **arguments: Any) -> None:
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
        client.post("/mcp", json=message, headers={"Accept": "application/json, text/event-stream"}).close()

    call("ask", question="brand-names")
    call("ask", question="brand-names")
    call("sparql", query="SELECT (<https://example.org/f>(1) AS ?x) { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    call("resolve", name="Exampla")
    records = [json.loads(line) for line in log.getvalue().splitlines()]

    assert [(record["route"], record["outcome"]) for record in records] == [
        ("mcp", "done"),
        ("mcp", "cached"),
        ("mcp", "service"),
    ]
