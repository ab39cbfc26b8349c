"""Makes the Flask application: mounts blueprints and error handlers, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from pomegraph.errors import PomegraphError, QueryError, ResultFormatError
from pomegraph.web.home import get_home_blueprint
from pomegraph.web.sparql import get_sparql_blueprint

if TYPE_CHECKING:
    from pomegraph.engine import Engine

_STATUSES: dict[type[PomegraphError], int] = {QueryError: 400, ResultFormatError: 406}


def create_app(engine: Engine) -> Flask:
    """Return the application that serves one engine."""
    app = Flask(__name__)
    app.register_blueprint(get_home_blueprint(engine))
    app.register_blueprint(get_sparql_blueprint(engine))
    app.register_error_handler(PomegraphError, _explain)
    app.register_error_handler(HTTPException, _explain_status)
    return app


def _explain(error: PomegraphError) -> Response:
    return Response(f"{error}\n", _STATUSES.get(type(error), 500), mimetype="text/plain")


def _explain_status(error: HTTPException) -> Response:
    response = Response(f"{error.description}\n", error.code, mimetype="text/plain")
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response
