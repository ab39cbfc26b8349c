"""Holds a claim against another one on the same topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.content.amounts import RELATIONS, is_same, make_amount
from pomegraph.graph.disagreements import Comparison
from pomegraph.graph.topics import AFFIRMED, FIGURE, find_answers

if TYPE_CHECKING:
    from pomegraph.content.claims import Claim
    from pomegraph.content.registers import Registry
    from pomegraph.evidence.verdicts import How
    from pomegraph.graph.topics import TopicAnswers
    from pomegraph.graph.triples import Report

# A result of a trial: without the trial, two figures may both be right.
_TRIAL, _RESULT = "trial", {"trial", "measure"}
# What only illustrates a rule.
_ILLUSTRATING = "example"
_DENIED = ("negated", "true")


class ClaimComparison:
    """Compares a claim of a secondary source with a primary one on its topic; in doubt the two are not compared."""

    def __init__(self, registry: Registry) -> None:
        self._registry, self._comparison = registry, Comparison(registry)

    def compare(self, ours: Report, theirs: Report) -> How | None:
        """Return how the two go together, or None where they cannot be compared."""
        if ours.id == theirs.id:
            return "equal"
        if ours.claim.negated != theirs.claim.negated:
            return "differs" if _denies(ours.claim, theirs.claim) else None
        if ours.claim.negated or ours.claim.predicate not in {"", theirs.claim.predicate}:
            return None
        mine, yours = find_answers(self._registry, ours), find_answers(self._registry, theirs)
        if AFFIRMED in mine or not mine:
            is_core = not ours.claim.predicate and self._agree_beside(ours.claim, theirs.claim)
            return "core" if is_core else None
        return self._compare_answers(ours, theirs, mine, yours)

    def _compare_answers(self, ours: Report, theirs: Report, mine: TopicAnswers, yours: TopicAnswers) -> How | None:
        common = mine.keys() & yours.keys()
        if not common or (FIGURE in mine and not self._is_comparable(mine, yours)):
            return None
        within = _is_within(mine, yours)
        differing = {name for name in common if self._differ(name, mine, yours)} - ({FIGURE} if within else set())
        if differing:
            is_clear = self._can_contradict(ours.claim) and not all(self._are_kin(n, mine, yours) for n in differing)
            return "differs" if is_clear else None
        if not self._agree_beside(ours.claim, theirs.claim):
            return None
        if within:
            return "within"
        unlike = {name: self._is_rounded(name, mine, yours) for name in common if mine[name] != yours[name]}
        return self._grade(ours.claim, theirs.claim, unlike)

    def _grade(self, ours: Claim, theirs: Claim, unlike: dict[str, bool]) -> How:
        """Return how well claims agree that do; of the answers that are not alike, some are roundings."""
        shared = self._list_beside(ours, _list_names(ours) & _list_names(theirs))
        if any(len(ours.get(name)) < len(theirs.get(name)) for name in shared):
            return "part"
        if any(unlike.values()):
            return "rounded"
        is_more = self._list_beside(ours, _list_names(ours) - _list_names(theirs))
        return "core" if unlike or is_more else "equal"

    def _is_comparable(self, mine: TopicAnswers, yours: TopicAnswers) -> bool:
        """Tell whether two figures are of one kind of unit, and neither is only a limit, such as `at most 5`."""
        if FIGURE not in yours or "" in mine[FIGURE] + yours[FIGURE]:
            return mine[FIGURE] == yours.get(FIGURE)
        names = (mine[FIGURE][0], yours[FIGURE][0])
        units = [self._registry.units.get(name) for name in names]
        return len({unit.base if unit else name for name, unit in zip(names, units, strict=True)}) == 1

    def _differ(self, name: str, mine: TopicAnswers, yours: TopicAnswers) -> bool:
        if self._is_figure(name) and name != FIGURE and not self._registry.vocabulary.properties[name].scale:
            pairs = zip(mine[name], yours[name], strict=False)
            return not all(is_same(make_amount(a, None), make_amount(b, None)) for a, b in pairs)
        return bool(self._comparison.differing({name: mine[name]}, {name: yours[name]}))

    def _is_rounded(self, name: str, mine: TopicAnswers, yours: TopicAnswers) -> bool:
        """Tell whether two figures that agree are one before rounding, and not a figure and what holds it."""
        if not self._is_figure(name) or {mine[name][0], yours[name][0]} & RELATIONS.keys():
            return False
        return not self._comparison.differing({name: mine[name]}, {name: yours[name]}, exact=True)

    def _is_figure(self, name: str) -> bool:
        prop = self._registry.vocabulary.properties.get(name)
        return name == FIGURE or (prop is not None and prop.range == "decimal")

    def _are_kin(self, name: str, mine: TopicAnswers, yours: TopicAnswers) -> bool:
        """Tell whether two concepts are kinds of one, so that both may be true: most common, very common."""
        list_broader = self._registry.list_broader
        above = [{wider for one in answers[name] for wider in list_broader(one)} for answers in (mine, yours)]
        return bool(above[0] & above[1])

    def _can_contradict(self, ours: Claim) -> bool:
        """Tell whether two answers to the topic of a claim cannot both be right."""
        is_result = not ours.predicate and _RESULT.issubset(self._registry.vocabulary.classes[ours.kind].keys)
        return not is_result or bool(ours.get(_TRIAL))

    def _agree_beside(self, ours: Claim, theirs: Claim) -> bool:
        """Tell whether all that ours says beside its answers is in theirs, where that speaks of it at all."""
        names = self._list_beside(ours, _list_names(ours) & _list_names(theirs))
        return all(set(ours.get(name)) <= set(theirs.get(name)) for name in names)

    def _list_beside(self, claim: Claim, names: set[str]) -> set[str]:
        """Return those of some properties that may have several values, and are neither of the topic nor the answer."""
        if claim.predicate:
            return set()
        kind, properties = self._registry.vocabulary.classes[claim.kind], self._registry.vocabulary.properties
        return {
            name
            for name in names - {*kind.keys, *kind.answers, _ILLUSTRATING}
            if name in properties and not properties[name].functional
        }


def _list_names(claim: Claim) -> set[str]:
    return {name for name, _ in claim.values}


def _denies(ours: Claim, theirs: Claim) -> bool:
    """Tell whether one of two claims denies what the other affirms, and no more than that."""
    denial, other = (ours, theirs) if ours.negated else (theirs, ours)
    return {pair for pair in denial.values if pair != _DENIED} <= set(other.values)


def _is_within(mine: TopicAnswers, yours: TopicAnswers) -> bool:
    """Tell whether a range of ours holds a figure of theirs in the same unit."""
    if FIGURE not in mine or FIGURE not in yours or mine[FIGURE][0] != yours[FIGURE][0]:
        return False
    if "" in mine[FIGURE] + yours[FIGURE]:
        return False
    low, high = map(float, mine[FIGURE][1:])
    return low < high and mine != yours and all(low <= float(end) <= high for end in yours[FIGURE][1:])
