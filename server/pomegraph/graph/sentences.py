"""Words claims and topics as sentences, by the patterns of the ontology; no kind of claim has code of its own.

How a sentence goes depends on which properties a claim has, and on the few values that patterns name. Claims that are
alike in this share a plan, made once: a text with gaps, and for each gap the value that fills it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pomegraph.content.patterns import Adjunct, Choice, Slot, find_slots
from pomegraph.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pomegraph.content.claims import Claim
    from pomegraph.content.ontology import Vocabulary
    from pomegraph.content.patterns import Node, Pattern
    from pomegraph.content.registers import Registry

_KEPT = 100_000
_UNTOLD = {"negated"}
# What stands for itself in brackets, without the name of its property.
_MARKS = {"qualifier", "modality", "role"}
_FORMS = ("", "a", "bare", "one", "list", "label")


class _Words(dict[tuple[str, str], str]):
    """What people call values, in one form; what was asked for is kept."""

    def __init__(self, registry: Registry, form: str) -> None:
        super().__init__()
        self._registry, self._form = registry, form

    def __missing__(self, pair: tuple[str, str]) -> str:
        if len(self) >= _KEPT:
            self.clear()
        found = self[pair] = self._say(*pair)
        return found

    def _say(self, name: str, value: str) -> str:
        prop = self._registry.vocabulary.properties.get(name)
        if prop is not None and not prop.names_thing:
            return value.replace(",", ", ") if self._form == "list" else value
        thing = self._registry.things[value]
        wording = prop.wordings.get(value, ()) if prop else ()
        words = "".join(node for node in wording if isinstance(node, str)) if _is_plain(wording) else ""
        words = words or next(iter(thing.get("ucumCode")), thing.label)
        match self._form:
            case "label":
                return thing.label
            case "a":
                return with_article(words)
            case "one":
                return thing.label if words == f"{thing.label}s" else words
            case "bare":
                return _bare(words)
        return words


def _is_plain(pattern: Pattern) -> bool:
    return all(isinstance(node, str) for node in pattern)


def _bare(words: str) -> str:
    """Return a verb of the third person as it stands behind another verb: inhibits as inhibit."""
    verb, space, rest = words.partition(" ")
    end = 2 if verb.endswith(("sses", "shes", "ches", "xes", "zes")) else verb.endswith("s")
    return f"{verb[: len(verb) - end]}{space}{rest}"


class SentencePlan(NamedTuple):
    """A text with a `%s` for each gap, and for each gap which value fills it, in which form."""

    text: str
    gaps: tuple[tuple[int, _Words], ...]


@dataclass(slots=True)
class _Draft:
    """A sentence that grows: its text, its gaps as places of values with forms, and the places that are told."""

    text: str = ""
    gaps: list[tuple[int, str]] = field(default_factory=list)
    told: set[int] = field(default_factory=set)

    def add(self, text: str) -> None:
        self.text += text.replace("%", "%%")

    def add_gaps(self, places: Sequence[int], form: str) -> None:
        *first, last = ["%s" for _ in places]
        self.text += " and ".join([*([", ".join(first)] if first else []), last])
        self.gaps += [(place, form) for place in places]
        self.told |= set(places)

    def copy(self) -> _Draft:
        return _Draft(self.text, [*self.gaps], {*self.told})


class _Planner:
    """Makes the plan of claims that have these properties; `pairs` has a value only where a pattern names it."""

    def __init__(self, vocabulary: Vocabulary, pairs: list[tuple[str, str | None]]) -> None:
        self._properties, self._pairs = vocabulary.properties, pairs
        self._places: dict[str, list[int]] = {}
        for place, (name, _) in enumerate(pairs):
            self._places.setdefault(name, []).append(place)

    def plan(self, pattern: Pattern) -> _Draft | None:
        """Return the sentence, with what the pattern leaves untold at its end, or None if it does not fit."""
        draft = self._fill(_Draft(), pattern)
        if draft is None:
            return None
        for place, (name, _) in enumerate(self._pairs):
            if place not in draft.told and name not in _UNTOLD:
                draft = self._fill_node(draft, Adjunct(name)) or draft
        return self._add_marks(draft)

    def _add_marks(self, draft: _Draft) -> _Draft:
        rest = [place for place, (name, _) in enumerate(self._pairs) if place not in draft.told and name not in _UNTOLD]
        for place in rest:
            name = self._pairs[place][0]
            draft.add(" (" if place == rest[0] else ", ")
            if name not in _MARKS and name in self._properties:
                draft.add(f"{self._properties[name].label} ")
            draft.add_gaps([place], "")
        draft.add(")" if rest else "")
        return draft

    def _fill(self, draft: _Draft, pattern: Pattern) -> _Draft | None:
        for node in pattern:
            filled = self._fill_node(draft, node)
            if filled is None:
                return None
            draft = filled
        return draft

    def _fill_node(self, draft: _Draft, node: Node) -> _Draft | None:
        match node:
            case Slot():
                return self._fill_slot(draft, node)
            case Choice(alternatives):
                filled = (self._fill(draft.copy(), one) for one in alternatives)
                return next((one for one in filled if one is not None), draft)
            case Adjunct(name):
                return self._add_phrase(draft, name)
        draft.add(node)
        return draft

    def _add_phrase(self, draft: _Draft, name: str) -> _Draft:
        prop = self._properties.get(name)
        if prop is None or not prop.phrase or not set(self._find(Slot(name))) - draft.told:
            return draft
        spaced = draft.copy()
        spaced.add(" ")
        return self._fill(spaced, prop.phrase) or draft

    def _find(self, slot: Slot) -> list[int]:
        """Return the places of the values that fit a slot."""
        places = self._places.get(slot.name, [])
        if slot.value:
            places = [place for place in places if self._pairs[place][1] == slot.value]
        if slot.worded:
            wordings = self._properties[slot.name].wordings if places else {}
            places = [place for place in places if (self._pairs[place][1] or "") in wordings]
        return places

    def _fill_slot(self, draft: _Draft, slot: Slot) -> _Draft | None:
        places = [place for place in self._find(slot) if not (slot.fresh and place in draft.told)]
        if not places:
            return None
        draft.told |= set(places)
        if slot.silent:
            return draft
        prop = self._properties.get(slot.name)
        wording = prop.wordings.get(self._pairs[places[0]][1] or "") if prop else None
        if wording is not None and not slot.form and len(places) == 1 and not _is_plain(wording):
            return self._fill(draft, wording)
        draft.add_gaps(places, slot.form)
        return draft


class SentenceWriter:
    """Words claims and topics; what they have in common is worked out once."""

    def __init__(self, registry: Registry) -> None:
        self._vocabulary = vocabulary = registry.vocabulary
        self._words = {form: _Words(registry, form) for form in _FORMS}
        self._plans: dict[tuple[object, ...], SentencePlan] = {}
        patterns = [pattern for one in vocabulary.classes.values() for pattern in (one.sentence, one.topic_phrase)]
        patterns += [
            pattern for one in vocabulary.properties.values() for pattern in (one.phrase, *one.wordings.values())
        ]
        named = {(slot.name, slot.value) for one in patterns for slot in find_slots(one) if slot.value}
        worded = {slot.name for one in patterns for slot in find_slots(one) if slot.worded}
        self._named = named | {
            (prop.name, value)
            for prop in vocabulary.properties.values()
            for value, wording in prop.wordings.items()
            if prop.name in worded or not _is_plain(wording)
        }

    def word_claim(self, claim: Claim) -> str:
        """Return a claim as a sentence, with a denial in front."""
        sentence = self._word("claim", claim.kind, claim.predicate, claim.values)
        return f"not: {sentence}" if claim.negated else sentence

    def word_topic(self, kind: str, keys: Sequence[tuple[str, str]]) -> str:
        """Return what a topic is called, of which the key properties are given with their values."""
        return self._word("topic", kind, "", keys)

    def _word(self, what: str, kind: str, predicate: str, pairs: Sequence[tuple[str, str]]) -> str:
        named = self._named
        alike = (what, kind, predicate, *[pair if pair in named else pair[0] for pair in pairs])
        plan = self._plans.get(alike)
        if plan is None:
            if len(self._plans) >= _KEPT:
                self._plans.clear()
            plan = self._plans[alike] = self._make_plan(what, kind, predicate, alike[3:])
        return plan.text % tuple([words[pairs[place]] for place, words in plan.gaps])

    def _make_plan(self, what: str, kind: str, predicate: str, alike: Iterable[object]) -> SentencePlan:
        pairs = [(one, None) if isinstance(one, str) else (one[0], one[1]) for one in alike]  # type: ignore[index]
        planner = _Planner(self._vocabulary, pairs)
        chosen, plain = self._choose_patterns(what, kind, predicate)
        draft = (planner.plan(chosen) if chosen else None) or planner.plan(plain) or _Draft()
        return SentencePlan(draft.text, tuple((place, self._words[form]) for place, form in draft.gaps))

    def _choose_patterns(self, what: str, kind: str, predicate: str) -> tuple[Pattern, Pattern]:
        """Return the pattern that the ontology has, if it has one, and a plain one that always fits."""
        if predicate:
            prop = self._vocabulary.properties[predicate]
            whole = any(slot.name == "subject" for slot in find_slots(prop.phrase))
            said: Pattern = prop.phrase if whole or not prop.phrase else (Slot("subject"), " ", *prop.phrase)
            return said, (Slot("subject"), f": {prop.label} ", Slot(predicate))
        one = self._vocabulary.classes[kind]
        return one.sentence if what == "claim" else one.topic_phrase, (f"{one.label}:",)
