"""Disease Ontology: terms become diseases with their names, identifiers elsewhere, and what they are kinds of."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from pomegraph.errors import RecordError
from pomegraph.records.context import make_name
from pomegraph.records.converted import Converted, Importer, Unresolved
from pomegraph.records.obo import cut_comment, read_quoted, unescape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pomegraph.content.mappings import Mapping
    from pomegraph.records.context import Context
    from pomegraph.records.converted import Convert

# The vocabularies whose identifiers are taken over, in the prefix map.
_PREFIXES = {"MESH": "MESH", "NCI": "NCIT", "UMLS_CUI": "UMLS", "MIM": "OMIM"}
_ADDRESS_OF_TERM = "http://purl.obolibrary.org/obo/"
_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}")


def split_terms(document: Any) -> Iterator[tuple[str, Any]]:
    """Yield the terms of an ontology, each with its version and the cross-references that only it has."""
    if isinstance(document, dict) and isinstance(document.get("graphs"), list):
        document = _read_obographs(document)
    if not isinstance(document, dict) or not isinstance(document.get("terms"), list):
        raise RecordError("neither OBO nor OBO Graphs JSON")
    match = _VERSION.search(" ".join(document["header"].get("data-version", ())))
    uses = Counter(one for term in document["terms"] for one in set(map(cut_comment, term.get("xref", ()))))
    for number, term in enumerate(document["terms"]):
        if term.get("is_obsolete") != ["true"]:
            own = sorted(one for one in map(cut_comment, term.get("xref", ())) if uses[one] == 1)
            yield f"/terms/{number}", {**term, "version": match[0] if match else "", "own": own}


def _read_obographs(document: dict[str, Any]) -> dict[str, Any]:
    """Return OBO Graphs JSON in the form of OBO."""
    terms: dict[str, dict[str, Any]] = {}
    header: dict[str, list[str]] = {}
    try:
        for graph in document["graphs"]:
            header.setdefault("data-version", []).append(str(graph.get("meta", {}).get("version", "")))
            for node in graph.get("nodes", ()):
                if node.get("type") == "CLASS" and "DOID_" in node["id"]:
                    terms[node["id"]] = _read_node(node)
            for edge in graph.get("edges", ()):
                if edge["pred"] == "is_a" and edge["sub"] in terms:
                    terms[edge["sub"]].setdefault("is_a", []).append(_shorten(edge["obj"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise RecordError(f"not OBO Graphs JSON ({type(error).__name__}: {error})") from error
    return {"header": header, "terms": [terms[name] for name in sorted(terms)]}


def _read_node(node: dict[str, Any]) -> dict[str, Any]:
    meta = node.get("meta", {})
    scopes = {"hasExactSynonym": "EXACT"}
    return {
        "id": [_shorten(node["id"])],
        "name": [node.get("lbl", "")],
        "synonym": [
            f'"{one["val"]}" {scopes.get(one["pred"], "RELATED")}'.replace("\\", "\\\\")
            for one in meta.get("synonyms", ())
            if '"' not in one["val"]
        ],
        "xref": [one["val"] for one in meta.get("xrefs", ())],
        "is_obsolete": ["true"] if meta.get("deprecated") else [],
    }


def _shorten(address: str) -> str:
    return str(address).removeprefix(_ADDRESS_OF_TERM).replace("_", ":", 1)


def prepare_disease_ontology(context: Context) -> Convert:
    """Return what converts a term."""
    return lambda term: _convert(context, term)


def _convert(context: Context, term: Any) -> Converted:
    curie, label = ("".join(term.get(name, [])[:1]) for name in ("id", "name"))
    if context.expand(curie) is None or not curie.startswith("DOID:"):
        raise RecordError(f"'{curie[:100]}' is not an identifier of the Disease Ontology", "/id")
    name = make_name(curie)
    source = context.make_database(IMPORTER, [], term["version"])
    names = [text for text, scope in map(read_quoted, term.get("synonym", ())) if scope.startswith("EXACT")]
    broader = [("broader", make_name(cut_comment(one))) for one in term.get("is_a", ())]
    thing = context.make_thing(name, "Disease", unescape(label), names, broader)
    unresolved: list[Unresolved] = []
    mappings = [context.make_mapping(name, curie), *_read_mappings(context, term, name, unresolved)]
    return Converted(curie, term["version"], source, (thing,), tuple(mappings), tuple(unresolved))


def _read_mappings(context: Context, term: Any, name: str, unresolved: list[Unresolved]) -> Iterator[Mapping]:
    """Yield the identifiers of a term elsewhere: exact where a vocabulary has one for it that is of no other term."""
    found: dict[str, list[str]] = {}
    for one in map(cut_comment, term.get("xref", ())):
        prefix, _, local = one.partition(":")
        if prefix in _PREFIXES:
            found.setdefault(prefix, []).append(local)
    for prefix, locals_ in found.items():
        for local in sorted(set(locals_)):
            curie = f"{_PREFIXES[prefix]}:{local}"
            exact = len(set(locals_)) == 1 and f"{prefix}:{local}" in term["own"]
            if context.expand(curie) is None:
                reason = "not an identifier of its vocabulary"
                unresolved.append(Unresolved("identifier", f"{prefix}:{local}", reason, "/xref"))
            else:
                yield context.make_mapping(name, curie, "exactMatch" if exact else "closeMatch", "0.7")


IMPORTER = Importer(
    name="disease-ontology",
    label="Disease Ontology",
    licence="CC0-1.0",
    address="https://disease-ontology.org",
    form="obo",
    split=split_terms,
    prepare=prepare_disease_ontology,
)
