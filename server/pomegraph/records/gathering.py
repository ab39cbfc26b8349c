"""Puts the pieces of a layer together; the same pieces in any order make the same layer."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pomegraph.content.layers import DETAILS
from pomegraph.content.registers import Thing
from pomegraph.records.passage_sorter import PassageRow, PassageSorter
from pomegraph.records.pieces import DECIDING
from pomegraph.records.spooling import choose_entries, read_pieces, split_odd
from pomegraph.records.texts import LeftOut

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from pomegraph.content.mappings import Mapping
    from pomegraph.content.registers import Registry
    from pomegraph.records.pieces import Piece, SourceRow
    from pomegraph.records.spooling import SpooledPieces

_EXACT, _CLOSE = "exactMatch", "closeMatch"
_CLAIMS = "claims.jsonl"


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """What was left open in one or several records: how often, and where first."""

    kind: str
    text: str
    reason: str
    times: int
    first: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """All of a layer, in the order of its files; the claims are in a file."""

    sources: tuple[SourceRow, ...]
    things: tuple[Thing, ...]
    mappings: tuple[Mapping, ...]
    claims: Path
    unresolved: tuple[OpenPoint, ...]
    left_out: tuple[LeftOut, ...]
    counts: tuple[tuple[str, int], ...]


def gather(spooled: SpooledPieces, registry: Registry, folder: Path) -> Gathered:
    """Put pieces together: of several with one identifier the last, of rows about a thing what most of them say.

    The claims are written to `claims.jsonl` in a folder; memory holds what is told of sources and things.
    """
    chosen, counts = choose_entries(spooled.entries)
    counts |= Counter({"passed over": spooled.passed_over} if spooled.passed_over else {})
    chosen, odd = split_odd(chosen)
    left_out = [*spooled.left_out, *odd]
    joiner = _Joiner(PassageSorter(folder / "passages"))
    for piece in read_pieces(chosen):
        joiner.add(piece)
        counts.update(dict(piece.counts))
        left_out += piece.left_out
    _write_passages(joiner.passages.rows(), folder / _CLAIMS, left_out, counts)
    known = {*joiner.things, *registry.things}
    things = [_drop_lost(_join_rows(rows), known, registry, counts) for rows in joiner.things.values()]
    mappings = _demote_mappings(joiner.mappings.values(), registry)
    sizes = {"records": chosen, "sources": joiner.sources, "things": things, "mappings": mappings}
    counts |= Counter({name: len(many) for name, many in sizes.items()})
    return Gathered(
        sources=tuple(joiner.sources[name] for name in sorted(joiner.sources)),
        things=tuple(sorted(things, key=lambda thing: thing.id)),
        mappings=mappings,
        claims=folder / _CLAIMS,
        unresolved=joiner.list_open(),
        left_out=tuple(sorted(set(left_out))),
        counts=tuple(sorted(counts.items())),
    )


class _Joiner:
    """Takes pieces in the order of their records, and joins what they say of the same."""

    def __init__(self, passages: PassageSorter) -> None:
        self.passages = passages
        self.sources: dict[str, SourceRow] = {}
        self.things: defaultdict[str, Counter[Thing]] = defaultdict(Counter)
        self.mappings: dict[tuple[str, str], Mapping] = {}
        self._open: Counter[tuple[str, str, str]] = Counter()
        self._first: dict[tuple[str, str, str], str] = {}

    def add(self, piece: Piece) -> None:
        source = piece.source
        self.sources[source.id] = max(self.sources.get(source.id, source), source, key=repr)
        for passage in piece.passages:
            self.passages.add(PassageRow(source.id, *passage, piece.place))
        for thing in piece.things:
            self.things[thing.id][thing] += 1
        for mapping in piece.mappings:
            self._add_mapping(mapping)
        for one in piece.unresolved:
            key = (one.kind, one.reason, one.text)
            self._open[key] += 1
            self._first.setdefault(key, f"{piece.record}#{one.pointer}")

    def _add_mapping(self, one: Mapping) -> None:
        key = (one.subject, one.object)
        other = self.mappings.get(key)
        if other is None or (one.predicate == _EXACT, one.confidence) > (other.predicate == _EXACT, other.confidence):
            self.mappings[key] = one

    def list_open(self) -> tuple[OpenPoint, ...]:
        """Return what was left open, in order."""
        found = sorted(self._open.items())
        return tuple(OpenPoint(key[0], key[2], key[1], times, self._first[key]) for key, times in found)


def _write_passages(rows: Iterable[PassageRow], path: Path, left_out: list[LeftOut], counts: Counter[str]) -> None:
    """Write the lines of passages by source and place."""
    previous = ("", "")
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            if (row.source, row.key) == previous:
                left_out.append(LeftOut(row.place, f"another record has the passage {row.key} of {row.source}"))
                continue
            previous = (row.source, row.key)
            counts["passages"] += 1
            counts["claims"] += row.claims
            file.write(f"{row.line}\n")


def _join_rows(rows: Counter[Thing]) -> Thing:
    """Return one row for all that say something of one thing."""
    labels, kinds = Counter[str](), Counter[str]()
    for row, number in rows.items():
        labels[row.label] += number
        kinds[row.kind] += number
    label = min(labels, key=lambda one: (-labels[one], one))
    usual = max(DECIDING, key=lambda one: kinds[one])
    kind = usual if usual in kinds else min(kinds, key=lambda one: (-kinds[one], one))
    # What some records call it otherwise may be an error of theirs: only what they mean as another name is one.
    names = {name.casefold(): name for name in sorted({one for row in rows for one in row.alternatives}, reverse=True)}
    names.pop(label.casefold(), None)
    values = {pair for row in rows for pair in row.values}
    return Thing(min(rows, key=repr).id, kind, label, tuple(sorted(names.values())), tuple(sorted(values)), "", 0)


def _drop_lost(thing: Thing, known: set[str], registry: Registry, counts: Counter[str]) -> Thing:
    """Return a thing without links to what is nowhere, which are counted, and without a second answer."""
    properties = registry.vocabulary.properties
    kept: dict[tuple[str, str], None] = {}
    told: set[str] = set()
    for name, value in thing.values:
        prop = properties[name]
        if prop.names_thing and value not in known and name != "listedIn":
            counts["links to what is not there"] += 1
        elif not (prop.functional and name in told):
            kept[name, value] = None
            told.add(name)
    return replace(thing, values=tuple(kept))


def _demote_mappings(found: Collection[Mapping], registry: Registry) -> tuple[Mapping, ...]:
    """Return mappings in order; where a vocabulary has several identifiers for one thing, none is exact."""
    spaces = sorted({prefix.namespace for prefix in registry.vocabulary.prefixes}, key=len, reverse=True)
    exact = [one for one in found if one.predicate == _EXACT]
    of_space = {one: next(space for space in spaces if one.object.startswith(space)) for one in exact}
    uses = Counter((one.subject, space) for one, space in of_space.items())
    joined = [
        replace(one, predicate=_CLOSE) if uses[one.subject, of_space.get(one, "")] > 1 and not _is_own(one) else one
        for one in found
    ]
    return tuple(sorted(joined, key=lambda one: (one.subject, one.predicate, one.object)))


def _is_own(mapping: Mapping) -> bool:
    """Tell whether a thing is called by an identifier."""
    return mapping.object.lower().endswith(mapping.subject.partition("-")[2] or "\n")


def render_sources(sources: Iterable[SourceRow]) -> str:
    """Return sources as a table."""
    rows = [["id", "label", *DETAILS]]
    for one in sources:
        details = dict(one.details)
        rows.append([one.id, one.label, *(details.get(name, "") for name in DETAILS)])
    return "".join("\t".join(row) + "\n" for row in rows)


def render_things(things: Iterable[Thing]) -> str:
    """Return things as a table with a column for each property that one of them has."""
    listed = list(things)
    columns = sorted({name for thing in listed for name, _ in thing.values})
    rows = [["id", "label", "altLabels", "class", *columns]]
    for one in listed:
        cells = ["|".join(one.get(name)) for name in columns]
        rows.append([one.id, one.label, "|".join(one.alternatives), one.kind, *cells])
    return "".join("\t".join(row) + "\n" for row in rows)
