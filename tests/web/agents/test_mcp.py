"""Tools at /mcp, called without a network; `tests/endpoint/test_mcp.py` calls them in a running server."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pomegraph.content.folder import Content
from pomegraph.questions.reading import read_questions
from pomegraph.release import Release
from support.endpoint import make_client

pytest.importorskip("mcp")

ACCEPT = {"Accept": "application/json, text/event-stream"}


@pytest.fixture
def client(small: Content, small_release: Release) -> FlaskClient:
    questions = tuple(read_questions(small))
    return make_client(release=small_release.folder, questions=questions, mcp=True, mcp_origins=("https://me.example",))


def call(client: FlaskClient, name: str, origin: str = "http://localhost", **arguments: Any) -> TestResponse:
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
    return client.post("/mcp", json=message, headers=ACCEPT | {"Origin": origin})


def test_question_is_asked(client: FlaskClient) -> None:
    response = call(client, "ask", question="brand-names")

    assert response.get_json()["result"]["structuredContent"]["rows"] == [{"name": "Exampla"}]
    assert response.headers["Cache-Control"] == "no-store"


def test_what_is_wrong_is_an_answer(client: FlaskClient) -> None:
    result = call(client, "sparql", query="SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }").get_json()[
        "result"
    ]

    assert result["isError"]
    assert "is not allowed" in result["content"][0]["text"]


def test_other_origins_are_refused(client: FlaskClient) -> None:
    assert call(client, "ask", "https://evil.example", question="brand-names").status_code == 403
    assert call(client, "ask", "https://me.example", question="brand-names").status_code == 200


def test_no_stream_is_opened(client: FlaskClient) -> None:
    response = client.get("/mcp", headers={"Accept": "text/event-stream"})

    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
