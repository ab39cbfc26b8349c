"""The few tools: how much of a context they take, and ten tasks that an agent does with them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

import jsonschema
import pytest

from pomegraph.agents.desk import Desk
from pomegraph.agents.few_tools import FewTools
from pomegraph.agents.schema_text import SchemaText
from pomegraph.errors import PomegraphError
from support.agents import LETTERS_OF_A_TOKEN, TASKS, Call


@pytest.fixture(scope="session")
def tools(desk: Desk) -> FewTools:
    return FewTools(desk, SchemaText(lambda: ""))


@pytest.fixture(scope="session")
def call(tools: FewTools) -> Call:
    outputs = {tool.name: tool.output for tool in tools.list_tools()}

    async def run(name: str, /, **arguments: Any) -> dict[str, Any]:
        try:
            answer = tools.call(name, arguments)
        except PomegraphError as error:
            return {"error": str(error)}
        jsonschema.validate(answer, outputs[name])
        return answer

    return run


def test_tools_take_few_tokens(tools: FewTools) -> None:
    told = [[tool.name, tool.description, tool.schema, tool.output] for tool in tools.list_tools()]

    assert len(told) == 7
    assert len(json.dumps(told)) / LETTERS_OF_A_TOKEN < 2_000


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.__name__)
def test_task_is_done(task: Callable[[Call], Coroutine[Any, Any, None]], call: Call) -> None:
    asyncio.run(task(call))


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("nix", {}, "the tools are find_question, ask"),
        ("find_question", {}, "'text' is missing"),
        ("find_question", {"text": 3}, "'3' cannot be 'text'"),
        ("find_question", {"text": "x" * 30_000}, "give a text of at most 20,000 letters"),
        ("ask", {"question": "nix"}, "there is no question 'nix'"),
        ("ask", {"question": "brand-names", "values": [1]}, "'values' is not an object"),
        ("ask", {"question": "brand-names", "values": {"drug": {"a": 1}}}, "'drug' is given as a dict"),
        ("ask", {"question": "brand-names", "values": {"drug": '" } SERVICE <http://x/> {'}}, "no drug is called"),
        ("ask", {"question": "brand-names", "limit": 0}, "give a whole number from 1 to 200"),
        ("ask", {"question": "brand-names", "iris": "yes"}, "'iris' is neither true nor false"),
        ("ask", {"question": "brand-names", "drug": "x"}, "ask takes no 'drug'; give question, values, limit"),
        ("describe", {"thing": "nix nix"}, "nothing here is called 'nix nix'"),
        ("describe", {"thing": "https://example.org/nothing"}, "the graph says nothing of"),
        ("describe", {"thing": "pomalidomide", "claims": "doses"}, "did you mean 'dose'?"),
        ("search", {"text": "clots", "document": "nix"}, "nothing here is called 'nix'"),
        ("sparql", {"query": "DELETE WHERE { ?s ?p ?o }"}, "not SPARQL"),
        ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}, "is not allowed"),
        ("schema", {"term": "nix"}, "no class, property or list is called 'nix'"),
    ],
)
def test_wrong_call_is_told(tools: FewTools, name: str, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(PomegraphError) as caught:
        tools.call(name, arguments)

    assert message in str(caught.value)
    assert len(str(caught.value)) < 400


def test_nothing_is_null_and_claims_are_no_iris(tools: FewTools) -> None:
    answer = tools.call("ask", {"question": "dose-in-population", "values": {"population": "elderly"}})
    text = json.dumps(answer)

    assert "null" not in text
    assert "https://w3id.org" not in text
    assert list(answer)[:3] == ["asks", "values", "columns"]


def test_search_finds_questions_things_and_claims(tools: FewTools) -> None:
    answer = tools.call("search", {"text": "neutropenia as an adverse event of pomalidomide", "limit": 3})

    assert {"neutropenia", "pomalidomide"} <= {one["name"] for one in answer["things"]}
    assert len(answer["questions"]) == 3
    assert "neutropenia" in answer["rows"][0]["says"]


def test_whole_schema_is_a_text(tools: FewTools) -> None:
    assert "## Rules" in tools.call("schema", {})["text"]
