"""Describes each question as an operation of OpenAPI 3.1, from its header, and the two that lead to and from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.evidence.figures import COLUMN_MEANINGS
from pomegraph.questions.additions import ADDITIONS, WITH, list_added, list_additions
from pomegraph.questions.schema import build_cell_schema, build_schema, explain_parameter
from pomegraph.search.finder import MOST_FOUND, USUAL_NUMBER
from pomegraph.sparql.formats import FORMATS
from pomegraph.sparql.results import TABLE_FORMS
from pomegraph.web.openapi.components import IRI, STATUSES, TEXT, refer, refer_responses
from pomegraph.web.questions.json_rows import JSON, TOTAL, list_extensions
from pomegraph.web.search.routes import LONGEST_SEARCH
from pomegraph.web.tracing.request import BOUNDS, TABLE_TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.questions.question import Parameter, Question
    from pomegraph.web.openapi.components import Object


_TABLE: Object = {
    "type": "string",
    "examples": ["trial,measure,value,unit\nMM-003,median PFS,4.2,months\n"],
}
_FIGURES: Object = {
    "type": "array",
    "maxItems": BOUNDS.rows,
    "items": {
        "type": "object",
        "properties": {
            name: {"type": ["string", "number", "null"], "maxLength": BOUNDS.letters, "description": means}
            for name, means in COLUMN_MEANINGS.items()
        },
        "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
    },
}


def describe_list() -> Object:
    """Return the operation that lists the questions."""
    return {
        "operationId": "list-questions",
        "summary": "Which questions are there?",
        "tags": ["questions"],
        "parameters": [
            {
                "name": "q",
                "in": "query",
                "description": "Anyone's words; the ten questions that fit best.",
                "schema": TEXT,
            },
            {"name": "tag", "in": "query", "description": "A subject that it has.", "schema": TEXT},
        ],
        "responses": {
            "200": {
                "description": "All of them.",
                "headers": refer("headers", "ETag"),
                "content": {JSON: {"schema": {"$ref": "#/components/schemas/Questions"}}},
            },
            **refer_responses("400"),
        },
    }


def describe_search() -> Object:
    """Return the operation that finds anything by anyone's words."""
    most = {"type": "integer", "minimum": 1, "maximum": MOST_FOUND, "default": USUAL_NUMBER}
    typing = "Whether the last word may not be typed to its end; things of which a name begins so come first then."
    return {
        "operationId": "search",
        "summary": "Which questions, things, documents and claims fit some words?",
        "description": "Questions come with the values that the words name, and as the address of their answer.",
        "tags": ["questions"],
        "parameters": [
            {
                "name": "q",
                "in": "query",
                "description": "A question in anyone's words, a name, an identifier.",
                "required": True,
                "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_SEARCH, "pattern": r"\S"},
            },
            {"name": "limit", "in": "query", "description": "How many of each at most.", "schema": most},
            {"name": "typing", "in": "query", "description": typing, "schema": {"type": "boolean"}},
            _describe_format(["json"]),
        ],
        "responses": {
            "200": {
                "description": "What fits, the best first; always five questions.",
                "headers": refer("headers", "ETag"),
                "content": {JSON: {"schema": {"$ref": "#/components/schemas/Found"}}},
            },
            **refer_responses("400", "406", "502", "503", "504"),
        },
    }


def describe_description() -> Object:
    """Return the operation that tells what the graph says of an IRI."""
    name = {"name": "iri", "in": "query", "description": "The whole IRI.", "required": True, "schema": IRI}
    return {
        "operationId": "describe",
        "summary": "What does the graph say of an IRI?",
        "description": "Leads on from an answer: from a claim to its passages, from a passage to its document.",
        "tags": ["questions"],
        "parameters": [
            name,
            {"$ref": "#/components/parameters/timeout"},
            _describe_format([each.extension for each in FORMATS["DESCRIBE"].values()]),
        ],
        "responses": {
            "200": {
                "description": "Its statements.",
                "headers": refer("headers", "ETag"),
                "content": _describe_graph("DESCRIBE"),
            },
            **refer_responses("400", "404", "406", "502", "503", "504"),
        },
    }


