"""Finds what an address below the base names: a thing of the graph, and the form that is wanted of it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request
from werkzeug.urls import iri_to_uri

from pomegraph.names import BASE
from pomegraph.sparql.formats import GRAPH_FORMATS
from pomegraph.sparql.results import read_table
from pomegraph.web.problems import AddressUnknownError
from pomegraph.web.protocol import PAGE, is_absolute

if TYPE_CHECKING:
    from pomegraph.questions.things import Things
    from pomegraph.web.questions.request import QuestionService

# What an address may end with, and the name of the form that this asks for.
EXTENSIONS = {
    PAGE: PAGE,
    **{
        name: each.name
        for each in GRAPH_FORMATS.values()
        for name in (each.extension, "xml", "json")
        if name in each.names
    },
}
_KNOWN = """\
SELECT ?name WHERE {{
  VALUES ?name {{ {names} }}
  FILTER EXISTS {{ {{ ?name ?says ?what }} UNION {{ ?who ?leads ?name }} }}
}} LIMIT {most}"""
_MOST = 5


@dataclass(frozen=True, slots=True)
class Named:
    """What an address names.

    Args:
        iri: The IRI of the thing.
        path: The address of the thing below the base.
        form: The name of the form that the address asks for by its end, if it does.
    """

    iri: str
    path: str
    form: str | None = None


def find_named(service: QuestionService, path: str) -> Named | None:
    """Return what a path below the base names; None if the graph knows nothing of it."""
    stem, _, extension = path.rpartition(".")
    # Names may have dots too: the whole path is looked for first.
    tries = [(path, None), *([(stem, EXTENSIONS[extension])] if stem and extension in EXTENSIONS else [])]
    base = service.engine.status.base
    names = {name: (tried, form) for tried, form in tries for name in list_candidates(base, tried)}
    known = _ask_known(service, list(names))
    return next((Named(name, *names[name]) for name in names if name in known), None)


def list_candidates(base: str | None, path: str) -> list[str]:
    """Return the IRIs that a path may stand for: below the base, below that of the ontology, below this address."""
    bases = dict.fromkeys([base, BASE] if base else [request.root_url])
    names = [start + end for start in bases if start for end in (path, iri_to_uri(path))]
    return [name for name in dict.fromkeys(names) if is_absolute(name)]


def _ask_known(service: QuestionService, names: list[str]) -> set[str]:
    if not names:
        return set()
    query = _KNOWN.format(names=" ".join(f"<{name}>" for name in names), most=len(names))
    return {str(name) for (name,) in read_table(service.results.ask(query).body).rows}


def refuse(service: QuestionService, path: str) -> AddressUnknownError:
    """Return what to tell of a path that names nothing, with the addresses of things that may be meant."""
    kind, _, name = path.rpartition(".")[0 if path.rpartition(".")[2] in EXTENSIONS else 2].partition("/")
    things = service.list_things()
    if kind in things.by_kind and name:
        return AddressUnknownError(path, _suggest(things, kind, name))
    near = difflib.get_close_matches(kind[:100], things.by_kind) if name else []
    return AddressUnknownError(
        path, [f"{request.script_root}/{one}/{found.id}" for one in near for found in things.find(one, name)[:1]]
    )


def _suggest(things: Things, kind: str, name: str) -> list[str]:
    meant = things.find(kind, name) or [
        thing for text in things.suggest(kind, name) for thing in things.find(kind, text)
    ]
    return list(dict.fromkeys(f"{request.script_root}/{kind}/{thing.id}" for thing in meant))[:_MOST]
