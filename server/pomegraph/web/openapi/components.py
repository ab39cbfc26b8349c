"""Says what the description in OpenAPI says once: the shapes of answers and problems, headers, common parameters."""

from __future__ import annotations

from typing import Any

from pomegraph.evidence.attribution import VERDICTS
from pomegraph.evidence.rendering import COLUMNS
from pomegraph.questions.additions import WITH
from pomegraph.questions.question import COLUMN_TYPES
from pomegraph.web.problems import BY_ERROR, BY_STATUS, PROBLEM_JSON
from pomegraph.web.questions.json_rows import TOTAL
from pomegraph.web.questions.request import LARGEST_NUMBER

Object = dict[str, Any]

TEXT: Object = {"type": "string"}
# Of answers to questions: what is wrong with the request, then what is wrong here.
STATUSES = ("400", "406", "422", "502", "503", "504")
# Of absolute IRIs (RFC 3987) those that need no knowledge of scripts to tell.
IRI: Object = {
    "type": "string",
    "pattern": r"^[A-Za-z][A-Za-z0-9+.\-]*:(//[A-Za-z0-9.\-]+/)?"
    r"([A-Za-z0-9]([A-Za-z0-9._~!$&'()*+,;=:@/?\-]|%[0-9A-Fa-f]{2})*)?(#[A-Za-z0-9._~/\-]*)?$",
    "examples": ["https://w3id.org/pomegraph/drug/pomalidomide"],
}
_UNCHANGED = "304"


def build_components() -> Object:
    """Return everything that operations refer to."""
    return {
        "schemas": {
            "Problem": _PROBLEM,
            "Questions": _QUESTIONS,
            "Question": _QUESTION,
            "Answer": _ANSWER,
            "Caution": _CAUTION,
            "Source": _SOURCE,
            "Offer": _OFFER,
            "Meta": _META,
            "Cell": _CELL,
            "Attribution": _ATTRIBUTION,
            "Found": _FOUND,
        },
        "headers": {"Link": _LINK, TOTAL: _COUNT, "ETag": _TAG},
        "parameters": {"limit": _LIMIT, "offset": _OFFSET, "timeout": _TIMEOUT},
        "responses": {
            _UNCHANGED: _SAME,
            **{status: _describe_problem(status) for status in (*STATUSES, "404", "413", "415")},
        },
    }


def refer(kind: str, *names: str) -> Object:
    """Return references to components of a kind by their names.

    >>> refer("responses", "400")
    {'400': {'$ref': '#/components/responses/400'}}
    """
    return {name: {"$ref": f"#/components/{kind}/{name}"} for name in names}


def refer_responses(*problems: str) -> Object:
    """Return what there is besides an answer: nothing new, or a problem."""
    return refer("responses", _UNCHANGED, *problems)


