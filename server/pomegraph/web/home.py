"""The page at / that says what this is."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Blueprint, Response, redirect, render_template, request, url_for

from pomegraph.sparql.formats import GRAPH_FORMATS, choose_media_type

if TYPE_CHECKING:
    from pomegraph.engine.client import EngineClient

_PAGE = "text/html"
_OFFERS = (_PAGE, *(each.media_type for each in GRAPH_FORMATS.values()))


def get_home_blueprint(engine: EngineClient) -> Blueprint:
    """Return the route of the page."""
    blueprint = Blueprint("home", __name__)

    @blueprint.get("/")
    def show() -> Response:
        media_type = choose_media_type(request.headers.get("Accept"), _OFFERS)
        if engine.status.base is None or media_type in {None, _PAGE}:
            response = Response(render_template("home.html", status=engine.status))
        else:
            # The base is an IRI too: of who publishes the data, which their description tells.
            response = cast("Response", redirect(url_for("dataset.give_void"), 303, Response))
        response.vary.add("Accept")
        return response

    return blueprint
