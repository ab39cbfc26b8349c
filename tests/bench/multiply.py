"""Multiplies the content, each copy with drugs, trials, regimens and sources of its own, or cuts it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pomegraph.content.claims import Claim, Facts, Pairs, Source

# What a build refers to by itself.
_FRAME = {"Concept", "Scheme"}
_COPIED = {"Drug", "Regimen", "Trial", "Arm", "Source", "Reference", "Topic"}


def multiply(facts: Facts, sources: list[Source], copies: int) -> Facts:
    """Return facts whose sources come one after another, each made when it is reached."""
    things = facts.registry.things
    copied = [thing for thing in things.values() if thing.kind in _COPIED]
    for copy in range(1, copies):
        for thing in copied:
            name = f"{thing.id}-copy-{copy}"
            things[name] = replace(thing, id=name, label=f"{thing.label}, copy {copy}")
    names = {thing.id for thing in copied}
    return replace(facts, sources=(copy_source(source, names, copy) for copy in range(copies) for source in sources))


def cut(facts: Facts, sources: list[Source], part: float) -> Facts:
    """Return facts with the first part of all passages, and the things that these need."""
    kept = list(_take(sources, round(part * sum(len(source.passages) for source in sources))))
    names = {source.id for source in kept} | {value for source in kept for _, value in _list_pairs(source)}
    things = facts.registry.things
    waiting = [thing.id for thing in things.values() if thing.id in names or thing.kind in _FRAME]
    needed = set(waiting)
    while waiting:
        more = {value for _, value in things[waiting.pop()].values} & things.keys() - needed
        needed |= more
        waiting += more
    registry = replace(facts.registry, things={name: thing for name, thing in things.items() if name in needed})
    mappings = [mapping for mapping in facts.mappings if mapping.subject in needed]
    return replace(facts, registry=registry, mappings=mappings, sources=iter(kept), verdicts=())


def _take(sources: list[Source], count: int) -> Iterator[Source]:
    """Yield sources until they have so many passages, of the last one its first."""
    for source in sources:
        if count <= 0:
            return
        yield replace(source, passages=source.passages[:count])
        count -= len(source.passages)


def _list_pairs(source: Source) -> Iterator[tuple[str, str]]:
    yield from source.details
    for passage in source.passages:
        for claim in passage.claims:
            yield from claim.values
            yield from claim.remarks


def copy_source(source: Source, names: set[str], copy: int) -> Source:
    if copy == 0:
        return source
    passages = [
        replace(passage, claims=tuple(_copy_claim(claim, names, copy) for claim in passage.claims))
        for passage in source.passages
    ]
    return replace(source, id=f"{source.id}-copy-{copy}", passages=tuple(passages))


def _copy_claim(claim: Claim, names: set[str], copy: int) -> Claim:
    return replace(
        claim, values=_copy_pairs(claim.values, names, copy), remarks=_copy_pairs(claim.remarks, names, copy)
    )


def _copy_pairs(pairs: Pairs, names: set[str], copy: int) -> Pairs:
    return tuple((name, f"{value}-copy-{copy}" if value in names else value) for name, value in pairs)
