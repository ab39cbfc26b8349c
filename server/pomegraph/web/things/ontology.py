"""The ontology at its address: in formats of RDF, and as one page that reads like documentation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request, url_for

from pomegraph.errors import ResultFormatError
from pomegraph.names import BASE, DCTERMS, POM, RDF, RDFS, SH, SKOS
from pomegraph.sparql.formats import GRAPH_FORMATS, list_formats
from pomegraph.sparql.results import read_table
from pomegraph.web.headers import mark_checked
from pomegraph.web.problems import ThingUnknownError
from pomegraph.web.protocol import PAGE, Call, read_parameters, read_timeout, read_wishes
from pomegraph.web.questions.request import give_tag
from pomegraph.web.terms import Shown, Term, show_cell
from pomegraph.web.things.finding import EXTENSIONS, Named
from pomegraph.web.things.signposts import find_place, write_links
from pomegraph.web.visit import get_visit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pomegraph.sparql.formats import Format
    from pomegraph.web.protocol import Parameters
    from pomegraph.web.questions.request import QuestionService

ONTOLOGY = BASE + "ontology"
_OWL = "http://www.w3.org/2002/07/owl#"
_VANN = "http://purl.org/vocab/vann/"
_MOST = 20_000
_TERMS = f"""\
  {{ VALUES ?term {{ <{ONTOLOGY}> }} ?term ?property ?value }}
  UNION {{ ?term <{RDFS}isDefinedBy> <{ONTOLOGY}> ; ?property ?value }}"""
_GRAPH = f"""\
CONSTRUCT {{ ?term ?property ?value }} WHERE {{
{_TERMS}
  UNION {{ <{ONTOLOGY}> <{SH}declare> ?term . ?term ?property ?value }}
}} LIMIT {_MOST}
"""
_TABLE = f"SELECT DISTINCT ?term ?property ?value WHERE {{\n{_TERMS}\n}} ORDER BY ?term ?property ?value LIMIT {_MOST}"
_RELATED = [f"{SKOS}{name}Match" for name in ("exact", "close", "broad", "narrow", "related")]


@dataclass(slots=True, eq=False)
class OntologyTerm:
    """What the page says of a class or a property.

    Args:
        iri: Its IRI.
        said: The values of each of its properties, by IRI.
        members: Of a class, the properties that its members have; of a kind of claim, those that it is about, too.
        below: What is below it.
    """

    iri: str
    said: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    members: list[OntologyTerm] = field(default_factory=list)
    below: list[OntologyTerm] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What its IRI ends with, which is where the page has it."""
        return self.iri.removeprefix(POM)

    @property
    def label(self) -> str:
        """What people call it."""
        return next(iter(self.said.get(f"{RDFS}label", ())), self.name)

    @property
    def comment(self) -> str:
        """What it means."""
        return " ".join(self.said.get(f"{RDFS}comment", ()))

    @property
    def is_functional(self) -> bool:
        """Whether it has one value at most."""
        return f"{_OWL}FunctionalProperty" in self.said.get(f"{RDF}type", ())

    def list_values(self, *names: str) -> list[str]:
        """Return the values of some of its properties, given by IRI."""
        return [value for name in names for value in self.said.get(name, ())]


def get_ontology_blueprint(service: QuestionService) -> Blueprint:
    """Return the routes of the ontology, a document: it is given where it is asked for."""
    blueprint = Blueprint("ontology", __name__)
    blueprint.after_request(give_tag)

    @blueprint.get("/ontology")
    def give() -> Response:
        parameters = read_parameters(request)
        return _respond(service, parameters, parameters.find_first("format"))

    @blueprint.get(f"/ontology.<any({', '.join(EXTENSIONS)}):extension>")
    def give_form(extension: str) -> Response:
        return _respond(service, read_parameters(request), EXTENSIONS[extension])

    return blueprint


