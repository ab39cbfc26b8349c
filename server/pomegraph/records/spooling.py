"""Keeps the pieces of a layer on disk until all are there; memory holds where each is, and its version."""

from __future__ import annotations

import itertools
import pickle
from collections import Counter
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pomegraph.records.pieces import DECIDING, PassedOver
from pomegraph.records.texts import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pomegraph.records.pieces import Made, Piece

_get_record, _get_order = attrgetter("record"), attrgetter("order")


class PieceEntry(NamedTuple):
    """Where a piece is kept.

    Args:
        record: The identifier of its record.
        order: What decides between two records of one identifier.
        place: Where the record was read.
        file: The file that it is in.
        start: The byte that it begins at.
        calls: Which things it calls a drug or a disease.
        needs: Which of these its claims take to be one.
    """

    record: str
    order: tuple[str, str]
    place: str
    file: Path
    start: int
    calls: tuple[tuple[str, str], ...] = ()
    needs: tuple[tuple[str, str], ...] = ()


class SpooledPieces(NamedTuple):
    """What became of some records: their pieces, what was left out, and how many records were passed over."""

    entries: list[PieceEntry]
    left_out: list[LeftOut]
    passed_over: int


def spool_pieces(made: Iterable[Made], file: Path) -> SpooledPieces:
    """Write pieces to a new file, and return where they are."""
    entries: list[PieceEntry] = []
    left_out: list[LeftOut] = []
    passed_over = 0
    with file.open("xb") as out:
        for one in made:
            if isinstance(one, LeftOut):
                left_out.append(one)
            elif isinstance(one, PassedOver):
                passed_over += 1
            else:
                calls = tuple((thing.id, thing.kind) for thing in one.things if thing.kind in DECIDING)
                entries.append(PieceEntry(one.record, one.order, one.place, file, out.tell(), calls, one.needs))
                pickle.dump(one, out, pickle.HIGHEST_PROTOCOL)
    return SpooledPieces(entries, left_out, passed_over)


def join_spools(many: Iterable[SpooledPieces]) -> SpooledPieces:
    """Return what became of all records."""
    found = SpooledPieces([], [], 0)
    for one in many:
        found.entries.extend(one.entries)
        found.left_out.extend(one.left_out)
        found = found._replace(passed_over=found.passed_over + one.passed_over)
    return found


def choose_entries(entries: Iterable[PieceEntry]) -> tuple[list[PieceEntry], Counter[str]]:
    """Return the pieces to be used, by their records: the latest of each; and how many others there were of what."""
    chosen: list[PieceEntry] = []
    counts: Counter[str] = Counter()
    for _, group in itertools.groupby(sorted(entries), _get_record):
        versions = [list(same) for _, same in itertools.groupby(group, _get_order)]
        chosen.append(versions[-1][0])
        counts["repeated"] += sum(len(same) - 1 for same in versions)
        counts["other versions"] += len(versions) - 1
    return chosen, +counts


def split_odd(entries: Sequence[PieceEntry]) -> tuple[list[PieceEntry], list[LeftOut]]:
    """Return pieces without those whose claims need a drug where most speak of a disease, or the reverse, and these."""
    times = Counter(call for entry in entries for call in entry.calls)
    kept: list[PieceEntry] = []
    left_out: list[LeftOut] = []
    for entry in entries:
        odd = next((call for call in entry.needs if find_usual(call[0], times) != call[1]), None)
        if odd is None:
            kept.append(entry)
        else:
            name, kind = odd
            left_out.append(
                LeftOut(entry.place, f"takes {name} for a {kind.lower()}, and most records for another thing")
            )
    return kept, left_out


def find_usual(name: str, times: Counter[tuple[str, str]]) -> str:
    """Return whether a thing is more often called a drug or a disease."""
    return max(DECIDING, key=lambda kind: times[name, kind])


def read_pieces(entries: Iterable[PieceEntry]) -> Iterator[Piece]:
    """Yield the pieces that were kept, which this program wrote itself."""
    for path, group in itertools.groupby(entries, attrgetter("file")):
        with path.open("rb") as file:
            for entry in group:
                file.seek(entry.start)
                yield pickle.load(file)  # noqa: S301 - from our own folder
