"""Tells every error the same way: as a problem document (RFC 9457), as plain text, or as a page."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from pomegraph.errors import OverloadError, PomegraphError
from pomegraph.sparql.formats import choose_media_type, prefers_html
from pomegraph.web.headers import mark_fleeting
from pomegraph.web.problems import BY_ERROR, BY_STATUS, FAULT, KINDS, NO_MEMORY, PROBLEM_JSON, Kind
from pomegraph.web.visit import get_visit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from pomegraph.web.protocol import Call

_WIDEST = 200
_CURES = {404: "the first page tells what there is", 413: "send less, or in parts"}


def handle_problems(app: Flask) -> None:
    """Tell all errors of an application, also those that are bugs, without showing what is inside."""
    app.register_error_handler(PomegraphError, _tell_error)
    app.register_error_handler(HTTPException, _tell_status)
    app.register_error_handler(MemoryError, _tell_memory)
    app.register_error_handler(Exception, _tell_fault)


def get_problems_blueprint() -> Blueprint:
    """Return the pages that the types of problem documents lead to."""
    blueprint = Blueprint("problems", __name__)

    @blueprint.get("/problems/<name>")
    def show(name: str) -> Response:
        kind = KINDS.get(name) or abort(404)
        return Response(render_template("kind.html", kind=kind))

    return blueprint


def find_kind(error: PomegraphError) -> Kind | None:
    """Return the kind of problem that an error is; None for a bug."""
    return next((BY_ERROR[each] for each in type(error).__mro__ if each in BY_ERROR), None)


def _tell_error(error: PomegraphError) -> Response:
    kind = find_kind(error)
    if kind is None:
        return _tell_fault(error)
    response = _render(kind, error.detail or kind.meaning, error.cure, error.members)
    if isinstance(error, OverloadError):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _tell_status(error: HTTPException) -> Response:
    status = error.code or 500
    if status < HTTPStatus.BAD_REQUEST:
        return Response(status=status, headers=error.get_headers())
    kind = BY_STATUS.get(status) or _tell_unusual(status)
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
    return _render(FAULT, FAULT.meaning, "report it with the id of the request", {})


def _tell_memory(_: MemoryError) -> Response:
    current_app.logger.error("request %s took more memory than there is", get_visit().request_id)
    return _render(NO_MEMORY, NO_MEMORY.meaning, "ask for less, or try again", {})


def _render(kind: Kind, detail: str, cure: str, members: Mapping[str, Any]) -> Response:
    visit = get_visit()
    if visit.record is not None:
        visit.record.outcome = kind.name
    accept = request.headers.get("Accept")
    if prefers_html(accept):
        place = _find_place(visit.call, members)
        meant = _list_meant(members)
        page = render_template(
            "problem.html", kind=kind, detail=detail, cure=cure, place=place, meant=meant, members=members, visit=visit
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


def _list_meant(members: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what may have been meant instead of the value of a parameter, each with the address that asks for it."""
    given, name = request.args.to_dict(flat=False), str(members.get("name", ""))
    texts, suggested = given.get(name, []), members.get("suggestions", ())
    # Of several values that were given, one is to be chosen.
    if request.method != "GET" or not texts or (len(texts) > 1 and not set(texts).issuperset(suggested)):
        return []
    path = request.script_root + quote(request.path)
    return [(each, f"{path}?{urlencode(given | {name: [each]}, doseq=True)}") for each in suggested]


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
