"""Says of claims where they hold: under which authority, else where their passage or source is of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pomegraph.content.claims import Claim
    from pomegraph.content.registers import Registry

# The key of sources, passages and organisations, and the property of what they say.
JURISDICTION = "jurisdiction"
HOLDS_IN = "holdsIn"


def place_claim(registry: Registry, claim: Claim, given: str) -> Claim:
    """Return a claim with where it holds as a remark.

    What the claim tells itself comes first, then the jurisdiction of the authority that it names.

    Args:
        registry: All things.
        claim: The claim.
        given: The jurisdiction of its passage, or of its source; may be empty.
    """
    if HOLDS_IN not in registry.vocabulary.properties or any(name == HOLDS_IN for name, _ in claim.remarks):
        return claim
    authorities = [registry.things[name] for name in claim.get("authority")]
    found = [value for one in authorities for value in one.get(JURISDICTION)] or ([given] if given else [])
    remarks = {*claim.remarks, *((HOLDS_IN, value) for value in found)}
    return replace(claim, remarks=tuple(sorted(remarks))) if found else claim


def find_jurisdictions(registry: Registry, claim: Claim) -> list[str]:
    """Return where a claim holds, if what it says may differ from one jurisdiction to another; else nothing."""
    vocabulary = registry.vocabulary
    kind = vocabulary.properties[claim.predicate] if claim.predicate else vocabulary.classes[claim.kind]
    return [value for name, value in claim.remarks if name == HOLDS_IN] if kind.by_jurisdiction else []
