"""Tells which arm of a study a title means: by a curated row, letter by letter, or by whole words of one arm alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pomegraph.evidence.words import spread
from pomegraph.records.wordlists import contains, squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Words beside the name of an arm that turn it into its opposite.
_DENYING = frozenset({"no", "not", "without", "never", "non", "excluding", "other", "than"})
_ABBREVIATION = r"{}\s*\(([A-Z][A-Za-z0-9-]{{1,9}})\)"
# What parts a label into segments, each of which says something: `Phase 1: once daily dosing`.
_SEGMENTS = re.compile(r":\s|;\s|\s-\s|,\s")
_FILLING = re.compile(r"\b(?:dosing|treatment|therapy|group)\b", re.IGNORECASE)
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class ArmMatch:
    """The arm that a title means.

    Args:
        arm: The arm, or nothing.
        part: Whether the title says more than the arm, and so means a part of its people.
        reason: Why there is no arm.
    """

    arm: str = ""
    part: bool = False
    reason: str = ""


@dataclass(slots=True)
class ArmMatcher:
    """The arms of one study by their labels.

    Args:
        labels: Each arm as a thing, with the words that it is called by.
        curated: Arms by title, as words, that people have written down for this study.
        short: What an abbreviation stands for, in this record or everywhere.
    """

    labels: Sequence[tuple[str, str]]
    curated: Mapping[str, str]
    short: Mapping[str, str] = field(default_factory=dict)

    def match(self, title: str) -> ArmMatch:
        """Return the arm that a title means; the first step that finds one arm alone decides."""
        if arm := self.curated.get(spread(title)):
            return ArmMatch(arm)
        wanted = self.spell_out(title)
        if arm := self._find_alike(wanted):
            return ArmMatch(arm)
        inside = {arm for arm, label in self.labels if contains(self.spell_out(label), wanted)}
        around = {arm for arm, label in self.labels if self._is_inside(label, wanted)}
        if len(inside) == 1 and not around - inside and _tells_apart(wanted):
            return ArmMatch(inside.pop())
        if len(around) == 1:
            return self._match_part(wanted, around.pop())
        return ArmMatch(reason="several arms fit" if inside or around else "no arm has these words")

    def _is_inside(self, label: str, title: str) -> bool:
        """Tell whether all segments of an arm's label stand in a title as whole words."""
        segments = [_FILLING.sub(" ", part) for part in _SEGMENTS.split(self.spell_out(label)) if spread(part)]
        return bool(segments) and all(contains(title, segment) for segment in segments)

    def _match_part(self, wanted: str, arm: str) -> ArmMatch:
        said = {word for one, label in self.labels if one == arm for word in spread(self.spell_out(label)).split()}
        if _DENYING & (set(spread(wanted).split()) - said):
            return ArmMatch(reason="words that deny an arm")
        return ArmMatch(arm, part=True)

    def _find_alike(self, wanted: str) -> str:
        for form in (spread, squeeze):
            found = {arm for arm, label in self.labels if form(self.spell_out(label)) == form(wanted)}
            if len(found) == 1:
                return found.pop()
        return ""

    def spell_out(self, text: str) -> str:
        """Return a text with the record's own abbreviations spelled out."""
        for short, long in self.short.items():
            text = re.sub(rf"(?<![\w-]){re.escape(short)}(?![\w-])", long, text)
        return text


def find_abbreviations(names: Sequence[str], texts: Sequence[str]) -> dict[str, str]:
    """Return the abbreviations that some texts give in brackets behind some names; one with two meanings is none."""
    found: dict[str, set[str]] = {}
    for name in names:
        pattern = re.compile(_ABBREVIATION.format(re.escape(name)), re.IGNORECASE)
        for text in texts:
            for short in pattern.findall(text):
                if short.isupper() and short not in name:
                    found.setdefault(short, set()).add(name)
    return {short: meanings.pop() for short, meanings in sorted(found.items()) if len(meanings) == 1}


def _tells_apart(title: str) -> bool:
    """Tell whether a title has a word that is long enough to mean something, or calls itself an arm by letter."""
    return any(len(word) >= _SHORTEST and not word.isdigit() for word in spread(title).split())
