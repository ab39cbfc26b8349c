"""Shows what the graph says of an IRI at /describe: what follows from an answer to its claims, passages and sources."""

from __future__ import annotations

import itertools
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for

from pomegraph.errors import ResultFormatError
from pomegraph.names import shorten
from pomegraph.sparql.formats import GRAPH_FORMATS, Wanted, list_formats
from pomegraph.web.headers import mark_checked
from pomegraph.web.problems import ParameterError, ThingUnknownError
from pomegraph.web.protocol import Call, is_absolute, read_parameters, read_timeout, read_wishes
from pomegraph.web.questions.labels import build_labels
from pomegraph.web.questions.request import give_tag
from pomegraph.web.sparql.preview import read_solutions
from pomegraph.web.terms import Shown, cut_text
from pomegraph.web.things.structured import describe_thing
from pomegraph.web.visit import get_visit

if TYPE_CHECKING:
    from pomegraph.sparql.formats import Format
    from pomegraph.web.protocol import Parameters
    from pomegraph.web.questions.labels import Labels
    from pomegraph.web.questions.request import QuestionService
    from pomegraph.web.terms import Term
    from pomegraph.web.things.signposts import ThingPlace

_MOST_ROWS = 200
_WANTED = Wanted("tsv", None, None)
# Properties of which the graph has no label.
_NAMES = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": "kind",
    "http://www.w3.org/2000/01/rdf-schema#label": "name",
    "http://www.w3.org/2000/01/rdf-schema#comment": "comment",
    "http://www.w3.org/2004/02/skos/core#altLabel": "other name",
    "http://www.w3.org/2004/02/skos/core#exactMatch": "the same elsewhere",
    "http://www.w3.org/2004/02/skos/core#closeMatch": "much the same elsewhere",
}
_SAYS = "SELECT ?property ?value WHERE { <%s> ?property ?value } ORDER BY ?property ?value LIMIT %d"
_LEADS = "SELECT ?property ?subject WHERE { ?subject ?property <%s> } ORDER BY ?property ?subject LIMIT %d"


@dataclass(frozen=True, slots=True)
class Said:
    """A property and the values that it has, as a page shows them."""

    property: Shown
    values: tuple[Shown, ...]


def get_describe_blueprint(service: QuestionService) -> Blueprint:
    """Return the route."""
    blueprint = Blueprint("describe", __name__)
    blueprint.after_request(give_tag)

    @blueprint.get("/describe")
    def show() -> Response:
        parameters = read_parameters(request)
        name = _read_iri(parameters)
        wishes = read_wishes(request.headers.get("Accept"), parameters.find_first("format"))
        if wishes.is_page:
            return respond_thing(service, name)
        if wishes.formats.graph is None:
            raise ResultFormatError("a description has no format that you accept", list_formats("DESCRIBE"))
        return _respond_data(service, name, parameters)

    return blueprint


def _read_iri(parameters: Parameters) -> str:
    name = parameters.find_value("iri") or ""
    if not is_absolute(name):
        raise ParameterError("iri", f"'{name[:100]}' is not an absolute IRI", "give the whole IRI as iri=")
    return name


def _respond_data(service: QuestionService, name: str, parameters: Parameters) -> Response:
    format_ = parameters.find_first("format")
    call = Call(f"DESCRIBE <{name}>", None, read_timeout(parameters), format_)
    record = get_visit().start_record(call.query, "describe")

    def locate(form: Format) -> str:
        return url_for("describe.show") + "?" + urlencode({"iri": name, "format": form.name})

    wanted = read_wishes(request.headers.get("Accept"), format_).formats
    return service.results.respond(call, wanted, locate, record)


def respond_thing(service: QuestionService, name: str, place: ThingPlace | None = None) -> Response:
    """Return the page of an IRI.

    Args:
        service: What knows of it.
        name: The IRI.
        place: Where it is found on this server, if it has an address here.

    Raises:
        ThingUnknownError: the graph says nothing of it.
    """
    says, leads = (_read_terms(service, query % (name, _MOST_ROWS + 1)) for query in (_SAYS, _LEADS))
    if not says and not leads:
        raise ThingUnknownError(name)
    shown = build_labels(service, {name} | {cell.iri for row in (*says, *leads) for cell in row if cell.iri})
    page = render_template(
        "describe.html",
        iri=name,
        label=cut_text(shown.labels.get(name, shorten(name, shown.prefixes))),
        says=_group(says, shown),
        leads=_group(leads, shown),
        more=[len(rows) > _MOST_ROWS for rows in (says, leads)],
        data=url_for("describe.show") + "?" + urlencode({"iri": name, "format": "turtle"}),
        cautions=shown.background.cautions.get(name, ()),
        sources=list(shown.background.sources.values()),
        place=place,
        forms=GRAPH_FORMATS.values() if place else (),
        structured=describe_thing(service, place) if place else None,
        outside=name if name.startswith(("https://", "http://")) else "",
    )
    response = Response(page)
    mark_checked(response)
    return response


def _read_terms(service: QuestionService, query: str) -> list[list[Term]]:
    """Return rows of two terms each, of which long ones are cut while they are read."""
    with closing(service.results.open_own(query, _WANTED)) as result:
        return read_solutions(result.body, _MOST_ROWS + 1, count=False).rows


def _group(rows: list[list[Term]], shown: Labels) -> list[Said]:
    return [
        Said(_name(name.text, shown), tuple(_show(value, shown) for _, value in group))
        for name, group in itertools.groupby(rows[:_MOST_ROWS], key=lambda row: row[0])
    ]


def _name(name: str, shown: Labels) -> Shown:
    return Shown(_NAMES[name], title=name) if name in _NAMES else shown.show_iri(name)


def _show(term: Term, shown: Labels) -> Shown:
    return Shown(term.text, note=term.note) if term.iri is None else shown.show_iri(term.iri)
