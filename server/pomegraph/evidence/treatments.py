"""Reads treatments: which drugs, at which dose level or amount, by which plan, and compared with what."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pomegraph.evidence.words import fold, spread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pomegraph.evidence.words import Words

_VERSUS = re.compile(r"\s(?:vs\.?|versus|compared (?:with|to)|against)\s")
_LISTED = re.compile(r"([^()]+?) ?\(([^()]+)\)")
_DOSED = re.compile(r"\b([a-z-]*[a-z]) ?(\d{2})(?: ?mg/m2)?(?=$|[ ,/)])")
_COUNT = re.compile(r"\(?\bn ?= ?[\d,]+\)?")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?(?:/\d+(?:\.\d+)?)*) ?(mg/m2|mg/m\^2|mg/kg|mcg|mg|ug|g)\b(?:/m²|/m2|/kg)?")
_LEVEL = re.compile(r"\b(low|high|reduced|standard|full)[- ]dose\b|\b(lo|hi)(?=[- ]?dex)")
_PLAN = re.compile(r"\b(continuous|fixed[- ]duration|\d+ (?:cycles|weeks|months)|(?:once|twice)[- ]weekly)\b")
# What is said of a treatment and is none of its drugs.
_SAID_WORDS = (
    "a alone mono maintenance weekly agent and arm by cohort combination daily days day each every followed for "
    "given group in intravenous iv monotherapy of on oral orally plus po regimen sc single subcutaneous tablet "
    "tablets the then therapy treatment treated with without injection hydrochloride citrate sodium phosphate "
    "acetate or based dose doses mg part phase until progression cycle cycles combined addition experimental "
    "control comparator triplet doublet only"
)
_SAID = frozenset(_SAID_WORDS.split())
_OPTIONAL = "with or without"
# Letters of a short name that may be part of a longer word.
_SHORTEST = 3
# Letters of the beginning of a name that may stand for it.
_SHORTEST_BEGINNING, _LONGEST_BEGINNING = 4, 6
# Letters of a word that may be made of short names; a longer one is none.
_LONGEST = 100
_LEVELS = {"lo": "low", "hi": "high", "reduced": "low", "full": "standard"}


@dataclass(frozen=True, slots=True)
class Treatment:
    """A treatment.

    Args:
        drugs: Its drugs by name, and words for what no table knows.
        doses: (drug or ``, level or amount), such as (dexamethasone, low).
        plan: How it is given, such as `continuous` or `18 cycles`.
        kinds: The words among its drugs that stand for any drug of a kind, with those drugs.
    """

    drugs: frozenset[str]
    doses: frozenset[tuple[str, str]] = frozenset()
    plan: frozenset[str] = frozenset()
    kinds: frozenset[tuple[str, frozenset[str]]] = frozenset()

    def without(self, drug: str) -> Treatment:
        """Return the treatment without one of its drugs, unless that is all of it."""
        return replace(self, drugs=self.drugs - {drug}) if len(self.drugs) > 1 else self


def split_versus(text: str) -> tuple[str, str]:
    """Return a treatment and what it is compared with, which may be empty."""
    first, *others = _VERSUS.split(fold(text), maxsplit=1)
    return first, others[0] if others else ""


def read_treatments(text: str, words: Words) -> tuple[Treatment, ...]:
    """Return what a text may mean: no treatment, one, or several where an abbreviation has several meanings."""
    plain = _spell_out(_COUNT.sub(" ", fold(text)), words)
    plan = frozenset(spread(found) for found in _PLAN.findall(plain))
    plain = _PLAN.sub(" ", plain)
    doses: set[tuple[str, str]] = set()
    plain = _take_doses(plain, words, doses)
    # People of whom some had another drug besides are those of neither treatment.
    optional = frozenset({_OPTIONAL} if _OPTIONAL in plain else ())
    options = _find_drugs(spread(plain.replace("+", " ").replace("&", " ")), words)
    found = []
    for names in options:
        drugs, levels = _split_levels(names)
        if drugs:
            kinds = frozenset((name, words.kinds_of_drug[name]) for name in drugs if name in words.kinds_of_drug)
            found.append(Treatment(drugs | optional, frozenset(doses | levels), plan, kinds).without("placebo"))
    return tuple(dict.fromkeys(found))


def _spell_out(plain: str, words: Words) -> str:
    """Return a text where `PVd (panobinostat, Velcade, dex)` is its list, and `Kd 70` tells a dose."""
    listed = _LISTED.fullmatch(plain.strip())
    if (
        listed
        and spread(listed[1]) in words.regimens
        and listed[2].count(",") + listed[2].count("+") + listed[2].count("/")
    ):
        return listed[2]
    return _DOSED.sub(lambda found: _tell_dose(found, words), plain)


def _tell_dose(found: re.Match[str], words: Words) -> str:
    options = words.regimens.get(spread(found[1]))
    if not options:
        return found[0]
    first, *others = options[0].split("|")
    return " + ".join([f"{first} {found[2]} mg/m2", *others])


def _take_doses(plain: str, words: Words, doses: set[tuple[str, str]]) -> str:
    """Note levels and amounts with the drug that they stand beside, and return the text without them."""
    for found in _LEVEL.finditer(plain):
        level = found[1] or found[2]
        doses.add((_find_drug_at(plain[found.end() :], words), _LEVELS.get(level, level)))
    for found in _AMOUNT.finditer(plain):
        before = spread(plain[: found.start()]).split()
        doses.add((_name(before[-1], words) if before else "", found[1] + found[2].replace("^", "")))
    return _AMOUNT.sub(" ", _LEVEL.sub(" ", plain))


def _find_drug_at(text: str, words: Words) -> str:
    return next((_name(word, words) for word in spread(text).split()[:1]), "")


def _name(word: str, words: Words) -> str:
    return words.drugs.get(word, word)


def _find_drugs(text: str, words: Words) -> list[frozenset[str]]:
    """Return the drugs of a text of words, one set for each meaning of its abbreviations."""
    tokens, place = text.split(), 0
    parts: list[tuple[str, ...]] = []
    while place < len(tokens):
        length, meanings = _match(tokens, place, words)
        if meanings:
            parts.append(meanings)
        place += length
    return [_join(choice) for choice in itertools.islice(itertools.product(*parts), 16)] if parts else []


def _match(tokens: list[str], place: int, words: Words) -> tuple[int, tuple[str, ...]]:
    """Return how many words stand for something at a place, and what they may mean; nothing for words that only say."""
    for length in range(min(5, len(tokens) - place), 0, -1):
        phrase = " ".join(tokens[place : place + length])
        if phrase in words.regimens:
            return length, words.regimens[phrase]
        if phrase in words.drugs:
            return length, (words.drugs[phrase],)
    token = tokens[place]
    if parts := _cut_up(token, words):
        return 1, ("|".join(parts),)
    if len(begun := _find_begun(token, words)) == 1:
        return 1, (*begun,)
    return 1, () if token in _SAID or not re.search(r"[a-z]{2}|\d", token) or token.isdigit() else (token,)


def _find_begun(token: str, words: Words) -> set[str]:
    """Return the drugs whose names begin with a short word, as `enco` stands for one of them."""
    if not _SHORTEST_BEGINNING <= len(token) <= _LONGEST_BEGINNING or not token.isalpha() or token in _SAID:
        return set()
    return {name for name in words.drugs.values() if name.startswith(token)}


def _cut_up(token: str, words: Words) -> list[str]:
    """Return the drugs of a word that is made of their short names, as DaraPomDex is; none if it is not."""
    if not token or len(token) > _LONGEST:
        return []
    for length in range(len(token), _SHORTEST - 1, -1):
        name = words.drugs.get(token[:length])
        if name is not None and length == len(token):
            return [name]
        if name is not None and (rest := _cut_up(token[length:], words)):
            return [name, *rest]
    return []


def _join(choice: Iterable[str]) -> frozenset[str]:
    return frozenset(name for part in choice for name in part.split("|"))


def _stands_for(vague: Treatment, exact: Treatment) -> bool:
    """Tell whether all that one treatment does not share with another is a word for the kind of what the other has."""
    kinds = {name: drugs for name, drugs in vague.kinds if name not in exact.drugs}
    left, told = vague.drugs - exact.drugs, exact.drugs - vague.drugs
    if not told or left != kinds.keys():
        return False
    return all(drugs & told for drugs in kinds.values()) and told <= frozenset().union(*kinds.values())


def _split_levels(names: frozenset[str]) -> tuple[frozenset[str], set[tuple[str, str]]]:
    pairs = [name.partition(":") for name in names]
    return frozenset(name for name, _, _ in pairs), {(name, level) for name, _, level in pairs if level}


def compare_treatments(one: Iterable[Treatment], primary: Iterable[Treatment]) -> str:
    """Return `whole` if two texts may mean one treatment, `other` if they cannot, and `` if one says none."""
    ones, primaries = tuple(one), tuple(primary)
    if not ones or not primaries:
        return ""
    return "whole" if any(_is_same(left, right) for left in ones for right in primaries) else "other"


def _is_same(one: Treatment, other: Treatment) -> bool:
    if one.drugs != other.drugs and not (_stands_for(one, other) or _stands_for(other, one)):
        return False
    doses, others = dict(one.doses), dict(other.doses)
    if any(others.get(drug, dose) != dose for drug, dose in doses.items() if drug):
        return False
    return not (one.plan and other.plan and one.plan.isdisjoint(other.plan))
