"""The Model Context Protocol: the command, spoken to by the client of the official package."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest

from pomegraph.agents.mcp import write_text
from pomegraph.content.folder import Content
from pomegraph.release import Release
from support.agents import LETTERS_OF_A_TOKEN, TASKS, call_with
from support.places import ROOT

mcp = pytest.importorskip("mcp")

Talk = Callable[..., Any]
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
]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SERVICE = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"


def make_talk(content: Content, release: Release, *options: str) -> Talk:
    arguments = ["-m", "pomegraph", "--content", str(content.root), "mcp", "--release", str(release.folder), *options]
    environment = {"PYTHONPATH": str(ROOT / "server")}
    command = mcp.StdioServerParameters(
        command=sys.executable, args=arguments, env=environment, cwd=release.folder.parent
    )

    async def run(function: Callable[[Any], Awaitable[Any]]) -> Any:
        async with mcp.Client(command) as client:
            return await function(client)

    return lambda function: asyncio.run(run(function))


@pytest.fixture
def talk(small: Content, small_release: Release) -> Talk:
    return make_talk(small, small_release, "--timeout", "1")


def test_tools_texts_and_prompts_are_listed(talk: Talk) -> None:
    async def ask(client: Any) -> list[Any]:
        return [
            (await client.list_tools()).tools,
            (await client.list_resources()).resources,
            (await client.list_resource_templates()).resource_templates,
            (await client.list_prompts()).prompts,
        ]

    tools, texts, templates, prompts = talk(ask)
    told = json.dumps([tool.model_dump(by_alias=True, exclude_none=True, mode="json") for tool in tools])

    assert [tool.name for tool in tools] == [
        "find_question",
        "ask",
        "search",
        "resolve",
        "describe",
        "sparql",
        "schema",
    ]
    assert len(told) / LETTERS_OF_A_TOKEN < 2_000
    assert all(tool.annotations.read_only_hint and tool.output_schema for tool in tools)
    assert [text.name for text in texts] == ["schema", "examples", "questions", "documents"]
    assert [one.uri_template for one in templates] == ["pomegraph://question/{question}"]
    assert [prompt.name for prompt in prompts] == ["brief", "check", "document"]


def test_answer_is_text_and_data(talk: Talk) -> None:
    result = talk(lambda client: client.call_tool("ask", {"question": "brand-names", "values": {"drug": "CHEBI:1"}}))

    assert not result.is_error
    assert result.structured_content["rows"] == [{"name": "Exampla"}]
    assert result.structured_content["values"] == {"drug": "exemplamide"}
    assert result.content[0].text == write_text(result.structured_content)


def test_hostile_values_are_told_and_the_next_is_answered(talk: Talk) -> None:
    async def ask(client: Any) -> list[Any]:
        values = [arguments for arguments, _ in HOSTILE]
        return [await client.call_tool("ask", {"question": "brand-names", "values": one}) for one in [*values, {}]]

    *refused, answered = talk(ask)
    texts = [result.content[0].text for result in refused]

    assert [text for text, (_, message) in zip(texts, HOSTILE, strict=True) if message not in text] == []
    assert all(result.is_error for result in refused)
    assert max(map(len, texts)) < 300
    assert not answered.is_error


def test_limits_are_told_in_words(talk: Talk) -> None:
    async def ask(client: Any) -> list[Any]:
        return [await client.call_tool("sparql", {"query": query}) for query in (ENDLESS, SERVICE, "ASK {}")]

    results = talk(ask)

    assert [result.is_error for result in results] == [True, True, False]
    assert "time limit" in results[0].content[0].text
    assert "SERVICE <http://127.0.0.1:9/> is not allowed" in results[1].content[0].text


def test_texts_and_prompts_are_read(talk: Talk) -> None:
    async def ask(client: Any) -> list[str]:
        query = await client.read_resource("pomegraph://question/brand-names")
        prompt = await client.get_prompt("brief", {"topic": "dialysis"})
        with pytest.raises(mcp.MCPError, match="read one of pomegraph://schema"):
            await client.read_resource("pomegraph://nix")
        with pytest.raises(mcp.MCPError, match="'topic' is missing"):
            await client.get_prompt("brief", {})
        return [query.contents[0].text, prompt.messages[0].content.text]

    query, prompt = talk(ask)

    assert "SELECT" in query
    assert "dialysis" in prompt


def test_each_question_is_a_tool_on_request(small: Content, small_release: Release) -> None:
    async def ask(client: Any) -> tuple[list[str], Any]:
        names = [tool.name for tool in (await client.list_tools()).tools]
        return names, await client.call_tool("brand-names", {"drug": "CHEBI:1"})

    names, result = make_talk(small, small_release, "--all-questions")(ask)

    assert names == ["brand-names", "things", "sparql"]
    assert result.structured_content["rows"] == [{"name": "Exampla"}]


def test_ten_tasks_are_done(real: Content, real_release: Release) -> None:
    async def work(client: Any) -> None:
        for task in TASKS:
            await task(partial(call_with, client))

    make_talk(real, real_release)(work)
