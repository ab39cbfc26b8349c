"""Reads whom a figure is about: their disease, and which of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pomegraph.evidence.words import spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pomegraph.evidence.words import Words

# All of a trial, and words that say nothing of who they are.
_EVERYBODY_WORDS = (
    "itt intention intent to treat all patients overall population adults adult participants people the of with in and "
    "who have had whole entire study cohort subgroup group set full analysis treated randomised randomized evaluable "
    "patient a an for are is disease only received previously"
)
_EVERYBODY = frozenset(_EVERYBODY_WORDS.split())
_DIGITS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "a": "1", "first": "1"}
_DIGIT = "[1-9]|one|two|three|four|five"
_LINES = re.compile(
    rf"(≥ ?|>|at least |more than )?\b({_DIGIT})\b(?: (?:to |or )?({_DIGIT})\b)?( or more|\+)? "
    r"(?:prior |previous |earlier )?"
    r"(?:lines?|therap(?:y|ies)|treatments?|regimens?)\b(?: of(?: prior| previous)? (?:therapy|treatment))?"
)
_WHETHER_OR_NOT = re.compile(
    r"\b(?:with or without|irrespective of|regardless of|any) [\w-]+(?: (?:infection|status|expression|level))?"
)
_MOST_LINES = 99
_GENERIC = {"cancer", "carcinoma", "tumor", "tumour", "neoplasm", "disease", "malignancy"}
_ALIKE = {
    "carcinoma": "cancer",
    "tumour": "tumor",
    "leukaemia": "leukemia",
    "neoplasm": "cancer",
    "smouldering": "smoldering",
}


@dataclass(frozen=True, slots=True)
class People:
    """Whom a figure is about.

    Args:
        disease: Its name, or the words that say it.
        traits: (axis, value), such as (lenalidomide, refractory); line and stage may come from the disease's words.
        setting: What the words of the disease say of all who have it here, such as (stage, metastatic).
        words: What no table knows.
    """

    disease: str = ""
    traits: frozenset[tuple[str, str]] = frozenset()
    setting: frozenset[tuple[str, str]] = frozenset()
    words: frozenset[str] = frozenset()


# Said of nearly all patients of a trial: a figure is not of a subgroup because of these.
_SETTING = {"line", "stage", "transplant"}


def read_people(disease: str, population: str, words: Words) -> People:
    """Return whom two texts mean."""
    said = spread(disease)
    setting, rest = words.populations.take(_WHETHER_OR_NOT.sub(" ", said))
    name = words.diseases.meanings.get(said, "")
    if said and not name:
        name, _ = words.read_disease(rest or said)
    lines, text = _take_lines(_WHETHER_OR_NOT.sub(" ", spread(population)))
    said_not, text = _take_denied(text, words)
    found, rest = words.populations.take(text)
    if not disease and any(f" {one} " in f" {rest} " for one in _names(words)):
        name, rest = words.read_disease(rest)
    people = frozenset(rest.split()) - _EVERYBODY - frozenset(name.split())
    return People(name, _split([*lines, *found, *said_not]), _split(setting), people)


def _take_denied(text: str, words: Words) -> tuple[list[str], str]:
    """Return what people are said not to be, such as `hrd=not positive` for `not HRD`, and the words that are left."""
    before, denial, behind = _partition(text)
    if not denial:
        return [], text
    found, rest = words.populations.take(behind)
    denied = [one.replace("=", "=not ", 1) for one in found]
    return (denied, f"{before} {rest}") if denied else ([], text)


def _partition(text: str) -> tuple[str, str, str]:
    found = re.search(r"(?:^| )(no|not|without) ", text)
    return (text[: found.start()], found[1], text[found.end() :]) if found else (text, "", "")


def _take_lines(text: str) -> tuple[list[str], str]:
    """Return how many lines of treatment people had before, as `prior lines=1 to 3`, and the words that are left."""
    found = _LINES.search(text)
    if found is None or not re.search("prior|previous|line|earlier", found[0]):
        return [], text
    least, most = (_DIGITS.get(part or "", part) for part in (found[2], found[3]))
    is_open = bool(found[1] or found[4])
    return [f"prior lines={least} to {'any' if is_open else most or least}"], _LINES.sub(" ", text, count=1)


def _split(found: list[str]) -> frozenset[tuple[str, str]]:
    return frozenset((axis, value) for axis, _, value in (one.partition("=") for one in found))


def _names(words: Words) -> list[str]:
    return [name for name in words.diseases.meanings if len(name) > 4]  # noqa: PLR2004 - shorter ones mean much else


def compare_diseases(one: People, primary: People, words: Words) -> str:
    """Return `same`, `near` where one is a kind of the other, `` where one is not said, or `other`."""
    if not one.disease or not primary.disease:
        return ""
    if one.disease == primary.disease:
        return "same"
    if primary.disease in words.name_broader(one.disease) or one.disease in words.name_broader(primary.disease):
        return "near"
    if one.disease in words.diseases.meanings and primary.disease in words.diseases.meanings:
        return "other"
    left, right = _reduce(one.disease), _reduce(primary.disease)
    if left == right:
        return "same"
    shared = (left & right) - _GENERIC
    return "near" if shared and (left <= right or right <= left) and "non" not in left ^ right else "other"


def _reduce(name: str) -> frozenset[str]:
    return frozenset(_ALIKE.get(word, word) for word in name.split()) - {"of", "the", "and", "s"}


NOBODY = People()


def compare_people(one: People, primary: People, setting: People = NOBODY) -> str:
    """Return `same`, `wider` or `narrower` for a primary figure of more or fewer people, or `other`.

    What is true of everybody in the trial, its `setting`, makes no subgroup.
    """
    ours, theirs = _list_traits(one), _list_traits(primary)
    said = replace(primary, words=primary.words - setting.words)
    if _find_clashes(ours, theirs) or _are_apart(one, said):
        return "other"
    common = {axis for axis, value in theirs.items() if (axis, value) in setting.traits | primary.setting}
    more = {axis for axis in theirs if axis not in ours} - _SETTING - common
    fewer = {axis for axis in ours if axis not in theirs} - _SETTING
    is_more = bool(more or (said.words and not one.words))
    is_fewer = bool(fewer or (one.words and not said.words))
    if is_more and is_fewer:
        return "other"
    return "narrower" if is_more else "wider" if is_fewer else "same"


def is_other_setting(one: People, primary: People) -> bool:
    """Return whether two are at another line or stage, or differ in being fit for a transplant."""
    return not _SETTING.isdisjoint(_find_clashes(_list_traits(one), _list_traits(primary)))


def _list_traits(people: People) -> dict[str, str]:
    """Return what is said of people, in whichever words, by its axis."""
    return dict(people.traits | people.setting)


def _find_clashes(ours: Mapping[str, str], theirs: Mapping[str, str]) -> set[str]:
    """Return the axes on which nobody can be both."""
    return {axis for axis in ours.keys() & theirs.keys() if not _can_be(axis, ours[axis], theirs[axis])}


def _can_be(axis: str, one: str, other: str) -> bool:
    """Return whether two values of an axis can be of the same people."""
    if one == other or axis != "prior lines":
        return one == other
    (low, high), (least, most) = (_read_range(value) for value in (one, other))
    return low <= most and least <= high


def _read_range(value: str) -> tuple[int, int]:
    least, _, most = value.partition(" to ")
    if not least.isdigit():
        return 1, _MOST_LINES
    return int(least), int(most) if most.isdigit() else _MOST_LINES


def _are_apart(one: People, primary: People) -> bool:
    """Return whether both say what no table knows, and not the same."""
    return bool(one.words and primary.words and one.words.isdisjoint(primary.words))
