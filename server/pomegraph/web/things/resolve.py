"""Leads from any identifier or name at /resolve to the thing that has it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from flask import Blueprint, Response, redirect, render_template, request, url_for

from pomegraph.names import BASE
from pomegraph.web.headers import mark_checked
from pomegraph.web.problems import IdentifierUnknownError, ParameterError
from pomegraph.web.protocol import read_parameters, read_wishes
from pomegraph.web.things.finding import find_named

if TYPE_CHECKING:
    from pomegraph.questions.things import NamedThing, Things
    from pomegraph.web.questions.request import QuestionService

_LONGEST = 500
_MOST = 20


def get_resolve_blueprint(service: QuestionService) -> Blueprint:
    """Return the route."""
    blueprint = Blueprint("resolve", __name__)

    @blueprint.get("/resolve")
    def lead_on() -> Response:
        parameters = read_parameters(request)
        name = (parameters.find_value("id") or "").strip()
        if not name or len(name) > _LONGEST:
            raise ParameterError("id", "there is no identifier, or it is too long", "give it as id=, as in id=DB08910")
        path = _find_path(service, name)
        if path is not None:
            return _redirect(path)
        found = service.list_things().find_any(name)
        if not found:
            raise IdentifierUnknownError(name, _suggest(service.list_things(), name))
        if len(found) == 1:
            return _redirect(_locate(service, found[0]))
        links = [(thing, url_for("things.answer", path=_locate(service, thing))) for thing in found[:_MOST]]
        return respond_several(name, links)

    return blueprint


def _find_path(service: QuestionService, name: str) -> str | None:
    """Return the path of an IRI of ours that the graph knows: also of what is no thing of a register."""
    base = service.engine.status.base
    for start in (base, BASE):
        if start and name.startswith(start) and (found := find_named(service, name.removeprefix(start))):
            return found.path
    return None


def _locate(service: QuestionService, thing: NamedThing) -> str:
    return thing.iri.removeprefix(service.engine.status.base or url_for("home.show", _external=True))


def _redirect(path: str) -> Response:
    response = cast("Response", redirect(url_for("things.answer", path=path), 303, Response))
    mark_checked(response)
    return response


def _suggest(things: Things, name: str) -> list[str]:
    return list(dict.fromkeys(text for kind in things.by_kind for text in things.suggest(kind, name)))[:5]


def respond_several(name: str, links: list[tuple[NamedThing, str]]) -> Response:
    """Return the choice between several things that have a name, each with its address (RFC 9110, 15.4.1)."""
    if read_wishes(request.headers.get("Accept"), None).is_page:
        response = Response(render_template("resolve.html", name=name, links=links), 300)
    else:
        told = [{"iri": each.iri, "kind": each.kind, "label": each.label, "address": link} for each, link in links]
        response = Response(json.dumps({"id": name, "things": told}, indent=1) + "\n", 300)
        response.content_type = "application/json"
    response.headers["Link"] = ", ".join(f'<{link}>; rel="alternate"' for _, link in links)
    mark_checked(response)
    return response
