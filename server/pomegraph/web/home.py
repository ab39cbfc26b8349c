"""The page at / that says what this is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from pomegraph import __version__

if TYPE_CHECKING:
    from pomegraph.engine import Engine


def get_home_blueprint(engine: Engine) -> Blueprint:
    """Return the route of the page."""
    blueprint = Blueprint("home", __name__)

    @blueprint.get("/")
    def show() -> str:
        return render_template("home.html", quads=len(engine), version=__version__)

    return blueprint
