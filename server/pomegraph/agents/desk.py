"""What tools stand on: a graph, the questions that can be put to it, the things in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.sparql.formats import Wanted
from pomegraph.sparql.results import read_table
from pomegraph.sparql.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Callable

    from pomegraph.questions.catalogue import Catalogue, Graph
    from pomegraph.questions.things import NamedThing, Things
    from pomegraph.search.finder import Finder
    from pomegraph.search.found import Found
    from pomegraph.sparql.results import Table

# What stands in the IRIs of claims, passages and sources.
CLAIM_PATH, PASSAGE_PATH, SOURCE_PATH = "/claim/", "/passage/", "/source/"
_NUMBERED = re.compile(r"(\d+)-.+")
_SOURCE = "source"
_ROWS = Wanted("json", "json", None)


@dataclass(frozen=True, slots=True)
class Desk:
    """What tools stand on.

    Args:
        graph: What is asked.
        run: Gives the result of a query that somebody put, in a format; those that tools need besides go to the graph.
        catalogue: The questions.
        list_things: Gives all things of the graph as it is now.
        open_finder: Gives what searches it.
        select_briefly: Gives the rows of a query, or stops soon: for what is only told besides.
    """

    graph: Graph
    run: Callable[[str, Wanted], bytes]
    catalogue: Catalogue
    list_things: Callable[[], Things]
    open_finder: Callable[[], Finder]
    select_briefly: Callable[[str], Table]

    def select(self, query: str) -> Table:
        """Return the rows of a SELECT.

        Raises:
            PomegraphError: the query fails.
        """
        return read_table(self.graph.select(query))

    def ask(self, query: str) -> Table:
        """Return the rows of a query that somebody put.

        Raises:
            PomegraphError: the query fails.
        """
        return read_table(self.run(query, _ROWS))

    def search(self, text: str, most: int) -> Found:
        """Return what fits a text best, so many of each at most; of questions five at least."""
        return self.open_finder().find(text, most=most)

    def find_document(self, name: str) -> NamedThing | None:
        """Return a document by its number, as answers show it, or by any name that only it has."""
        things = self.list_things()
        numbered = [one for one in things.by_kind.get(_SOURCE, ()) if name_document(one.iri) == name.strip()]
        found = numbered or things.find(_SOURCE, name)
        return found[0] if len(found) == 1 else None


def name_document(iri: str) -> str:
    """Return what answers call a document: its number, or its whole key if it has none.

    >>> name_document("https://w3id.org/pomegraph/source/003-droracle")
    '003'
    """
    key = iri.rpartition(SOURCE_PATH)[2]
    found = _NUMBERED.fullmatch(key)
    return found[1] if found else key


def name_place(iri: str) -> str:
    """Return what answers call a passage: the number of its document, and its lines or its section.

    >>> name_place("https://w3id.org/pomegraph/passage/003-droracle/31")
    '003:31'
    """
    key, _, rest = iri.rpartition(PASSAGE_PATH)[2].partition("/")
    return f"{name_document(SOURCE_PATH + key)}:{rest}"


def is_sound(text: str) -> bool:
    """Tell whether a text is an absolute IRI that can stand in a query."""
    return Iri(text).is_absolute