def _describe_problem(status: str) -> Object:
    kinds = [kind for kind in (*BY_ERROR.values(), *BY_STATUS.values()) if str(kind.status) == status]
    return {
        "description": " ".join(kind.meaning for kind in kinds),
        "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


_TAG: Object = {"description": "Changes with the data; send it back as If-None-Match.", "schema": TEXT}
_COUNT: Object = {"description": "How many rows there are in all.", "schema": {"type": "integer"}}
_LINK: Object = {
    "description": "If a limit was given, the other parts: first, prev, next, last (RFC 8288).",
    "schema": TEXT,
}
_SAME: Object = {
    "description": "The answer is still the one that If-None-Match names; it is not sent again.",
    "headers": refer("headers", "ETag"),
}
_LIMIT: Object = {
    "name": "limit",
    "in": "query",
    "description": "How many rows; all if it is left out.",
    "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER},
}
_OFFSET: Object = {
    "name": "offset",
    "in": "query",
    "description": "How many rows to leave out before them. The order of rows is total, so that parts fit together.",
    "schema": {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER},
}
_TIMEOUT: Object = {
    "name": "timeout",
    "in": "query",
    "description": "Seconds after which to give up; the server has a limit of its own.",
    "schema": {"type": "string", "pattern": r"^((?=.*[1-9])[0-9]{1,6}(\.[0-9]{1,6})?)?$", "examples": ["20"]},
}
_CELL: Object = {"type": ["string", "number", "integer", "boolean", "null"]}
_QUESTION: Object = {
    "type": "object",
    "required": ["stem", "summary", "description", "tags", "who", "form"],
    "properties": {
        "stem": {"type": "string", "description": "Its name in addresses."},
        "summary": {"type": "string", "description": "The question in words."},
        "description": TEXT,
        "tags": {"type": "array", "items": TEXT},
        "who": {"type": "array", "items": TEXT, "description": "The kinds of people who ask."},
        "form": {"type": "string", "enum": ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]},
        "formerly": {"type": "array", "items": TEXT, "description": "Former names that still lead to it."},
        "parameters": {"type": "array", "items": {"type": "object"}},
        "columns": {"type": "array", "items": {"type": "object"}},
        WITH: {"type": "array", "items": TEXT, "description": "What can be added to the rows."},
        "links": {"type": "object", "additionalProperties": TEXT},
    },
}
_QUESTIONS: Object = {
    "type": "object",
    "required": ["total", "questions"],
    "properties": {
        "total": {"type": "integer"},
        "questions": {"type": "array", "items": {"$ref": "#/components/schemas/Question"}},
    },
}
_COLUMN: Object = {
    "type": "object",
    "required": ["name", "means", "type"],
    "properties": {
        "name": TEXT,
        "means": TEXT,
        "type": {"type": "string", "description": f"One of {', '.join(COLUMN_TYPES)}, or the kind of thing it names."},
    },
}
_CAUTION: Object = {
    "type": "object",
    "required": ["verdict", "reason", "confidence", "evidence"],
    "properties": {
        "verdict": {"type": "string", "description": "contradicted, outdated, belongs to another trial and so on."},
        "reason": TEXT,
        "confidence": {"type": "string", "description": "high, medium or low."},
        "evidence": {"type": "array", "items": TEXT, "description": "The passages of primary sources."},
    },
}
_SOURCE: Object = {
    "type": "object",
    "required": ["label", "kind", "dates", "review"],
    "properties": {
        "label": TEXT,
        "kind": TEXT,
        "dates": {"type": "array", "items": TEXT, "description": "Its date or version, as it prints them."},
        "review": {"type": "array", "items": TEXT, "description": "What it says of its review."},
    },
}
_OFFER: Object = {
    "type": "object",
    "required": ["words", "question", "values", "rows", "page"],
    "properties": {
        "words": {"type": "string", "description": "What it is."},
        "question": {"type": "string", "description": "The question to ask."},
        "values": {
            "type": "object",
            "description": "What to give for its parameters.",
            "additionalProperties": {"type": "array", "items": TEXT},
        },
        "rows": {"type": "integer", "description": "How many rows, or claims, there are."},
        "page": {"type": "string", "description": "The relative address of its page."},
    },
}
_META: Object = {
    "type": "object",
    "required": ["values", "reason", "offers", "left_out", "old_names"],
    "properties": {
        "values": {
            "type": "array",
            "description": "The values that the answer is for, given or by default.",
            "items": {
                "type": "object",
                "required": ["name", "labels", "default", "follows"],
                "properties": {
                    "name": TEXT,
                    "labels": {"type": ["array", "null"], "items": TEXT, "description": "null stands for everything."},
                    "default": {"type": "boolean", "description": "Whether nobody gave it."},
                    "follows": {"type": ["string", "null"], "description": "What it follows from, of a drug."},
                },
            },
        },
        "reason": {"type": ["string", "null"], "description": "Why there are no rows; null if there are some."},
        "offers": {
            "type": "array",
            "description": "Where there are no rows: other values that give some.",
            "items": {"$ref": "#/components/schemas/Offer"},
        },
        "left_out": {
            "type": "array",
            "description": "What this question leaves out, and the questions that have it.",
            "items": {"$ref": "#/components/schemas/Offer"},
        },
        "old_names": {
            "type": "object",
            "description": "Former names of the question and of parameters that were used, with those of today.",
            "additionalProperties": TEXT,
        },
    },
}
_ANSWER: Object = {
    "type": "object",
    "required": [
        *("question", "version", "parameters", "columns", "total", "limit", "offset", "rows", "labels", "links"),
        *("meta", "notice", "cautions", "sources", "notes"),
    ],
    "properties": {
        "notice": {"type": "string", "description": "What to keep in mind when reading any answer."},
        "cautions": {
            "type": "object",
            "description": "What primary evidence says against claims in the rows, by the IRI of the claim.",
            "additionalProperties": {"type": "array", "items": {"$ref": "#/components/schemas/Caution"}},
        },
        "sources": {
            "type": "object",
            "description": "How current the sources of the rows are, by their IRI.",
            "additionalProperties": {"$ref": "#/components/schemas/Source"},
        },
        "notes": {
            "type": "object",
            "description": "What is noted on claims in the rows, document by document, by the IRI of the claim.",
            "additionalProperties": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["source", "text"],
                    "properties": {"source": IRI, "text": TEXT},
                },
            },
        },
        "meta": {"$ref": "#/components/schemas/Meta"},
        "question": {"$ref": "#/components/schemas/Question"},
        "version": {"type": "string", "description": "The release that answered."},
        "parameters": {
            "type": "object",
            "description": "What was asked for; null stands for everything.",
            "additionalProperties": {"type": ["array", "null"], "items": {"type": ["string", "number", "boolean"]}},
        },
        "columns": {"type": "array", "items": _COLUMN},
        "total": {"type": "integer", "description": "How many rows there are in all."},
        "limit": {"type": ["integer", "null"]},
        "offset": {"type": "integer"},
        "rows": {
            "type": "array",
            "items": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Cell"}},
        },
        "labels": {"type": "object", "description": "Names of IRIs in the rows.", "additionalProperties": TEXT},
        "links": {"type": "object", "description": "Relative addresses.", "additionalProperties": TEXT},
    },
}
_ATTRIBUTION: Object = {
    "type": "object",
    "required": list(COLUMNS),
    "properties": {
        "id": {"type": "string", "description": "What the row is called, or its number."},
        "verdict": {"type": "string", "enum": list(VERDICTS)},
        "trials": {"type": "array", "items": TEXT, "description": "The trials that it is from, or may be from."},
        "claims": {"type": "array", "items": TEXT, "description": "IRIs of the primary claims that say so."},
        "reason": TEXT,
    },
}
_PROBLEM: Object = {
    "type": "object",
    "description": "A problem document (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "description": "The page that explains this kind."},
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "cure": {"type": "string", "description": "What would work."},
        "name": {"type": "string", "description": "The parameter that is not understood."},
        "suggestions": {"type": "array", "items": TEXT, "description": "What may have been meant."},
        "request_id": TEXT,
    },
    "examples": [
        {
            "type": "/problems/value",
            "title": "A value is not understood",
            "status": 422,
            "detail": "no drug is called 'pomalidomid'",
            "cure": "did you mean pomalidomide?",
            "name": "drug",
            "suggestions": ["pomalidomide"],
        }
    ],
}
_FOUND_THING: Object = {
    "type": "object",
    "required": ["iri", "kind", "id", "label", "score", "address"],
    "properties": {
        "iri": TEXT,
        "kind": TEXT,
        "id": TEXT,
        "label": TEXT,
        "also": {"type": ["string", "null"], "description": "The other name by which it was found."},
        "score": {"type": "number"},
        "address": {"type": "string", "description": "Where it answers here."},
    },
}
_FOUND_QUESTION: Object = {
    "type": "object",
    "required": ["stem", "summary", "values", "score", "address", "command", "choices"],
    "properties": {
        "stem": TEXT,
        "summary": TEXT,
        "values": {
            "type": "object",
            "description": "The values that the words name, by parameter.",
            "additionalProperties": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["value", "label"],
                    "properties": {"value": TEXT, "label": TEXT},
                },
            },
        },
        "score": {"type": "number"},
        "address": {"type": "string", "description": "Its answer, with these values."},
        "command": TEXT,
        "choices": {
            "type": "array",
            "items": TEXT,
            "description": "Its answers, one for each of several values where it takes one; else none.",
        },
    },
}
_FOUND_CLAIM: Object = {
    "type": "object",
    "required": ["iri", "kind", "label", "score", "address"],
    "properties": {"iri": TEXT, "kind": TEXT, "label": TEXT, "score": {"type": "number"}, "address": TEXT},
}
_FOUND: Object = {
    "type": "object",
    "required": ["q", "meant", "notes", "questions", "things", "documents", "claims"],
    "properties": {
        "q": TEXT,
        "meant": {"type": ["string", "null"], "description": "What was looked for instead, if a word was not known."},
        "notes": {
            "type": "array",
            "items": TEXT,
            "description": "What must be known before what was found, such as that no document tells it.",
        },
        "questions": {"type": "array", "items": _FOUND_QUESTION},
        "things": {"type": "array", "items": _FOUND_THING},
        "documents": {"type": "array", "items": _FOUND_THING},
        "claims": {"type": "array", "items": _FOUND_CLAIM},
    },
}
