"""Tells a supervisor whether this process lives, and a load balancer whether queries are answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response

from pomegraph.version import __version__

if TYPE_CHECKING:
    from pomegraph.engine.client import EngineClient


def get_health_blueprint(engine: EngineClient) -> Blueprint:
    """Return the routes: /health/live is 200 while anything is answered, /health/ready 503 while no query is.

    A query is put to a process for queries, which must answer it within seconds. Where all are at work on those of
    others, queries wait or are turned away, and that is no reason to send everybody else away too.

    `refused` tells that newer data could not be opened, and those before are served on.
    """
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/health/live")
    def live() -> Response:
        return _respond(200, {"live": True, "pomegraph": __version__})

    @blueprint.get("/health/ready")
    def ready() -> Response:
        if not engine.is_answering():
            return _respond(503, {"ready": False})
        status = engine.status
        refused = engine.has_refused()
        return _respond(200, {"ready": True, "version": status.version, "store": status.store, "refused": refused})

    return blueprint


def _respond(status: int, facts: dict[str, str | bool]) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(json.dumps(facts) + "\n", status, headers, content_type="application/json")
