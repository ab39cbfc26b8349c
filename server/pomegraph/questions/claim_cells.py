"""Tells in cells where a claim is made, what is cited and noted there, and what primary sources say of it.

Where a claim is made in several documents, the cells tell of them in one order, with a bar between two; what is of one
document has a semicolon between. Where a row names a passage or a document of its claim, its cells have only that.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

from pomegraph.questions.provenance import choose_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pomegraph.questions.provenance import ClaimPlace, Provenance

_BETWEEN, _WITHIN = " | ", "; "
# Documents of a claim, and places or citations of one document, that a cell tells.
_MOST = 50


class CellPart(NamedTuple):
    """A part of a cell: its text, and the IRI of what it names, if it names something."""

    text: str
    iri: str = ""


# For each document, what is told of it.
Cell = tuple[tuple[CellPart, ...], ...]


def tell_claim(provenance: Provenance, claim: Any, row: Iterable[Any]) -> Mapping[str, Cell]:
    """Return what is told of the claim of a row, by what it is: document, place, citation, verdict, note."""
    name = str(claim)
    places = choose_places(provenance.places.get(name, ()), row)
    documents = [list(each) for _, each in itertools.groupby(places, key=lambda place: place.source)]
    return {
        "document": _bound([(CellPart(each[0].document, each[0].source),) for each in documents]),
        "place": _bound([_list_parts((place.passage, place.where) for place in each) for each in documents]),
        "citation": _bound([_list_parts(_list_cited(provenance, name, each)) for each in documents]),
        "verdict": _bound([(CellPart(str(each)),) for each in provenance.verdicts.get(name, ())]),
        "note": _bound([_list_parts(_list_noted(provenance, name, each)) for each in documents]),
    }


def write_cell(cell: Cell) -> str | None:
    """Return a cell as text; None where nothing is told of any document.

    >>> write_cell(((CellPart("lines 3-5"), CellPart("line 9")), (CellPart("section Abstract"),)))
    'lines 3-5; line 9 | section Abstract'
    """
    if not any(cell):
        return None
    return _BETWEEN.join(_WITHIN.join(part.text.replace(_BETWEEN, " / ") for part in parts) for parts in cell)


def _list_cited(provenance: Provenance, claim: str, places: Iterable[ClaimPlace]) -> Iterable[tuple[str, str]]:
    cited: dict[str, str] = {}
    for place in places:
        cited |= provenance.citations.get((claim, place.passage), {})
    return cited.items()


def _list_noted(provenance: Provenance, claim: str, places: Iterable[ClaimPlace]) -> Iterable[tuple[str, str]]:
    noted = (note for place in places for note in provenance.notes.get((claim, place.passage), ()))
    return [("", note) for note in dict.fromkeys(noted)]


def _list_parts(told: Iterable[tuple[str, str]]) -> tuple[CellPart, ...]:
    parts = [CellPart(text.replace(_WITHIN, ", "), name) for name, text in told]
    return (*parts[:_MOST], *_count_more(parts))


def _bound(documents: Sequence[tuple[CellPart, ...]]) -> Cell:
    more = _count_more(documents) if any(documents) else ()
    return (*documents[:_MOST], *([more] if more else []))


def _count_more(told: Sequence[Any]) -> tuple[CellPart, ...]:
    return (CellPart(f"and {len(told) - _MOST:,} more"),) if len(told) > _MOST else ()
