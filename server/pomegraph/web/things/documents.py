"""Responds with the document of a thing in a format of RDF, a part at a time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Response, request, url_for
from pyoxigraph import Literal, NamedNode, Triple

from pomegraph.names import DCTERMS, RDF, RDFS, XSD
from pomegraph.sparql.formats import GRAPH_FORMATS
from pomegraph.web.headers import build_tag, is_fresh, mark_lasting
from pomegraph.web.problems import ParameterError, ThingUnknownError
from pomegraph.web.protocol import Call
from pomegraph.web.rendering import render_triples
from pomegraph.web.things.holdings import gather_holdings
from pomegraph.web.things.jsonld import read_term_words, render_jsonld
from pomegraph.web.things.licences import find_licences
from pomegraph.web.things.signposts import find_place, write_links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pomegraph.web.protocol import Parameters
    from pomegraph.web.questions.request import QuestionService
    from pomegraph.web.things.finding import Named
    from pomegraph.web.things.signposts import ThingPlace

_FOAF = "http://xmlns.com/foaf/0.1/"
_VOID = "http://rdfs.org/ns/void#"
_NEXT = "http://www.w3.org/1999/xhtml/vocab#next"
_PREFIXES = {"dcterms": DCTERMS, "foaf": _FOAF, "void": _VOID, "rdf": RDF, "rdfs": RDFS, "xsd": XSD}
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


def respond_document(service: QuestionService, named: Named, form: str, parameters: Parameters) -> Response:
    """Return a part of what there is to say of a thing, in the format of a name.

    Raises:
        ParameterError: the part is not a number.
        ThingUnknownError: there is no such part.
    """
    part, place = _read_part(parameters), find_place(named)
    tag = build_tag(service.engine.version, Call(f"{place.root} {named.iri} {part}"), form)
    response = Response(status=304) if is_fresh(request, tag) else _respond_part(service, place, form, part)
    mark_lasting(response, tag)
    return response


def _read_part(parameters: Parameters) -> int:
    text = parameters.find_value("part") or "1"
    if not _NUMBER.fullmatch(text):
        raise ParameterError("part", f"'{text[:100]}' is not a number of a part", "leave it out, or follow the links")
    return int(text)


def _respond_part(service: QuestionService, place: ThingPlace, form: str, part: int) -> Response:
    held = gather_holdings(service.results, place.named.iri, part)
    if not held.triples:
        raise ThingUnknownError(place.named.iri)
    steps = {"prev": part - 1, "next": part + 1}
    left = {name: number for name, number in steps.items() if number if name == "prev" or not held.is_last}
    licences = find_licences(service, held.triples)
    triples = [*held.triples, *_describe_document(service, place, form, part, left.get("next"))]
    document = NamedNode(place.locate(form, part))
    triples += [Triple(document, NamedNode(DCTERMS + "license"), NamedNode(licence)) for licence in licences]
    response = Response(_render(service, triples, form), content_type=GRAPH_FORMATS[form].content_type)
    response.headers["Link"] = write_links(service, place, form, steps=left, licences=licences)
    return response


def _render(service: QuestionService, triples: list[Triple], form: str) -> bytes:
    if form == "jsonld" and all(not isinstance(triple.object, Triple) for triple in triples):
        return render_jsonld(triples, read_term_words(service), url_for("things.give_context", _external=True))
    return render_triples(triples, form, {**_PREFIXES, **service.engine.status.prefixes})


def _describe_document(
    service: QuestionService, place: ThingPlace, form: str, part: int, following: int | None
) -> Iterator[Triple]:
    """Yield what a document says of itself: what it is about, its dataset, the next part."""
    document, thing = NamedNode(place.locate(form, part)), NamedNode(place.named.iri)
    base = service.engine.status.base
    yield Triple(document, NamedNode(RDF + "type"), NamedNode(_FOAF + "Document"))
    yield Triple(document, NamedNode(RDFS + "label"), Literal(f"Part {part} of what is known of {place.named.path}"))
    yield Triple(document, NamedNode(_FOAF + "primaryTopic"), thing)
    if base is not None:
        yield Triple(document, NamedNode(_VOID + "inDataset"), NamedNode(base + "dataset"))
    if following is not None:
        after = NamedNode(place.locate(form, following))
        yield Triple(document, NamedNode(_NEXT), after)
        yield Triple(thing, NamedNode(RDFS + "seeAlso"), after)
