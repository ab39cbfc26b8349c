"""Speaks the Model Context Protocol: tools, texts and prompts, on standard input and output until that ends."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from mcp import MCPError, types
from mcp.server import Server
from mcp.server.stdio import stdio_server

from pomegraph.agents.prompts import PROMPTS, Prompt, write_prompt
from pomegraph.agents.texts import QUERY_TEMPLATE
from pomegraph.errors import PomegraphError
from pomegraph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from pomegraph.agents.texts import Library, TextEntry
    from pomegraph.agents.tool import Tool, Toolbox

_Result = TypeVar("_Result")
_INSTRUCTIONS = (
    "An evidence graph for cancer drugs: what documents say, passage by passage, and what primary evidence makes of "
    "it. Cite documents and places as answers name them (003:31), tell verdicts, and where documents disagree tell "
    "both. What is not in the graph is not known here. No medical advice."
)


@dataclass(frozen=True, slots=True)
class Offering:
    """What is offered.

    Args:
        toolbox: The tools.
        library: The texts.
        in_thread: Whether a call runs in a thread of its own, so that others are heard meanwhile.
    """

    toolbox: Toolbox
    library: Library
    in_thread: bool = True

    async def run(self, function: Callable[..., _Result], *arguments: Any) -> _Result:
        """Return what a function returns that asks the graph."""
        if self.in_thread:
            return await asyncio.to_thread(function, *arguments)
        return function(*arguments)


def serve_stdio(offering: Offering) -> None:
    """Answer until standard input ends."""
    asyncio.run(_serve(make_server(offering)))


def make_server(offering: Offering) -> Server[Any]:
    """Return a server that offers something."""

    async def list_tools(_context: Any, _params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_convert(tool) for tool in offering.toolbox.list_tools()])

    async def call_tool(_context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        return await offering.run(_call, offering.toolbox, params.name, params.arguments or {})

    async def list_texts(_context: Any, _params: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
        return types.ListResourcesResult(resources=[_describe(entry) for entry in offering.library.list_entries()])

    async def read_text(_context: Any, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        return await offering.run(_read, offering.library, params.uri)

    return Server(
        "pomegraph",
        version=__version__,
        title="Pomegraph",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_texts,
        on_list_resource_templates=_list_templates,
        on_read_resource=read_text,
        on_list_prompts=_list_prompts,
        on_get_prompt=_get_prompt,
    )


async def _serve(server: Server[Any]) -> None:
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


async def _list_templates(_context: Any, _params: Any) -> types.ListResourceTemplatesResult:
    template = types.ResourceTemplate(
        name="question",
        uri_template=QUERY_TEMPLATE,
        description="the SPARQL query of a prepared question",
        mime_type="application/sparql-query",
    )
    return types.ListResourceTemplatesResult(resource_templates=[template])


async def _list_prompts(_context: Any, _params: Any) -> types.ListPromptsResult:
    return types.ListPromptsResult(prompts=[_convert_prompt(prompt) for prompt in PROMPTS])


async def _get_prompt(_context: Any, params: types.GetPromptRequestParams) -> types.GetPromptResult:
    try:
        prompt, text = write_prompt(params.name, params.arguments or {})
    except PomegraphError as error:
        raise MCPError(types.INVALID_PARAMS, str(error)) from error
    message = types.PromptMessage(role="user", content=types.TextContent(type="text", text=text))
    return types.GetPromptResult(description=prompt.description, messages=[message])


def _read(library: Library, address: str) -> types.ReadResourceResult:
    try:
        text, media_type = library.read(address)
    except PomegraphError as error:
        raise MCPError(types.INVALID_PARAMS, str(error)) from error
    contents = types.TextResourceContents(uri=address, mime_type=media_type, text=text)
    return types.ReadResourceResult(contents=[contents])


def _convert_prompt(prompt: Prompt) -> types.Prompt:
    argument = types.PromptArgument(name=prompt.argument, description=prompt.means, required=True)
    return types.Prompt(name=prompt.name, description=prompt.description, arguments=[argument])


def _describe(entry: TextEntry) -> types.Resource:
    return types.Resource(uri=entry.address, name=entry.name, description=entry.description, mime_type=entry.media_type)


def _convert(tool: Tool) -> types.Tool:
    hints = types.ToolAnnotations(read_only_hint=True, open_world_hint=False)
    return types.Tool(
        name=tool.name,
        title=tool.title or None,
        description=tool.description,
        input_schema=tool.schema,
        output_schema=tool.output or None,
        annotations=hints,
    )


def _call(toolbox: Toolbox, name: str, arguments: dict[str, Any]) -> types.CallToolResult:
    """Return the answer of a tool; what is wrong is an answer too, from which the caller can learn."""
    try:
        answer = toolbox.call(name, arguments)
    except PomegraphError as error:
        return types.CallToolResult(content=[types.TextContent(type="text", text=str(error))], is_error=True)
    text = types.TextContent(type="text", text=write_text(answer))
    return types.CallToolResult(content=[text], structured_content=answer)


def write_text(answer: dict[str, Any]) -> str:
    """Return an answer for who reads texts only, as short as JSON can be."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
