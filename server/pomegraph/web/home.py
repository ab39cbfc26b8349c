"""The page at / that says what this is, what it found out, and how to get it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Blueprint, Response, redirect, render_template, request, url_for

from pomegraph.names import POM, RDFS
from pomegraph.sparql.formats import GRAPH_FORMATS, choose_media_type
from pomegraph.sparql.results import read_table
from pomegraph.web.headers import mark_checked
from pomegraph.web.questions.request import give_tag
from pomegraph.web.things.answering import find_question
from pomegraph.web.things.findings import ask_findings, list_findings

if TYPE_CHECKING:
    from pomegraph.web.questions.request import QuestionService
    from pomegraph.web.release_files import ReleaseFiles

_PAGE = "text/html"
_OFFERS = (_PAGE, *(each.media_type for each in GRAPH_FORMATS.values()))
# What is counted for readers, in this order, with how many of it are called.
_COUNTED = {
    "Drug": "drugs",
    "Disease": "diseases",
    "Trial": "trials",
    "Regimen": "regimens",
    "Source": "documents",
    "Claim": "claims",
    "Disagreement": "disagreements",
}
_COUNTS = f"""\
SELECT ?class (COUNT(?one) AS ?number) WHERE {{
  VALUES ?class {{ {" ".join(f"<{POM}{name}>" for name in _COUNTED)} }}
  ?one a ?class . FILTER EXISTS {{ ?one <{RDFS}label> ?label }}
}} GROUP BY ?class ORDER BY ?class"""


def get_home_blueprint(service: QuestionService, files: ReleaseFiles) -> Blueprint:
    """Return the route of the page."""
    blueprint = Blueprint("home", __name__)
    blueprint.after_request(give_tag)
    engine = service.engine

    @blueprint.get("/")
    def show() -> Response:
        media_type = choose_media_type(request.headers.get("Accept"), _OFFERS)
        if engine.status.base is not None and media_type not in {None, _PAGE}:
            # The base is an IRI too: of who publishes the data, which their description tells.
            response = cast("Response", redirect(url_for("dataset.give_void"), 303, Response))
            response.vary.add("Accept")
            return response
        response = Response(_render(service, files))
        mark_checked(response)
        return response

    return blueprint


def ask_ahead(service: QuestionService) -> None:
    """Ask what the page needs, so that the answers are kept when it is asked for.

    Raises:
        PomegraphError: the engine has no answer.
    """
    _count_kinds(service)
    ask_findings(service)


def _render(service: QuestionService, files: ReleaseFiles) -> str:
    status = service.engine.status
    if status.base is None:
        return render_template("home.html", status=status, findings=(), counts={}, files={})
    findings = [(each, find_question(service, each.question)) for each in list_findings(service)]
    names = [name for name in files.list_all() if name in {"pomegraph.ttl", "pomegraph.nq", "claims.csv"}]
    return render_template(
        "home.html", status=status, findings=findings, counts=_count_kinds(service), files=names, root=request.url_root
    )


def _count_kinds(service: QuestionService) -> dict[str, int]:
    """Return how many there are of what, in the order in which readers want to know."""
    rows = read_table(service.results.ask(_COUNTS).body).rows
    numbers = {str(name).removeprefix(POM): int(number) for name, number in rows}
    return {words: numbers[name] for name, words in _COUNTED.items() if numbers.get(name)}