def describe_trace() -> Object:
    """Return the operation that traces figures."""
    bodies = {name: {"schema": _TABLE} for name in TABLE_TYPES if name.startswith("text/")}
    verdicts = {"type": "array", "items": {"$ref": "#/components/schemas/Attribution"}}
    return {
        "operationId": "trace",
        "summary": "Which trials are these figures from?",
        "description": f"A row for each figure, at most {BOUNDS.rows:,}; any cell may be empty. "
        f"The columns are {', '.join(COLUMN_MEANINGS)}, and low and high of a range. "
        "JSON lines are read as application/x-ndjson.",
        "tags": ["questions"],
        "parameters": [_describe_format(["json", "csv", "tsv"])],
        "requestBody": {
            "required": True,
            "content": {JSON: {"schema": _FIGURES}, **bodies},
        },
        "responses": {
            "200": {
                "description": "What primary figures say of each, in the order of the rows.",
                "content": {
                    JSON: {"schema": verdicts},
                    **{name: {"schema": TEXT} for name in ("text/csv", "text/tab-separated-values")},
                },
            },
            **refer("responses", "400", "406", "413", "415", "502", "503", "504"),
        },
    }


def describe_form() -> Object:
    """Return the operation that gives people a form to trace figures with."""
    page = {"text/html": {"schema": TEXT}}
    return {
        "operationId": "trace-form",
        "summary": "Which trials are these figures from, asked with a form?",
        "tags": ["questions"],
        "responses": {"200": {"description": "A page.", "headers": refer("headers", "ETag"), "content": page}},
    }


def describe_operation(question: Question) -> Object:
    """Return the operation that answers a question."""
    parts = ("limit", "offset") if question.form in TABLE_FORMS else ()
    shared = refer("parameters", *parts, "timeout").values()
    format_ = _describe_format(list_extensions(question))
    description = " ".join(filter(None, (question.description, _tell_chart(question))))
    return {
        "operationId": question.stem,
        "summary": question.summary,
        **({"description": description} if description else {}),
        "tags": list(question.tags),
        "parameters": [
            *map(_describe_parameter, question.parameters),
            *_list_old(question),
            *_describe_additions(question),
            *shared,
            format_,
        ],
        "responses": {"200": _describe_answer(question), **refer_responses(*STATUSES)},
    }


def _tell_chart(question: Question) -> str:
    path = f"/questions/{question.stem}"
    return f"A chart is at {path}.svg, its Vega-Lite specification at {path}.vl.json." if question.chart else ""


def _describe_parameter(parameter: Parameter) -> Object:
    return {
        "name": parameter.name,
        "in": "query",
        "description": explain_parameter(parameter),
        "required": parameter.required,
        "schema": build_schema(parameter),
        **({"style": "form", "explode": True} if parameter.several else {}),
    }


def _list_old(question: Question) -> list[Object]:
    """Return the names that parameters had before, which still work."""
    return [
        _describe_parameter(one)
        | {"name": name, "required": False, "deprecated": True, "description": f"An old name of {one.name}."}
        for one in question.parameters
        for name in one.formerly
        if name != WITH
    ]


def _describe_additions(question: Question) -> list[Object]:
    """Return the parameter that adds columns, where there is something to add."""
    names = list_additions(question)
    if not names:
        return []
    means = ". ".join(f"{name}: {ADDITIONS[name]}" for name in names)
    kinds = {"type": "array", "items": {"type": "string", "enum": list(names)}, "minItems": 1}
    described = {"name": WITH, "in": "query", "description": f"Adds columns. {means}.", "schema": kinds}
    return [described | {"style": "form", "explode": True}]


def _describe_format(extensions: Sequence[str]) -> Object:
    return {
        "name": "format",
        "in": "query",
        "description": "The format, instead of the header Accept; also as an extension of the path.",
        "schema": {"type": "string", "enum": list(extensions)},
    }


def _describe_answer(question: Question) -> Object:
    if question.form not in TABLE_FORMS:
        headers, content = refer("headers", "ETag"), _describe_graph(question.form)
    else:
        headers, content = refer("headers", "Link", TOTAL, "ETag"), _describe_table(question)
    return {"description": "The answer.", "headers": headers, "content": content}


def _describe_table(question: Question) -> Object:
    content = {each.media_type: {"schema": TEXT} for each in FORMATS[question.form].values()}
    sparql = {"application/sparql-results+json": {"schema": {"type": "object"}}}
    return {JSON: {"schema": _describe_rows(question)}} | content | sparql


def _describe_graph(form: str) -> Object:
    content = {each.media_type: {"schema": TEXT} for each in FORMATS[form].values()}
    return content | {"application/ld+json": {"schema": {"type": ["object", "array"]}}}


def _describe_rows(question: Question) -> Object:
    columns = {column.name: build_cell_schema(column) for column in question.columns}
    columns = columns or {"answer": {"type": "boolean", "description": "Yes or no."}}
    added = {one.column.name: build_cell_schema(one.column) for one in list_added(question, list_additions(question))}
    row = {"type": "object", "required": list(columns), "properties": columns | added}
    rows = {"type": "object", "properties": {"rows": {"type": "array", "items": row}}}
    return {"allOf": [{"$ref": "#/components/schemas/Answer"}, rows]}
