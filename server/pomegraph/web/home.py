"""The page at / that says what this is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

if TYPE_CHECKING:
    from pomegraph.engine.client import EngineClient


def get_home_blueprint(engine: EngineClient) -> Blueprint:
    """Return the route of the page."""
    blueprint = Blueprint("home", __name__)

    @blueprint.get("/")
    def show() -> str:
        return render_template("home.html", status=engine.status)

    return blueprint
