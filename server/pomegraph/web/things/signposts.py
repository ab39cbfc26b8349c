"""Leads programs by Link headers: FAIR Signposting, with the other forms of a document and its other parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from flask import url_for

from pomegraph.names import POM, RDF, RDFS
from pomegraph.sparql.formats import GRAPH_FORMATS
from pomegraph.sparql.results import read_table
from pomegraph.web.protocol import PAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pomegraph.web.questions.request import QuestionService
    from pomegraph.web.things.finding import Named

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
_ABOUT_PAGE = "https://schema.org/AboutPage"
_SCHEMA = "https://schema.org/"
_TYPES = f"""\
PREFIX rdf: <{RDF}> PREFIX rdfs: <{RDFS}>
SELECT DISTINCT ?type WHERE {{
  <%s> rdf:type/rdfs:subClassOf* ?type .
  FILTER(STRSTARTS(STR(?type), "{_SCHEMA}") || STRSTARTS(STR(?type), "{POM}"))
}} ORDER BY ?type LIMIT 20"""
# What Link fields may say in their target without being escaped (RFC 3986, section 2).
_SAFE = "/:?#[]@!$&'()*+,;=%~"


@dataclass(frozen=True, slots=True)
class ThingPlace:
    """Where a thing is found on this server.

    Args:
        named: The thing.
        root: The address of this server, which ends with a slash.
    """

    named: Named
    root: str

    def locate(self, form: str | None = None, part: int = 1) -> str:
        """Return the whole address of the thing, or of a document about it in a form."""
        extension = "" if form is None else f".{GRAPH_FORMATS[form].extension if form in GRAPH_FORMATS else form}"
        place = f"{self.root}{quote(self.named.path, safe=_SAFE)}{extension}"
        return f"{place}?{urlencode({'part': part})}" if part > 1 else place


def find_place(named: Named) -> ThingPlace:
    """Return where a thing is found by the client that asks."""
    return ThingPlace(named, url_for("home.show", _external=True))


def list_types(service: QuestionService, iri: str) -> list[str]:
    """Return the classes of a thing that others know, those of schema.org, and ours."""
    return [str(name) for (name,) in read_table(service.results.ask(_TYPES % iri).body).rows]


def write_links(
    service: QuestionService,
    place: ThingPlace,
    form: str | None = None,
    *,
    steps: Mapping[str, int] | None = None,
    licences: Iterable[str] = (LICENCE,),
) -> str:
    """Return the Link field of the address of a thing, or of a document about it (RFC 8288).

    Args:
        service: What knows the thing.
        place: Where it is.
        form: The form of the document; None for the thing itself.
        steps: The numbers of other parts of the document, by how they relate to this one.
        licences: The addresses of its licences.
    """
    links = [f'<{quote(place.named.iri, safe=_SAFE)}>; rel="cite-as"']
    links += [f'<{licence}>; rel="license"' for licence in licences]
    relation = "alternate" if form in GRAPH_FORMATS else "describedby"
    links += [
        f'<{place.locate(each.name)}>; rel="{relation}"; type="{each.media_type}"'
        for each in GRAPH_FORMATS.values()
        if each.name != form
    ]
    if form == PAGE:
        links.append(f'<{place.locate(PAGE)}>; rel="canonical"')
        links += [f'<{name}>; rel="type"' for name in (_ABOUT_PAGE, *list_types(service, place.named.iri))]
    else:
        links.append(f'<{place.locate(PAGE)}>; rel="{"describes" if form else "alternate"}"; type="text/html"')
    links.append(f'<{place.root}void>; rel="collection"; type="text/turtle"')
    links += [f'<{place.locate(form, number)}>; rel="{step}"' for step, number in (steps or {}).items()]
    return ", ".join(links)
