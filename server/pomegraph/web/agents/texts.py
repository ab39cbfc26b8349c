"""Texts for language models: /llms.txt tells what there is, /schema.txt how to ask it in SPARQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request, url_for

from pomegraph.questions.background import NOTICE
from pomegraph.sparql.formats import choose_media_type
from pomegraph.web.headers import mark_checked
from pomegraph.web.questions.request import give_tag

if TYPE_CHECKING:
    from pomegraph.questions.question import Question
    from pomegraph.web.agents.service import AgentService

_PLAIN, _MARKDOWN = "text/plain", "text/markdown"
_ABOUT = """\
# Pomegraph

> An evidence graph for cancer drugs: what documents say, passage by passage, where they disagree, and what primary
> evidence makes of it. {notice}

A claim has passages that make it and may have a verdict of primary evidence: tell both. Each question below answers
`GET {root}questions/QUESTION.json?PARAMETER=VALUE&limit=20` with rows, labels, cautions and sources. Things are named
by any name, and `*` is any. Parameters that are left out have defaults: {root}questions/QUESTION tells which.

## How to ask

- [Schema]({root}schema.txt): classes, properties, values, rules and example queries for SPARQL, in 4,000 tokens
- [SPARQL]({root}sparql): `GET {root}sparql?query=...`, with `Accept: text/csv` or `application/sparql-results+json`
- [OpenAPI]({root}openapi.json): every question as an operation
- [Describe]({root}resolve): `GET {root}resolve?id=NAME` leads to a thing by any name or identifier
"""


def get_texts_blueprint(service: AgentService, *, has_tools: bool) -> Blueprint:
    """Return the routes; what there is tells of the tools where they are offered."""
    blueprint = Blueprint("agents", __name__)
    blueprint.after_request(give_tag)

    @blueprint.get("/llms.txt")
    def tell() -> Response:
        return _respond(_write_overview(service, has_tools=has_tools), _MARKDOWN)

    @blueprint.get("/schema", defaults={"extension": ""})
    @blueprint.get("/schema.<any(txt, md):extension>")
    def show_schema(extension: str) -> Response:
        accepted = choose_media_type(request.headers.get("Accept"), (_PLAIN, _MARKDOWN))
        chosen = {"txt": _PLAIN, "md": _MARKDOWN}.get(extension) or accepted or _PLAIN
        return _respond(service.schema.read(service.open_desk()), chosen)

    return blueprint


def _respond(text: str, media_type: str) -> Response:
    response = Response(text, content_type=f"{media_type}; charset=utf-8")
    mark_checked(response)
    return response


def _write_overview(service: AgentService, *, has_tools: bool) -> str:
    root = url_for("home.show", _external=True)
    about = _ABOUT.format(root=root, notice=NOTICE)
    if has_tools:
        about += f"- [Tools]({root}mcp): the Model Context Protocol, streamable HTTP\n"
    questions = [_tell_question(one, root) for one in service.questions.catalogue]
    return about + "\n## Questions\n\n" + "\n".join(questions) + "\n"


def _tell_question(question: Question, root: str) -> str:
    needed = ", ".join(one.name for one in question.parameters if one.required)
    return f"- [{question.stem}]({root}questions/{question.stem}): {question.summary}" + f" Needs {needed}." * bool(
        needed
    )
