"""The Model Context Protocol: the command, spoken to by the client of the official package."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from pomegraph.content.folder import Content
from pomegraph.release import Release
from support.places import ROOT

mcp = pytest.importorskip("mcp")

# Arguments, and what is told of them.
HOSTILE: list[tuple[dict[str, Any], str]] = [
    ({"drug": '" } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #'}, "no drug is called"),
    ({"drug": "} UNION { ?s ?p ?o"}, "no drug is called"),
    ({"drug": "a\x00\n\\b"}, "no drug is called"),
    ({"drug": "x" * 1_000_000}, "no drug is called"),
    ({"drug": ["exemplamide", "oil"]}, "takes one value; give it once"),
    ({"drug": {"a": [1]}}, "'drug' is given as a dict"),
    ({"drug": "*"}, "'drug' cannot be left open"),
    ({"drugs": "oil"}, "no parameter 'drugs'; choose one of drug"),
    ({"limit": -1}, "is not a number of rows"),
    ({"limit": "5"}, "is not a number of rows"),
]


@pytest.fixture
def talk(small: Content, small_release: Release) -> Callable[[Callable[[Any], Awaitable[Any]]], Any]:
    arguments = ["-m", "pomegraph", "--content", str(small.root), "mcp", "--release", str(small_release.folder)]
    environment = {"PYTHONPATH": str(ROOT / "server")}
    command = mcp.StdioServerParameters(
        command=sys.executable, args=[*arguments, "--timeout", "1"], env=environment, cwd=small.root
    )

    async def run(function: Callable[[Any], Awaitable[Any]]) -> Any:
        async with mcp.Client(command) as client:
            return await function(client)

    return lambda function: asyncio.run(run(function))


def test_tools_are_listed_with_their_arguments(talk: Callable[..., Any]) -> None:
    tools = talk(lambda client: client.list_tools()).tools

    assert [tool.name for tool in tools] == ["brand-names", "things", "sparql"]
    assert list(tools[0].input_schema["properties"]) == ["drug", "limit"]
    assert tools[0].annotations.read_only_hint


def test_answer_is_text_and_data(talk: Callable[..., Any]) -> None:
    result = talk(lambda client: client.call_tool("brand-names", {"drug": "CHEBI:1"}))

    assert not result.is_error
    assert result.structured_content["rows"] == [{"name": "Exampla"}]
    assert '"Exampla"' in result.content[0].text


def test_hostile_arguments_are_told_and_the_next_is_answered(talk: Callable[..., Any]) -> None:
    async def ask(client: Any) -> list[Any]:
        return [await client.call_tool("brand-names", arguments) for arguments, _ in [*HOSTILE, ({}, "")]]

    *refused, answered = talk(ask)
    texts = [result.content[0].text for result in refused]

    assert [text for text, (_, message) in zip(texts, HOSTILE, strict=True) if message not in text] == []
    assert all(result.is_error for result in refused)
    assert max(map(len, texts)) < 300
    assert not answered.is_error


def test_wrong_value_and_limits_are_told_in_words(talk: Callable[..., Any]) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    service = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"

    async def ask(client: Any) -> list[Any]:
        calls = [("brand-names", {"drug": "nix"}), ("sparql", {"query": endless}), ("sparql", {"query": service})]
        calls.append(("sparql", {"query": "ASK {}"}))
        return [await client.call_tool(*call) for call in calls]

    results = talk(ask)

    assert [result.is_error for result in results] == [True, True, True, False]
    assert "no drug is called 'nix'" in results[0].content[0].text
    assert "time limit" in results[1].content[0].text
    assert "SERVICE <http://127.0.0.1:9/> is not allowed" in results[2].content[0].text
