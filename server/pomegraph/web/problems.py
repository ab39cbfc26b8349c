"""Tells every error the same way: as a problem document (RFC 9457), as plain text, or as a page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from pomegraph.errors import (
    BodyTypeError,
    BrokenAnswerError,
    ClientGoneError,
    EngineError,
    GraphNotFoundError,
    MemoryLimitError,
    OverloadError,
    ParameterError,
    PomegraphError,
    QueryError,
    QuestionUnknownError,
    ReadOnlyError,
    ResultFormatError,
    ServiceRefusedError,
    StoreDownError,
    StoreError,
    StoreTimeoutError,
    ThingUnknownError,
    TimeLimitError,
    ValueUnknownError,
)
from pomegraph.sparql.formats import choose_media_type, prefers_html
from pomegraph.web.headers import mark_fleeting
from pomegraph.web.visit import get_visit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from pomegraph.web.protocol import Call

PROBLEM_JSON = "application/problem+json"
# What an error may know besides its sentence, shown as members of the document (RFC 9457, 3.2).
_MEMBERS = (
    "line",
    "column",
    "expected",
    "limit",
    "retry_after",
    "formats",
    "service",
    "allowed",
    "name",
    "suggestions",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, its name in the log and in the address of its page, and what it means."""

    status: int
    name: str
    title: str
    meaning: str


BY_ERROR: dict[type[Exception], Kind] = {
    ParameterError: Kind(
        400, "parameter", "A parameter cannot be used", "A parameter or header is missing, repeated or not well formed."
    ),
    QueryError: Kind(
        400, "query", "The query is not understood", "The query is not SPARQL 1.1, or calls a function not known here."
    ),
    ReadOnlyError: Kind(403, "read-only", "The data are read-only", "SPARQL Update is not answered here."),
    ServiceRefusedError: Kind(
        403,
        "service",
        "SERVICE is not allowed",
        "A query may call other endpoints only if the operator of this one has named them.",
    ),
    GraphNotFoundError: Kind(404, "graph", "There is no such graph", "No graph of this name is served here."),
    QuestionUnknownError: Kind(404, "question", "There is no such question", "No question of this name is asked here."),
    ThingUnknownError: Kind(404, "thing", "Nothing is known of this", "The graph says nothing of this IRI."),
    ResultFormatError: Kind(
        406,
        "format",
        "There is no such format",
        "The result cannot be written in any format that is acceptable to you.",
    ),
    BodyTypeError: Kind(
        415, "body", "The body is not understood", "The body of a POST is the query, or a form with the query."
    ),
    ValueUnknownError: Kind(
        422,
        "value",
        "A value is not understood",
        "A parameter of a question is unknown, missing or repeated, or does not take this value.",
    ),
    TimeLimitError: Kind(503, "timeout", "The query took too long", "A query is stopped when its time is up."),
    MemoryLimitError: Kind(
        503,
        "memory",
        "The query needed too much memory",
        "A query is stopped when it needs more memory than it may use.",
    ),
    OverloadError: Kind(
        503, "overload", "Too many queries", "As many queries run and wait already as this server takes on."
    ),
    EngineError: Kind(
        503, "engine", "The query could not be run", "The process that runs queries ended or is not ready; try again."
    ),
    StoreError: Kind(502, "store", "The store failed", "The store behind this server refused the query, or failed."),
    StoreDownError: Kind(503, "store-down", "The store is down", "The store behind this server is not available now."),
    StoreTimeoutError: Kind(
        504,
        "store-timeout",
        "The store took too long",
        "The store behind this server stopped the query, or was silent.",
    ),
    BrokenAnswerError: Kind(503, "broken", "The answer broke off", "A result failed after a part of it was made."),
    ClientGoneError: Kind(499, "gone", "The client left", "The connection was closed before the answer was there."),
}
_BY_STATUS = {
    400: Kind(400, "request", "The request is not understood", "The request is not well formed."),
    404: Kind(404, "address", "There is nothing here", "Nothing has this address."),
    405: Kind(405, "method", "The method is not allowed", "What is served here is only read."),
    413: Kind(
        413, "size", "The body is too large", "The body of a request may not be larger than the operator allows."
    ),
}
_FAULT = Kind(
    500,
    "fault",
    "A fault of this server",
    "This is a bug. The log of the server tells more, under the id of the request.",
)
_WIDEST = 200
_CURES = {404: "the page at / tells what there is", 413: "send a shorter query, or several"}
KINDS = {kind.name: kind for kind in [*BY_ERROR.values(), *_BY_STATUS.values(), _FAULT]}


