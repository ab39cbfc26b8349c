"""The Model Context Protocol at /mcp: streamable HTTP, without sessions."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NoReturn

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import MethodNotAllowed

from pomegraph.agents.few_tools import FewTools
from pomegraph.agents.mcp import Offering, make_server
from pomegraph.agents.mcp_http import answer_post, is_origin_allowed
from pomegraph.agents.texts import Library
from pomegraph.web.headers import mark_fleeting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mcp.server import Server

    from pomegraph.web.agents.service import AgentService

# What the web server made of the body is not what the client sent.
_LEFT_OUT = {"content-length", "content-encoding", "transfer-encoding"}


def get_mcp_blueprint(service: AgentService, origins: Sequence[str]) -> Blueprint:
    """Return the route; web pages of other origins than these, and than this machine, are refused."""
    blueprint = Blueprint("mcp", __name__)

    @blueprint.post("/mcp")
    def answer() -> Response:
        if not is_origin_allowed(request.headers.get("Origin"), origins):
            abort(HTTPStatus.FORBIDDEN)
        headers = [(name, value) for name, value in request.headers if name.lower() not in _LEFT_OUT]
        told = answer_post(_make_server(service), headers, request.get_data(cache=False))
        response = Response(told.body, told.status)
        response.headers.update({name: value for name, value in told.headers if name.lower() not in _LEFT_OUT})
        mark_fleeting(response)
        return response

    @blueprint.get("/mcp")
    def refuse() -> NoReturn:
        # MCP 2025-11-25, Transports: so says a server that keeps no stream open.
        raise MethodNotAllowed(["POST"])

    return blueprint


def _make_server(service: AgentService) -> Server[Any]:
    """Return a server for one request, which asks in the thread of that."""
    desk = service.open_desk()
    return make_server(Offering(FewTools(desk, service.schema), Library(desk, service.schema), in_thread=False))
