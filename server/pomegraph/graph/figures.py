"""Makes of a claim the row of a table of figures that it would be, so that its trial can be looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.content.values import canonical
from pomegraph.evidence.figures import Figure

if TYPE_CHECKING:
    from pomegraph.content.claims import Claim, Source
    from pomegraph.content.registers import Registry

# What makes a figure: its property, and the property that tells what it is an estimate of.
_FIGURES = (("value", ""), ("low", ""), ("high", ""), ("estimate", "estimateKind"))


class FigureMaker:
    """Makes rows of the claims of one source, with what the source says of itself and of its arms."""

    def __init__(self, registry: Registry, source: Source) -> None:
        self._registry, self._source = registry, source
        self._regimens: dict[str, str] = {}
        about: set[str] = set()
        for claim in (claim for passage in source.passages for claim in passage.claims):
            subject = "".join(claim.get("subject"))
            if claim.predicate == "isAbout" and subject == source.id:
                about.update(one for one in claim.get("isAbout") if registry.things[one].kind == "Disease")
            elif claim.predicate == "armRegimen":
                self._regimens[subject] = claim.get("armRegimen")[0]
        # What is said of the whole source can be meant only where it is one thing.
        self._disease = about.pop() if len(about) == 1 else ""

    def make(self, claim: Claim, name: str) -> Figure | None:
        """Return the row of a claim, or None if it has no figure of a trial; `name` stands for the claim."""
        keys = self._registry.vocabulary.classes[claim.kind].keys if not claim.predicate else ()
        if "trial" not in keys or "measure" not in keys or claim.negated or not claim.get("measure"):
            return None
        first = dict(reversed(claim.values))
        found = [(prop, kind) for prop, kind in _FIGURES if prop in first]
        if not found:
            return None
        printed = {canonical(text, "decimal"): text for prop, text in claim.remarks if prop == "valueAsStated"}
        numbers = {prop: printed.get(first[prop]) or first[prop] for prop, _ in found}
        kind = found[-1][1]
        regimen = "".join(self._regimens.get(arm, "") for arm in claim.get("arm"))
        return Figure(
            id=name,
            drug=self._words(claim, "drug"),
            regimen=self._words(claim, "regimen") or self._label(regimen),
            comparator=self._words(claim, "comparator"),
            disease=self._words(claim, "disease") or self._label(self._disease),
            population=self._words(claim, "population"),
            trial=self._words(claim, "trial"),
            measure=self._describe_measure(claim, self._words(claim, kind) if kind else ""),
            value=numbers.get("estimate") or numbers.get("value") or "",
            low="" if "estimate" in numbers else numbers.get("low", ""),
            high="" if "estimate" in numbers else numbers.get("high", ""),
            unit="" if kind else self._code(claim, "unit"),
            follow_up=" ".join(filter(None, ("".join(claim.get("followUp")), self._code(claim, "followUpUnit")))),
            claim=name,
            source=self._source.label,
        )

    def _describe_measure(self, claim: Claim, kind: str) -> str:
        frame = " ".join(filter(None, ("".join(claim.get("timeFrame")), self._words(claim, "timeFrameUnit"))))
        grades = "".join(f"grade {grade}" for grade in claim.get("grade")[:1])
        parts = (kind and f"{kind} for", grades, self._words(claim, "measure"), self._words(claim, "event"))
        return " ".join([*filter(None, parts), *([f"at {frame}"] if frame else [])])

    def _words(self, claim: Claim, name: str) -> str:
        return ", ".join(map(self._label, claim.get(name)))

    def _code(self, claim: Claim, name: str) -> str:
        """Return a unit as it is printed behind a number."""
        things = [self._registry.things[unit] for unit in claim.get(name)]
        return "".join("".join(one.get("ucumCode")) or one.label for one in things)

    def _label(self, name: str) -> str:
        thing = self._registry.things.get(name)
        return thing.label if thing is not None else name
