"""Describes the questions to programs at /openapi.json, in OpenAPI 3.1, and to people at /openapi."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, render_template, request

from pomegraph import __version__
from pomegraph.formats import FORMATS
from pomegraph.web.asking import MOST
from pomegraph.web.problems import BY_ERROR, MEDIA_TYPE
from pomegraph.web.rows import MEDIA_TYPE as ROWS_TYPE
from pomegraph.web.rows import TOTAL, list_extensions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pomegraph.questions.catalogue import Catalogue
    from pomegraph.questions.question import Parameter, Question
    from pomegraph.web.asking import Asker

_Object = dict[str, Any]
_TEXT: _Object = {"type": "string"}
# Both texts and numbers of a URL are read as texts.
_SCHEMAS: dict[str, _Object] = {
    "integer": {"type": "integer", "minimum": -(10**18) + 1, "maximum": 10**18 - 1},
    "decimal": {"type": "number", "minimum": -(10**17), "maximum": 10**17},
    "date": {"type": "string", "format": "date"},
    "boolean": {"type": "boolean"},
    "text": {"type": "string"},
}
_CELL: _Object = {"type": ["string", "number", "integer", "boolean", "null"]}


def get_openapi_blueprint(asker: Asker) -> Blueprint:
    """Return the routes."""
    blueprint = Blueprint("openapi", __name__)
    document = build_openapi(asker.catalogue)

    @blueprint.get("/openapi.json")
    def give() -> Response:
        described = document | {"servers": [{"url": request.root_url.rstrip("/")}]}
        body = json.dumps(described, ensure_ascii=False, indent=1) + "\n"
        response = Response(body, content_type="application/json")
        response.headers["Cache-Control"] = "no-cache"
        return response

    @blueprint.get("/openapi")
    def show() -> Response:
        response = Response(render_template("openapi.html", paths=document["paths"], questions=asker.catalogue))
        response.headers["Cache-Control"] = "no-cache"
        return response

    return blueprint


def build_openapi(catalogue: Catalogue) -> _Object:
    """Return the description of all questions, without the address of the server."""
    questions = list(catalogue)
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Pomegraph",
            "version": __version__,
            "summary": "Questions about cancer drugs, answered from what documents say.",
            "description": "Each question is a path. A thing is named by its id, its IRI, a CURIE or any of its "
            "names. A parameter that is left out or empty has its default.",
            "license": {"name": "MIT AND CC0-1.0", "identifier": "MIT AND CC0-1.0"},
        },
        "tags": [{"name": name} for name in sorted({tag for question in questions for tag in question.tags})],
        "paths": {
            "/questions": {"get": _describe_list()},
            **{f"/questions/{question.stem}": {"get": _describe(question)} for question in questions},
        },
        "components": {
            "schemas": {"Problem": _PROBLEM, "Question": _QUESTION, "Answer": _ANSWER},
            "responses": {str(status): _describe_problem(status) for status in _STATUSES},
            "parameters": _SHARED,
        },
    }


def _describe_list() -> _Object:
    schema = {
        "type": "object",
        "required": ["total", "questions"],
        "properties": {
            "total": {"type": "integer"},
            "questions": {"type": "array", "items": {"$ref": "#/components/schemas/Question"}},
        },
    }
    return {
        "operationId": "list-questions",
        "summary": "Which questions are there?",
        "parameters": [
            {"name": "q", "in": "query", "description": "Words that a question has.", "schema": _TEXT},
            {"name": "tag", "in": "query", "description": "A subject that it has.", "schema": _TEXT},
        ],
        "responses": {
            "200": {"description": "All of them.", "content": {"application/json": {"schema": schema}}},
            **_refer(("400",)),
        },
    }


def _describe(question: Question) -> _Object:
    parts = ("limit", "offset") if question.form in {"SELECT", "ASK"} else ()
    shared = [{"$ref": f"#/components/parameters/{name}"} for name in (*parts, "timeout")]
    return {
        "operationId": question.stem,
        "summary": question.summary,
        **({"description": question.description} if question.description else {}),
        "tags": list(question.tags),
        "parameters": [*map(_describe_parameter, question.parameters), *shared, _describe_format(question)],
        "responses": {"200": _describe_answer(question), **_refer(_STATUSES)},
    }


def _describe_parameter(parameter: Parameter) -> _Object:
    schema = _describe_value(parameter)
    if parameter.several:
        schema = {"type": "array", "items": schema, "minItems": 1}
    means = parameter.means[:1].upper() + parameter.means[1:]
    return {
        "name": parameter.name,
        "in": "query",
        "description": f"{means}. {'' if parameter.required else _tell_default(parameter)}".strip(),
        "required": parameter.required,
        "schema": schema,
        **({"style": "form", "explode": True} if parameter.several else {}),
    }


def _describe_value(parameter: Parameter) -> _Object:
    if parameter.choices:
        return {"type": "string", "enum": list(parameter.choices)}
    if parameter.is_thing:
        ids = [term.rstrip(">").rpartition("/")[2] for term in parameter.default]
        return {"type": "string", **({"examples": ids} if ids else {})}
    return dict(_SCHEMAS[parameter.type])


def _tell_default(parameter: Parameter) -> str:
    if not parameter.default:
        return "Any, if it is left out."
    return f"If it is left out: {', '.join(_name(term) for term in parameter.default)}."


def _name(term: str) -> str:
    """Return a term as it is given in an address: of a thing its id."""
    return term.rstrip(">").rpartition("/")[2] if term.startswith("<") else term.partition("^^")[0].strip('"')


def _describe_format(question: Question) -> _Object:
    return {
        "name": "format",
        "in": "query",
        "description": "The format, instead of the header Accept; also as an extension of the path.",
        "schema": {"type": "string", "enum": list_extensions(question)},
    }


def _describe_answer(question: Question) -> _Object:
    formats = {each.media_type: {"schema": _TEXT} for each in FORMATS[question.form].values()}
    if question.form in {"SELECT", "ASK"}:
        formats = {ROWS_TYPE: {"schema": _describe_rows(question)}, **formats}
        formats["application/sparql-results+json"] = {"schema": {"type": "object"}}
    else:
        formats["application/ld+json"] = {"schema": {"type": ["object", "array"]}}
    return {"description": "The answer.", "headers": _HEADERS, "content": formats}


def _describe_rows(question: Question) -> _Object:
    columns = {name: _CELL | {"description": means} for name, means in question.columns}
    names = ["answer"] if question.form == "ASK" else list(columns)
    row = {"type": "object", "required": names, "properties": columns}
    rows = {"type": "object", "properties": {"rows": {"type": "array", "items": row}}}
    return {"allOf": [{"$ref": "#/components/schemas/Answer"}, rows]}


def _refer(statuses: Iterable[str]) -> _Object:
    return {status: {"$ref": f"#/components/responses/{status}"} for status in statuses}


def _describe_problem(status: str) -> _Object:
    kinds = [kind for kind in BY_ERROR.values() if str(kind.status) == status]
    return {
        "description": " ".join(kind.meaning for kind in kinds),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


_STATUSES = ("400", "406", "422", "502", "503", "504")
_HEADERS: _Object = {
    "Link": {"description": "Other parts of the answer, if a limit was given (RFC 8288).", "schema": _TEXT},
    TOTAL: {"description": "How many rows there are in all.", "schema": {"type": "integer"}},
    "ETag": {"description": "Changes with the data.", "schema": _TEXT},
}
_SHARED: _Object = {
    "limit": {
        "name": "limit",
        "in": "query",
        "description": "How many rows; all if it is left out.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST},
    },
    "offset": {
        "name": "offset",
        "in": "query",
        "description": "How many rows to leave out before them.",
        "schema": {"type": "integer", "minimum": 0, "maximum": MOST},
    },
    "timeout": {
        "name": "timeout",
        "in": "query",
        "description": "Seconds after which to give up; the server has a limit of its own.",
        "schema": {"type": "string", "pattern": r"^((?=.*[1-9])[0-9]{1,6}(\.[0-9]{1,6})?)?$", "examples": ["20"]},
    },
}
_QUESTION: _Object = {
    "type": "object",
    "required": ["stem", "summary", "description", "tags", "who", "form"],
    "properties": {
        "stem": {"type": "string", "description": "Its name in addresses."},
        "summary": {"type": "string", "description": "The question in words."},
        "description": _TEXT,
        "tags": {"type": "array", "items": _TEXT},
        "who": {"type": "array", "items": _TEXT, "description": "The kinds of people who ask."},
        "form": {"type": "string", "enum": ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]},
        "parameters": {"type": "array", "items": {"type": "object"}},
        "columns": {"type": "array", "items": {"type": "object"}},
        "links": {"type": "object", "additionalProperties": _TEXT},
    },
}
_ANSWER: _Object = {
    "type": "object",
    "required": ["question", "version", "parameters", "columns", "total", "limit", "offset", "rows", "labels", "links"],
    "properties": {
        "question": {"$ref": "#/components/schemas/Question"},
        "version": {"type": "string", "description": "The release that answered."},
        "parameters": {
            "type": "object",
            "description": "What was asked for; null stands for everything.",
            "additionalProperties": {"type": ["array", "null"], "items": {"type": ["string", "number", "boolean"]}},
        },
        "columns": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "means", "type"],
                "properties": {
                    "name": _TEXT,
                    "means": _TEXT,
                    "type": {"enum": ["iri", "text", "integer", "number", "boolean", "mixed", None]},
                },
            },
        },
        "total": {"type": "integer", "description": "How many rows there are in all."},
        "limit": {"type": ["integer", "null"]},
        "offset": {"type": "integer"},
        "rows": {"type": "array", "items": {"type": "object", "additionalProperties": _CELL}},
        "labels": {"type": "object", "description": "Names of IRIs in the rows.", "additionalProperties": _TEXT},
        "links": {"type": "object", "description": "Relative addresses.", "additionalProperties": _TEXT},
    },
}
_PROBLEM: _Object = {
    "type": "object",
    "description": "A problem document (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "cure": {"type": "string", "description": "What would work."},
        "name": {"type": "string", "description": "The parameter that is not understood."},
        "suggestions": {"type": "array", "items": _TEXT, "description": "What may have been meant."},
        "request_id": _TEXT,
    },
}