def handle_problems(app: Flask) -> None:
    """Tell all errors of an application, also those that are bugs, without showing what is inside."""
    app.register_error_handler(PomegraphError, _tell_error)
    app.register_error_handler(HTTPException, _tell_status)
    app.register_error_handler(Exception, _tell_fault)


def get_problems_blueprint() -> Blueprint:
    """Return the pages that the types of problem documents lead to."""
    blueprint = Blueprint("problems", __name__)

    @blueprint.get("/problems/<name>")
    def show(name: str) -> Response:
        kind = KINDS.get(name) or abort(404)
        return Response(render_template("kind.html", kind=kind))

    return blueprint


def _tell_error(error: PomegraphError) -> Response:
    kind = next((BY_ERROR[each] for each in type(error).__mro__ if each in BY_ERROR), None)
    if kind is None:
        return _tell_fault(error)
    found = {name: getattr(error, name, None) for name in _MEMBERS}
    members = {name: value for name, value in found.items() if value is not None and value != ()}
    response = _render(kind, error.detail or kind.meaning, error.cure, members)
    if isinstance(error, OverloadError):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _tell_status(error: HTTPException) -> Response:
    status = error.code or 500
    if status < HTTPStatus.BAD_REQUEST:
        return Response(status=status, headers=error.get_headers())
    kind = _BY_STATUS.get(status) or _tell_unusual(status)
    methods = sorted(getattr(error, "valid_methods", None) or ())
    cure = f"use {', '.join(methods)}" if methods else _CURES.get(status, "")
    response = _render(kind, kind.meaning, cure, {})
    if methods:
        response.headers["Allow"] = ", ".join(methods)
    return response


def _tell_unusual(status: int) -> Kind:
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Error"
    return Kind(status, "request", phrase, f"The server answers with status {status}.")


def _tell_fault(error: Exception) -> Response:
    current_app.logger.error("request %s failed", get_visit().request_id, exc_info=error)
    return _render(_FAULT, _FAULT.meaning, "report it with the id of the request", {})


def _render(kind: Kind, detail: str, cure: str, members: Mapping[str, Any]) -> Response:
    visit = get_visit()
    if visit.record is not None:
        visit.record.outcome = kind.name
    accept = request.headers.get("Accept")
    if prefers_html(accept):
        place = _find_place(visit.call, members)
        page = render_template(
            "problem.html", kind=kind, detail=detail, cure=cure, place=place, members=members, visit=visit
        )
        response = Response(page, kind.status)
    elif choose_media_type(accept, (PROBLEM_JSON, "application/json", "text/plain")) == "text/plain":
        lines = [f"{kind.title}: {detail}", *([f"What would work: {cure}"] if cure else [])]
        response = Response("\n".join(lines) + "\n", kind.status, content_type="text/plain; charset=utf-8")
    else:
        told = {"cure": cure} if cure else {}
        response = _render_document(kind, detail, {**told, **members, "request_id": visit.request_id})
    response.vary.add("Accept")
    mark_fleeting(response)
    return response


def _find_place(call: Call | None, members: Mapping[str, Any]) -> tuple[str, int] | None:
    """Return the line of the query where it is not SPARQL, and the column, if both are known and can be shown."""
    lines = call.query.splitlines()[members.get("line", 0) - 1 :][:1] if call and members.get("line") else []
    column = members.get("column")
    return (lines[0], column) if lines and column and len(lines[0]) <= _WIDEST else None


def _render_document(kind: Kind, detail: str, members: Mapping[str, Any]) -> Response:
    document = {
        "type": url_for("problems.show", name=kind.name),
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        **members,
    }
    return Response(json.dumps(document, indent=2) + "\n", kind.status, content_type=PROBLEM_JSON)
