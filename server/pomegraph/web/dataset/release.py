"""Gives away the files of the release at /release, whole or in parts, each with its checksum."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, url_for

from pomegraph.web.headers import mark_checked
from pomegraph.web.protocol import read_parameters, read_wishes
from pomegraph.web.questions.request import give_tag

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug.wrappers import Response as Answer

    from pomegraph.release import FileFacts
    from pomegraph.web.release_files import ReleaseFiles

_MEDIA_TYPES = {
    ".ttl": "text/turtle",
    ".trig": "application/trig",
    ".nq": "application/n-quads",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".csv-metadata.json": "application/csvm+json",
    ".json": "application/json",
}
_PLAIN = "text/plain"


def get_release_blueprint(files: ReleaseFiles) -> Blueprint:
    """Return the routes of the files."""
    blueprint = Blueprint("release", __name__)
    blueprint.after_request(give_tag)

    @blueprint.get("/release", strict_slashes=False)
    def list_all() -> Response:
        found = files.list_all() or abort(404)
        parameters = read_parameters(request)
        if read_wishes(request.headers.get("Accept"), parameters.find_first("format")).is_page:
            links = {name: (url_for("release.give", name=name), facts) for name, facts in found.items()}
            response = Response(render_template("release.html", files=links))
        else:
            told = [
                {"name": name, "address": url_for("release.give", name=name, _external=True), **asdict(facts)}
                for name, facts in found.items()
            ]
            response = Response(json.dumps({"files": told}, indent=1) + "\n", content_type="application/json")
        mark_checked(response)
        response.headers["Link"] = ", ".join(
            f'<{url_for("release.give", name=name, _external=True)}>; rel="item"; type="{_find_type(name)}"'
            for name in found
        )
        return response

    @blueprint.get("/release/<name>")
    def give(name: str) -> Response:
        return _send(*(files.find(name) or abort(404)))

    @blueprint.get("/release/<name>/sha256")
    def tell_sum(name: str) -> Answer:
        if files.find(name) is None:
            abort(404)
        return redirect(url_for("dataset.give_void"), 303)

    return blueprint


def _find_type(name: str) -> str:
    return next((kind for ending, kind in _MEDIA_TYPES.items() if name.endswith(ending)), _PLAIN)


def _send(path: Path, facts: FileFacts) -> Response:
    # RFC 9110, 14: parts are of these very bytes, and so they are not packed on their way.
    response = send_file(path, mimetype=_find_type(path.name), conditional=True, etag=facts.sha256)
    response.cache_control.max_age = None
    response.cache_control.no_cache = True
    # RFC 9530: the digest of the whole file, also beside a part of it.
    digest = base64.b64encode(bytes.fromhex(facts.sha256)).decode("ascii")
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    response.headers["Link"] = f'<{url_for("dataset.give_void", _external=True)}>; rel="collection"; type="text/turtle"'
    return response
