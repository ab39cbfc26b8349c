"""Counts what a content uses: which kinds of claims its sources make, with which keys and which values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pomegraph.content.claims import Claim, Facts
    from pomegraph.content.registers import Registry


@dataclass(frozen=True, slots=True)
class Usage:
    """How often something stands in the sources of a content.

    A statement is counted under the class of its subject, every other claim under its kind.

    Args:
        kinds: Claims, by the kind of their source and then by their own.
        keys: Keys, by the kind of the claim and their own name.
        values: Values, by the name of their key.
    """

    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    keys: Counter[tuple[str, str]] = field(default_factory=Counter)
    values: dict[str, Counter[str]] = field(default_factory=dict)

    def find_example(self, key: str) -> str:
        """Return the value that a key has most often, the first in order of several; empty if it has none."""
        found = self.values.get(key, Counter())
        return min(found, key=lambda value: (-found[value], value), default="")


def count_usage(facts: Facts) -> Usage:
    """Count what the sources of a content use, which are gone through."""
    usage = Usage()
    for source in facts.sources:
        kinds = usage.kinds.setdefault(dict(source.details).get("kind", ""), Counter())
        for claim in (claim for passage in source.passages for claim in passage.claims):
            kind = _name_kind(facts.registry, claim)
            kinds[kind] += 1
            for key, value in (*claim.values, *claim.remarks):
                if (key, value) != ("negated", "false"):
                    usage.keys[kind, key] += 1
                    usage.values.setdefault(key, Counter())[value] += 1
    return usage


def _name_kind(registry: Registry, claim: Claim) -> str:
    return registry.things[claim.get("subject")[0]].kind if claim.predicate else claim.kind
