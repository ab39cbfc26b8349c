"""Speaks the Model Context Protocol on standard input and output, for as long as somebody is at the other end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from mcp import types
from mcp.server import Server
from mcp.server.stdio import stdio_server

from pomegraph.ask.tools import write_text
from pomegraph.errors import PomegraphError
from pomegraph.version import __version__

if TYPE_CHECKING:
    from pomegraph.ask.tools import Tool, Toolbox

_INSTRUCTIONS = (
    "An evidence graph for cancer drugs. Each answer tells which passages of which documents say so: repeat that, and "
    "where documents disagree, tell both. What is not in the graph is not known here."
)


def serve_tools(toolbox: Toolbox) -> None:
    """Answer calls of tools until standard input ends."""
    asyncio.run(_serve(make_server(toolbox)))


def make_server(toolbox: Toolbox) -> Server[Any]:
    """Return a server that offers the tools of a toolbox."""

    async def list_tools(_context: Any, _params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_convert(tool) for tool in toolbox.list_tools()])

    async def call_tool(_context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        # In a thread: other calls are heard while a query runs.
        return await asyncio.to_thread(_call, toolbox, params.name, params.arguments or {})

    return Server(
        "pomegraph",
        version=__version__,
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


async def _serve(server: Server[Any]) -> None:
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


def _convert(tool: Tool) -> types.Tool:
    hints = types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    return types.Tool(
        name=tool.name, title=tool.title, description=tool.description, input_schema=tool.schema, annotations=hints
    )


def _call(toolbox: Toolbox, name: str, arguments: dict[str, Any]) -> types.CallToolResult:
    """Return the answer of a tool; what is wrong is an answer too, from which the caller can learn."""
    try:
        answer = toolbox.call(name, arguments)
    except PomegraphError as error:
        return types.CallToolResult(content=[types.TextContent(type="text", text=str(error))], is_error=True)
    text = types.TextContent(type="text", text=write_text(answer))
    return types.CallToolResult(content=[text], structured_content=answer)
