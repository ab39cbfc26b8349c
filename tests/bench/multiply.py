"""Multiplies the content: each copy speaks of drugs, trials and regimens of its own, in sources of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pomegraph.content.claims import Claim, Facts, Pairs, Source

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
