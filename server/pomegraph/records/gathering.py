"""Puts the pieces of a layer together; the same pieces in any order make the same layer."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pomegraph.content.layers import DETAILS
from pomegraph.content.registers import Thing
from pomegraph.records.pieces import PassedOver
from pomegraph.records.texts import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pomegraph.content.mappings import Mapping
    from pomegraph.content.registers import Registry
    from pomegraph.records.pieces import Made, Piece, SourceRow

_EXACT, _CLOSE = "exactMatch", "closeMatch"
# Of things that records give several classes, the first of these is meant: it is what other claims need.
_FIRST = ("Drug", "Disease")


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
    """All of a layer, in the order of its files."""

    sources: tuple[SourceRow, ...]
    things: tuple[Thing, ...]
    mappings: tuple[Mapping, ...]
    lines: tuple[str, ...]
    unresolved: tuple[OpenPoint, ...]
    left_out: tuple[LeftOut, ...]
    counts: tuple[tuple[str, int], ...]


def gather(made: Iterable[Made], registry: Registry) -> Gathered:
    """Put pieces together: of several with one identifier the last, of rows about a thing what most of them say."""
    pieces, left_out, counts = _choose(made)
    sources = {piece.source.id: piece.source for piece in sorted(pieces, key=lambda one: repr(one.source))}
    mappings = _join_mappings((one for piece in pieces for one in piece.mappings), registry)
    rows = _join_things(thing for piece in pieces for thing in piece.things)
    known = {*rows, *registry.things}
    things = [_drop_lost(thing, known, registry, counts) for thing in rows.values()]
    lines = _join_passages(pieces, left_out, counts)
    counts |= Counter(
        {"records": len(pieces), "sources": len(sources), "things": len(things), "mappings": len(mappings)}
    )
    for piece in pieces:
        counts.update(dict(piece.counts))
        left_out += piece.left_out
    return Gathered(
        sources=tuple(sources[name] for name in sorted(sources)),
        things=tuple(sorted(things, key=lambda thing: thing.id)),
        mappings=mappings,
        lines=tuple(lines),
        unresolved=_count_open(pieces),
        left_out=tuple(sorted(set(left_out))),
        counts=tuple(sorted(counts.items())),
    )


def _choose(made: Iterable[Made]) -> tuple[list[Piece], list[LeftOut], Counter[str]]:
    """Return the pieces to be used by their records, what was left out, and how many there were of what."""
    found: dict[str, Piece] = {}
    left_out: list[LeftOut] = []
    counts: Counter[str] = Counter()
    for one in made:
        if isinstance(one, LeftOut):
            left_out.append(one)
            continue
        if isinstance(one, PassedOver):
            counts["passed over"] += 1
            continue
        other = found.get(one.record)
        if other is not None:
            counts["repeated" if other.order == one.order else "other versions"] += 1
        if other is None or (other.order, one.place) < (one.order, other.place):
            found[one.record] = one
    return [found[name] for name in sorted(found)], left_out, counts


def _join_passages(pieces: Iterable[Piece], left_out: list[LeftOut], counts: Counter[str]) -> Iterator[str]:
    """Yield the lines of passages by source and place."""
    rows = sorted((piece.source.id, *passage, piece.place) for piece in pieces for passage in piece.passages)
    previous = ("", "")
    for source, key, line, number, place in rows:
        if (source, key) == previous:
            left_out.append(LeftOut(place, f"another record has the passage {key} of {source}"))
            continue
        previous = (source, key)
        counts["passages"] += 1
        counts["claims"] += number
        yield line


def _join_things(things: Iterable[Thing]) -> dict[str, Thing]:
    given: defaultdict[str, Counter[Thing]] = defaultdict(Counter)
    for thing in things:
        given[thing.id][thing] += 1
    return {name: _join_rows(rows) for name, rows in given.items()}


def _join_rows(rows: Counter[Thing]) -> Thing:
    """Return one row for all that say something of one thing."""
    labels, kinds = Counter[str](), Counter[str]()
    for row, number in rows.items():
        labels[row.label] += number
        kinds[row.kind] += number
    label = min(labels, key=lambda one: (-labels[one], one))
    kind = next((one for one in _FIRST if one in kinds), min(kinds, key=lambda one: (-kinds[one], one)))
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


def _join_mappings(mappings: Iterable[Mapping], registry: Registry) -> tuple[Mapping, ...]:
    """Return each mapping once; where a vocabulary has several identifiers for one thing, none is exact."""
    found: dict[tuple[str, str], Mapping] = {}
    for one in mappings:
        key = (one.subject, one.object)
        other = found.get(key)
        if other is None or (one.predicate == _EXACT, one.confidence) > (other.predicate == _EXACT, other.confidence):
            found[key] = one
    spaces = sorted({prefix.namespace for prefix in registry.vocabulary.prefixes}, key=len, reverse=True)
    exact = [one for one in found.values() if one.predicate == _EXACT]
    of_space = {one: next(space for space in spaces if one.object.startswith(space)) for one in exact}
    uses = Counter((one.subject, space) for one, space in of_space.items())
    joined = [
        replace(one, predicate=_CLOSE) if uses[one.subject, of_space.get(one, "")] > 1 and not _is_own(one) else one
        for one in found.values()
    ]
    return tuple(sorted(joined, key=lambda one: (one.subject, one.predicate, one.object)))


def _is_own(mapping: Mapping) -> bool:
    """Tell whether a thing is called by an identifier."""
    return mapping.object.lower().endswith(mapping.subject.partition("-")[2] or "\n")


def _count_open(pieces: Iterable[Piece]) -> tuple[OpenPoint, ...]:
    times: Counter[tuple[str, str, str]] = Counter()
    first: dict[tuple[str, str, str], str] = {}
    for piece in pieces:
        for one in piece.unresolved:
            key = (one.kind, one.reason, one.text)
            times[key] += 1
            first.setdefault(key, f"{piece.record}#{one.pointer}")
    return tuple(
        OpenPoint(kind, text, reason, times[key], first[key]) for key in sorted(times) for kind, reason, text in [key]
    )


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
