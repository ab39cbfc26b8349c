"""Describes a thing, a document, a passage or a claim to agents: what it is, and the claims on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pomegraph.agents.compact import Window, find_thing_labels, tell_rows
from pomegraph.agents.desk import CLAIM_PATH, PASSAGE_PATH, SOURCE_PATH, is_sound, name_document, name_place
from pomegraph.agents.finding import find_things
from pomegraph.content.text import suggest
from pomegraph.errors import ValueUnknownError
from pomegraph.names import POM, RDF, RDFS, iri, shorten
from pomegraph.sparql.results import Table, to_plain
from pomegraph.sparql.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pomegraph.agents.desk import Desk
    from pomegraph.questions.things import NamedThing

_PREFIXES = f"PREFIX pom: <{POM}>\nPREFIX rdfs: <{RDFS}>\n"
_FACTS = "SELECT ?property ?value WHERE {{ {name} ?property ?value }} ORDER BY ?property ?value LIMIT 300"
_CLAIMS = (
    _PREFIXES
    + """\
SELECT DISTINCT ?kind ?says ?claim WHERE {{
  {{ {pattern} }}
  ?claim a ?class ; rdfs:label ?says .
  ?class rdfs:subClassOf pom:Claim ; rdfs:label ?kind .
}} ORDER BY ?kind ?says ?claim"""
)
_KIND = RDF + "type"
# What says nothing to a reader, or is told otherwise.
_UNSAID = {POM + name for name in ("topic", "textDigest", "reportedIn", "source", "broader", "listedIn", "wordedAs")}
_GENERAL = {POM + name for name in ("Thing", "Claim", "Concept")} | {RDF + "Statement"}
_NAMES = {
    _KIND: "is a",
    RDFS + "label": "label",
    RDFS + "comment": "comment",
    "http://www.w3.org/2004/02/skos/core#altLabel": "other names",
    "http://www.w3.org/2004/02/skos/core#exactMatch": "same as",
    "http://www.w3.org/2004/02/skos/core#closeMatch": "close to",
    "http://www.w3.org/2004/02/skos/core#broader": "broader",
    "http://purl.org/dc/terms/date": "date",
}
_PLACE = re.compile(r"([a-z0-9-]+):(\S+)")
_MOST_VALUES, _MOST_CHOICES, _LONGEST = 12, 8, 100


def describe_named(desk: Desk, name: str, kind: str, window: Window) -> dict[str, Any]:
    """Return what a graph says of something: its values, how many claims there are of each kind, and some of them.

    Args:
        desk: What is asked.
        name: A name, an id, an IRI, a document such as 003, or a place such as 003:31.
        kind: The kind of claims that are wanted; empty for all.
        window: Which of the claims.

    Raises:
        ValueUnknownError: nothing or more than one thing has this name, or there are no claims of this kind.
        PomegraphError: a query fails.
    """
    known = find_iri(desk, name)
    claims = desk.select(_CLAIMS.format(pattern=_find_pattern(known)))
    facts = _tell_facts(desk, known)
    counts: dict[str, int] = {}
    for row in claims.rows:
        counts[str(row[0])] = counts.get(str(row[0]), 0) + 1
    if not facts and not counts:
        raise ValueUnknownError("thing", f"the graph says nothing of <{known}>", "find it with resolve")
    if kind:
        facts = {name: value for name, value in facts.items() if name in {"is a", "label"}}
    told = {"iri": shorten(known, desk.graph.prefixes), **facts, **({"claims": counts} if counts else {})}
    if kind and kind.casefold() not in counts:
        cure = suggest(kind, counts, otherwise=f"choose one of {', '.join(counts)}" if counts else "leave it out")
        raise ValueUnknownError("claims", f"there are no claims of the kind '{kind[:_LONGEST]}' here", cure)
    rows = tuple(row for row in claims.rows if not kind or row[0] == kind.casefold())
    return told | tell_rows(desk, Table(claims.columns, rows), window, ("kind",) if kind else ())


def find_iri(desk: Desk, name: str) -> str:
    """Return the IRI that a name, an id, an IRI, a CURIE, a document or a place means.

    Raises:
        ValueUnknownError: it is nothing, or more than one thing.
    """
    text = name.strip().strip("<>")
    prefix, _, local = text.partition(":")
    if local.startswith("//") and is_sound(text):
        return text
    document = desk.find_document(text)
    if document is not None:
        return document.iri
    found = desk.list_things().find_any(text)
    if len(found) == 1:
        return found[0].iri
    if found:
        ids = [f"{one.kind}/{one.id}" for one in found[:_MOST_CHOICES]]
        raise ValueUnknownError(
            "thing", f"'{text[:_LONGEST]}' is more than one thing", f"give one of {', '.join(ids)}", ids
        )
    place = _PLACE.fullmatch(text)
    if place and (document := desk.find_document(place[1])):
        return f"{document.iri.replace(SOURCE_PATH, PASSAGE_PATH)}/{place[2]}"
    below = f"{desk.graph.base or ''}{text}" if "/" in text else f"{desk.graph.prefixes.get(prefix, '')}{local}"
    if is_sound(below) and below != local:
        return below
    raise _refuse(text, find_things(desk, text, _MOST_CHOICES))


def tell_things(desk: Desk, found: Iterable[NamedThing]) -> list[dict[str, str]]:
    """Return things with their kinds and ids, as JSON has them."""
    base = desk.graph.base or ""
    return [
        {"name": one.label, "kind": one.kind, "id": one.iri.removeprefix(base) if base else one.iri} for one in found
    ]


def _refuse(text: str, near: list[NamedThing]) -> ValueUnknownError:
    ids = [f"{one.kind}/{one.id}" for one in near]
    cure = f"did you mean {' or '.join(ids)}?" if ids else "search for other words"
    return ValueUnknownError("thing", f"nothing here is called '{text[:_LONGEST]}'", cure, ids)


def _find_pattern(name: str) -> str:
    """Return the pattern of the claims on something, in it, or which it is."""
    if CLAIM_PATH in name:
        return f"BIND({iri(name)} AS ?claim)"
    if PASSAGE_PATH in name:
        return f"?claim pom:reportedIn {iri(name)}"
    if SOURCE_PATH in name:
        return f"?claim pom:reportedIn/pom:source {iri(name)}"
    return f"?claim ?property {iri(name)} ; pom:negated ?flag"


def _tell_facts(desk: Desk, name: str) -> dict[str, Any]:
    """Return the values of each property, by its label."""
    rows = [row for row in desk.select(_FACTS.format(name=iri(name))).rows if str(row[0]) not in _UNSAID]
    named = {cell.value for row in rows for cell in row if isinstance(cell, Iri) and is_sound(cell.value)}
    labels = find_thing_labels(desk, named)
    values: dict[str, list[Any]] = {}
    for property_, value in rows:
        if str(property_) == _KIND and str(value) in _GENERAL:
            continue
        label = _NAMES.get(str(property_)) or labels.get(str(property_)) or shorten(str(property_), desk.graph.prefixes)
        values.setdefault(label, []).append(_show(desk, value, labels))
    return {label: _shorten_list(several) for label, several in values.items()}


def _show(desk: Desk, value: Any, labels: dict[str, str]) -> Any:
    if not isinstance(value, Iri):
        return to_plain(value)
    if PASSAGE_PATH in value.value:
        return name_place(value.value)
    if SOURCE_PATH in value.value:
        return name_document(value.value)
    return labels.get(value.value) or shorten(value.value, desk.graph.prefixes)


def _shorten_list(values: list[Any]) -> Any:
    once = list(dict.fromkeys(values))
    if len(once) == 1:
        return once[0]
    more = [f"and {len(once) - _MOST_VALUES} more"] if len(once) > _MOST_VALUES else []
    return [*once[:_MOST_VALUES], *more]
