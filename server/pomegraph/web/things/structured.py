"""Tells search engines what a page is about, in the words of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pomegraph.names import POM, RDFS, SCHEMA, SKOS
from pomegraph.sparql.results import read_table
from pomegraph.web.things.signposts import LICENCE, list_types

if TYPE_CHECKING:
    from pomegraph.web.questions.request import QuestionService
    from pomegraph.web.things.signposts import ThingPlace

_MOST = 50
_VALUES = f"""\
SELECT ?property ?value (SAMPLE(?label) AS ?name) (SAMPLE(?type) AS ?kind) WHERE {{
  <%s> ?property ?value
  OPTIONAL {{ ?value <{RDFS}label> ?label }}
  OPTIONAL {{ ?value a/<{RDFS}subClassOf> ?type FILTER(STRSTARTS(STR(?type), "{SCHEMA}")) }}
}} GROUP BY ?property ?value ORDER BY ?property ?value LIMIT 1000"""
# The class of schema.org of a value that is a thing, or an empty text where its name is told.
_COMMON = {f"{SKOS}altLabel": ("alternateName", ""), f"{SKOS}exactMatch": ("identifier", "")}
_PROPERTIES = {
    "Drug": {
        f"{POM}brandName": ("proprietaryName", ""),
        f"{SCHEMA}nonProprietaryName": ("nonProprietaryName", ""),
        f"{POM}inClass": ("drugClass", "DrugClass"),
        f"{POM}interactsWith": ("interactingDrug", "Drug"),
    },
    "MedicalTrial": {
        f"{POM}studiedIn": ("healthCondition", "MedicalCondition"),
        f"{POM}studiesDrug": ("studySubject", "Drug"),
    },
}


def ask_description(service: QuestionService, iri: str) -> None:
    """Ask what is told of a thing, so that the answers are kept.

    Raises:
        PomegraphError: the engine has no answer.
    """
    list_types(service, iri)
    service.results.ask(_VALUES % iri)


def describe_thing(service: QuestionService, place: ThingPlace) -> dict[str, Any] | None:
    """Return what is told of a thing; None if it is of no class of schema.org."""
    iri = place.named.iri
    kinds = [name.removeprefix(SCHEMA) for name in list_types(service, iri) if name.startswith(SCHEMA)]
    if not kinds:
        return None
    known = dict(_COMMON)
    for kind in kinds:
        known |= _PROPERTIES.get(kind, {})
    rows = read_table(service.results.ask(_VALUES % iri).body).rows
    names = [str(value) for name, value, _, _ in rows if str(name) == f"{RDFS}label"]
    page = {"@type": "WebPage", "url": place.locate("html"), "license": LICENCE}
    told: dict[str, Any] = {"@context": "https://schema.org/", "@type": kinds[0] if len(kinds) == 1 else kinds}
    told |= {"@id": iri, "name": names[0] if names else place.named.path, "url": iri, "subjectOf": page}
    for name, value, label, of in rows:
        key, kind = known.get(str(name), ("", ""))
        if key and str(of or "").removeprefix(SCHEMA) == kind and len(told.setdefault(key, [])) < _MOST:
            told[key].append({"@type": kind, "@id": str(value), "name": label} if kind else str(value))
    return told
