"""Describes the questions to programs at /openapi.json, in OpenAPI 3.1, and to people at /openapi."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request

from pomegraph.questions.schema import name_term, tell_default
from pomegraph.version import __version__
from pomegraph.web.openapi.components import build_components
from pomegraph.web.openapi.operations import (
    describe_description,
    describe_form,
    describe_list,
    describe_operation,
    describe_search,
    describe_trace,
)
from pomegraph.web.questions.json_rows import JSON
from pomegraph.web.questions.request import give_tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.questions.catalogue import Catalogue
    from pomegraph.questions.question import Question
    from pomegraph.web.openapi.components import Object
    from pomegraph.web.questions.request import QuestionService

_DESCRIPTION = """\
Each question is a path that answers GET.

**Things.** A drug, a trial or any other thing is named by its id, its IRI, a CURIE such as `CHEBI:72690`, or any of its
names, in any case. `/questions/things` lists them all with their names and identifiers; a name that nothing has is
answered with those that look like it. `/search` finds what anyone's words mean.

**Values.** A parameter of a question that is left out or empty has its default. `*` stands for everything where the
default does, and for each thing or choice where several may be given.

**Additions.** `with=labels` puts the label of each thing behind its IRI, as `drugLabel` behind `drug`;
`with=provenance` adds `claimDocument`, `claimPlace`, `claimCitation`, `claimVerdict`, `claimNote`: where the claim of a
row is made, what is cited there, what primary sources say of it, what is noted beside it. Documents of one claim come
in one order in these columns, with ` | ` between two; what is of one document has `; ` between. Both may be given.

**Formats.** JSON with plain values unless the header `Accept`, the parameter `format` or an extension of the path, as
in `.csv`, says otherwise; `.srj` is the JSON of SPARQL. Graphs are given in Turtle unless something else is wanted.

**Descriptions.** The `Link` header of an answer leads to its description (`rel="describedby"`, CSV on the Web): the
columns, the values used, what is left out, licence and version. Under a former name it leads also to that of today
(`rel="successor-version"`).

**Parts.** `limit` and `offset` ask for some rows; the header `Link` leads to the other parts, and `X-Total-Count` tells
how many rows there are in all.

**Caching.** Answers carry an `ETag`. Send it back as `If-None-Match`, and 304 tells that the data are the same.

**Problems.** What goes wrong is told by a problem document (RFC 9457): what is wrong, what would work, and for a value
that is not understood the name of its parameter, with suggestions. A question that is not there is told so with 404.
"""


def get_openapi_blueprint(service: QuestionService, *, is_tracing: bool) -> Blueprint:
    """Return the routes."""
    blueprint = Blueprint("openapi", __name__)
    blueprint.after_request(give_tag)
    blueprint.add_app_template_filter(tell_default)
    blueprint.add_app_template_filter(name_term)
    document = build_openapi(service.catalogue, is_tracing=is_tracing)

    @blueprint.get("/openapi.json")
    def give() -> Response:
        described = document | {"servers": [{"url": request.root_url.rstrip("/")}]}
        response = Response(json.dumps(described, ensure_ascii=False, indent=1) + "\n", content_type=JSON)
        response.headers["Cache-Control"] = "no-cache"
        return response

    @blueprint.get("/openapi")
    def show() -> Response:
        response = Response(render_template("openapi.html", questions=list(service.catalogue)))
        response.headers["Cache-Control"] = "no-cache"
        return response

    return blueprint


def build_openapi(catalogue: Catalogue, *, is_tracing: bool) -> Object:
    """Return the description of all questions, without the address of the server."""
    questions = list(catalogue)
    return {
        "openapi": "3.1.1",
        "info": _describe_all(),
        "tags": [{"name": name} for name in _list_tags(questions)],
        "security": [],
        "paths": {
            "/questions": {"get": describe_list()},
            **{f"/questions/{question.stem}": {"get": describe_operation(question)} for question in questions},
            "/describe": {"get": describe_description()},
            "/search": {"get": describe_search()},
            **({"/trace": {"get": describe_form(), "post": describe_trace()}} if is_tracing else {}),
        },
        "components": build_components(),
    }


def _describe_all() -> Object:
    return {
        "title": "Pomegraph",
        "version": __version__,
        "summary": "Questions about cancer drugs, answered from what documents say.",
        "description": _DESCRIPTION,
        "license": {"name": "MIT AND CC0-1.0", "identifier": "MIT AND CC0-1.0"},
    }


def _list_tags(questions: Sequence[Question]) -> list[str]:
    return ["questions", *sorted({tag for question in questions for tag in question.tags} - {"questions"})]
