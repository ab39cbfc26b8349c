"""Checks claims that no person wrote against the ontology: quickly, since there may be millions of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pomegraph.content.text import suggest
from pomegraph.content.values import canonical
from pomegraph.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pomegraph.content.claims import Claim
    from pomegraph.content.registers import Registry

_ENDS = (("low", "high"), ("lowerConfidenceLimit", "upperConfidenceLimit"), ("spreadLow", "spreadHigh"))
_FIGURES = ("value", "low", "high")
_KEPT = 1_000_000


class ClaimChecker:
    """Tells what is wrong with a claim, by the rules for what people write."""

    def __init__(self, registry: Registry) -> None:
        self._registry, self._vocabulary = registry, registry.vocabulary
        self._faults: dict[tuple[str, str], str | None] = {}

    def find_fault(self, claim: Claim) -> str | None:
        """Return what is wrong with a claim, or None."""
        if not self._vocabulary.is_claim(claim.kind):
            return f"unknown kind of claim '{claim.kind}'"
        return next(self._find_faults(claim), None)

    def find_cure(self, claim: Claim) -> str | None:
        """Return the known word that is meant where one is unknown, as the cure of a fault; None if there is none."""
        classes, properties = self._vocabulary.classes, self._vocabulary.properties
        if not self._vocabulary.is_claim(claim.kind):
            return suggest(claim.kind, filter(self._vocabulary.is_claim, classes), otherwise="") or None
        names = (name for name, _ in (*claim.values, *claim.remarks) if name != "subject" and name not in properties)
        return next((suggest(name, properties, otherwise="") or None for name in names), None)

    def _find_faults(self, claim: Claim) -> Iterator[str]:
        seen: set[str] = set()
        for name, value in claim.values:
            if name == "subject":
                fault = self._find_fault_of_subject(claim, value)
            else:
                fault = self._find_fault_of_pair((name, value)) or self._find_misfit(claim, name, seen)
            seen.add(name)
            yield from [fault] if fault else []
        for pair in claim.remarks:
            fault = self._find_fault_of_pair(pair) or self._find_misfit_of_remark(pair[0])
            yield from [fault] if fault else []
        yield from self._find_empty(claim, seen)
        yield from self._find_faults_of_figures(dict(claim.values), claim.kind)

    def _find_fault_of_subject(self, claim: Claim, value: str) -> str | None:
        if not claim.predicate:
            return "a subject of what is not a statement" if claim.kind != "Statement" else None
        return None if value in self._registry.things else f"unknown thing '{value}'"

    def _find_fault_of_pair(self, pair: tuple[str, str]) -> str | None:
        """Return why a value does not fit its property; what is asked for often is kept."""
        if pair not in self._faults:
            if len(self._faults) >= _KEPT:
                self._faults.clear()
            self._faults[pair] = self._judge(*pair)
        return self._faults[pair]

    def _judge(self, name: str, value: str) -> str | None:
        prop = self._vocabulary.properties.get(name)
        if prop is None:
            return f"unknown property '{name}'"
        if prop.names_thing:
            fault = self._registry.find_fault(prop, value)
            return fault[0] if fault else None
        if canonical(value, prop.range) != value:
            return f"{name} '{value[:100]}' is not {with_article(prop.range)} in its shortest form"
        if prop.pattern and not re.fullmatch(prop.pattern, value):
            return f"{name} '{value[:100]}' breaks its pattern"
        return None

    def _find_misfit(self, claim: Claim, name: str, seen: set[str]) -> str | None:
        """Return why a property is not one of what a claim says, or not once more."""
        prop = self._vocabulary.properties[name]
        if not prop.identifying:
            return f"{name} is not part of what a claim says"
        if name in seen and prop.functional:
            return f"{name} has two values"
        if name == claim.predicate or prop.domain in {"Claim", "Report", claim.kind}:
            return None
        return f"{name} is not a property of {with_article(claim.kind)}"

    def _find_misfit_of_remark(self, name: str) -> str | None:
        prop = self._vocabulary.properties[name]
        if prop.identifying and not prop.derived:
            return f"{name} is part of what a claim says"
        return None if prop.domain in {"Claim", "Report"} else f"{name} is not a property of claims"

    def _find_empty(self, claim: Claim, seen: set[str]) -> Iterator[str]:
        if not claim.predicate:
            if claim.kind == "Statement":
                yield "a statement that says nothing"
            elif seen <= {"negated"}:
                yield f"{with_article(claim.kind)} that says nothing"
            return
        subject = self._registry.things.get("".join(claim.get("subject")))
        prop = self._vocabulary.properties.get(claim.predicate)
        if claim.predicate not in seen or subject is None or prop is None:
            yield "a statement without its subject or its value"
        elif prop.derived or not self._vocabulary.is_a(subject.kind, prop.domain):
            yield f"{prop.name} does not fit '{subject.id}', {with_article(subject.kind)}"

    def _find_faults_of_figures(self, values: dict[str, str], kind: str) -> Iterator[str]:
        for low, high in _ENDS:
            if low in values and high in values and float(values[low]) > float(values[high]):
                yield f"{low} {values[low]} is above {high} {values[high]}"
        told = any(name in values for name in _FIGURES)
        if told and "unit" not in values:
            yield "a figure without a unit"
        measure = self._registry.things.get(
            values.get("measure") or self._vocabulary.classes[kind].implied_measure or ""
        )
        allowed = measure.get("allowedUnit") if measure else []
        if allowed and "unit" in values and values["unit"] not in allowed:
            yield f"unit '{values['unit']}' does not fit {values.get('measure')}"
