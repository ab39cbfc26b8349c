"""The vocabulary of SPARQL 1.1 Service Description, and what of a description is not in keeping with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph

from support.w3c.graphs import RDF, Graph, Term

if TYPE_CHECKING:
    from support.w3c.endpoint import Reply

SD = "http://www.w3.org/ns/sparql-service-description#"

_ANY = "resource"
_SUPERCLASSES = {"Dataset": "GraphCollection", "Aggregate": "Function"}
# Section 3.2 and 3.4: the classes, and the properties with their domain and range.
_CLASSES = {
    "Service", "Feature", "Language", "Function", "Aggregate", "EntailmentRegime", "EntailmentProfile",
    "GraphCollection", "Dataset", "Graph", "NamedGraph",
}  # fmt: skip
_PROPERTIES = {
    "endpoint": ("Service", _ANY),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "entailmentRegime": ("NamedGraph", "EntailmentRegime"),
    "defaultSupportedEntailmentProfile": ("Service", "EntailmentProfile"),
    "supportedEntailmentProfile": ("NamedGraph", "EntailmentProfile"),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "languageExtension": ("Service", "Feature"),
    "supportedLanguage": ("Service", "Language"),
    # SPARQL 1.2 Service Description, section 3.2.
    "supportedVersion": ("Service", _ANY),
    "propertyFeature": ("Service", "Feature"),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "resultFormat": ("Service", _ANY),
    "inputFormat": ("Service", _ANY),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", _ANY),
    "graph": ("NamedGraph", "Graph"),
}
# Section 3.3: the things that the vocabulary itself knows.
_INSTANCES = {
    "SPARQL10Query": "Language",
    "SPARQL11Query": "Language",
    "SPARQL11Update": "Language",
    "DereferencesURIs": "Feature",
    "UnionDefaultGraph": "Feature",
    "RequiresDataset": "Feature",
    "EmptyGraphs": "Feature",
    "BasicFederatedQuery": "Feature",
}


def read_description(reply: Reply) -> Graph:
    """Parse the body of an answer in whatever RDF format it says it is."""
    form = pyoxigraph.RdfFormat.from_media_type(reply.media_type)
    assert form is not None, f"{reply.media_type} is no RDF"
    return Graph(pyoxigraph.parse(reply.body, format=form))


def find_schema_failures(graph: Graph) -> list[str]:
    """Return the triples that use a term which there is not, or for another class than its own."""
    return [f"{quad.triple}: {failure}" for quad in graph for failure in _find_term_failures(graph, quad)]


def _find_term_failures(graph: Graph, quad: pyoxigraph.Quad) -> list[str]:
    if quad.predicate.value == RDF + "type":
        is_known = _find_name(quad.object) in _CLASSES | {None}
        return [] if is_known else ["no such class"]
    name = _find_name(quad.predicate)
    if name is None:
        return []
    if name not in _PROPERTIES:
        return ["no such property"]
    domain, range_ = _PROPERTIES[name]
    failures = [] if domain in _list_classes(graph, quad.subject) else [f"the subject is not said to be a {domain}"]
    # What is of another vocabulary, as an entailment regime, need not be described here.
    classes = _list_classes(graph, quad.object) or {range_}
    is_in_range = not isinstance(quad.object, pyoxigraph.Literal) and (range_ == _ANY or range_ in classes)
    return failures if is_in_range else [*failures, f"the value is no {range_}"]


def _list_classes(graph: Graph, term: Term) -> set[str]:
    """Return the classes of the vocabulary that a thing is of, as told here or by the vocabulary."""
    types = {_find_name(type_) or "" for type_ in graph.get_values(term, RDF + "type")}
    types.add(_INSTANCES.get(_find_name(term) or "", ""))
    return (types | {_SUPERCLASSES.get(type_, "") for type_ in types}) - {""}


def _find_name(term: Term) -> str | None:
    """Return the name of a term of the vocabulary."""
    if isinstance(term, pyoxigraph.NamedNode) and term.value.startswith(SD):
        return term.value.removeprefix(SD)
    return None