def _respond(service: QuestionService, parameters: Parameters, name: str | None) -> Response:
    if not service.results.count_rows(f"SELECT ?type WHERE {{ <{ONTOLOGY}> a ?type }} LIMIT 1"):
        raise ThingUnknownError(ONTOLOGY)
    wishes = read_wishes(request.headers.get("Accept"), name)
    if not wishes.is_page and wishes.formats.graph is None:
        raise ResultFormatError("the ontology has no format that you accept", list_formats("DESCRIBE"))
    response = _respond_composed(service) if wishes.is_page else _respond_data(service, parameters, name)
    place = find_place(Named(ONTOLOGY, "ontology"))
    response.headers["Link"] = write_links(service, place, PAGE if wishes.is_page else wishes.formats.graph)
    return response


def _respond_data(service: QuestionService, parameters: Parameters, name: str | None) -> Response:
    call = Call(_GRAPH, None, read_timeout(parameters), name)
    record = get_visit().start_record(call.query, "ontology")

    def locate(form: Format) -> str:
        return url_for("ontology.give_form", extension=GRAPH_FORMATS[form.name].extension)

    return service.results.respond(call, read_wishes(request.headers.get("Accept"), name).formats, locate, record)


def _respond_composed(service: QuestionService) -> Response:
    entries = read_entries(service)
    status = service.engine.status
    ours = {iri: entry for iri, entry in entries.items() if iri.startswith(POM)}
    page = render_template(
        "ontology.html",
        iri=ONTOLOGY,
        ontology=entries[ONTOLOGY],
        classes=_select(ours, "Class"),
        properties=_select(ours, "ObjectProperty", "DatatypeProperty", "AnnotationProperty"),
        prefixes=dict(sorted(status.prefixes.items(), key=lambda pair: pair[0].lower())),
        show=lambda iri: _show(iri, ours, status.prefixes, status.base),
        names={
            "rdf": RDF,
            "rdfs": RDFS,
            "owl": _OWL,
            "pom": POM,
            "dcterms": DCTERMS,
            "vann": _VANN,
            "related": _RELATED,
        },
        forms=GRAPH_FORMATS.values(),
    )
    response = Response(page)
    mark_checked(response)
    return response


def read_entries(service: QuestionService) -> dict[str, OntologyTerm]:
    """Return what the graph says of the ontology and of its terms, by IRI."""
    entries: dict[str, OntologyTerm] = {}
    for term, name, value in read_table(service.results.ask(_TABLE).body).rows:
        entries.setdefault(str(term), OntologyTerm(str(term))).said[str(name)].append(str(value))
    for entry in list(entries.values()):
        for above in entry.list_values(f"{RDFS}subClassOf", f"{RDFS}subPropertyOf"):
            _add(entries, above, "below", entry)
        for domain in entry.list_values(f"{RDFS}domain"):
            _add(entries, domain, "members", entry)
        for key in entry.list_values(f"{POM}keyProperty", f"{POM}answerProperty"):
            if key in entries and entries[key] not in entry.members:
                entry.members.append(entries[key])
    return entries


def _add(entries: Mapping[str, OntologyTerm], iri: str, where: str, entry: OntologyTerm) -> None:
    if iri in entries and iri.startswith(POM) and entry not in getattr(entries[iri], where):
        getattr(entries[iri], where).append(entry)


def _select(entries: Mapping[str, OntologyTerm], *kinds: str) -> list[OntologyTerm]:
    """Return the entries of some kinds of OWL, by their labels."""
    wanted = {_OWL + kind for kind in kinds}
    found = (one for one in entries.values() if wanted.intersection(one.list_values(f"{RDF}type")))
    return sorted(found, key=lambda one: (one.label.lower(), one.name))


def _show(iri: str, ours: Mapping[str, OntologyTerm], prefixes: Mapping[str, str], base: str | None) -> Shown:
    """Return a term as the page shows it: what it explains itself is a link within it."""
    if iri in ours:
        return Shown(ours[iri].label, f"#{ours[iri].name}", iri)
    return show_cell(Term(iri, iri), prefixes, base)
