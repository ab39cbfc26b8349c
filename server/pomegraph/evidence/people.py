"""Reads whom a figure is about: their disease, and which of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.evidence.words import spread

if TYPE_CHECKING:
    from pomegraph.evidence.words import Words

# All of a trial, and words that say nothing of who they are.
_EVERYBODY_WORDS = (
    "itt intention intent to treat all patients overall population adults adult participants people the of with in and "
    "who have had whole entire study cohort subgroup group set full analysis treated randomised randomized evaluable "
    "patient a an for are is disease only received previously"
)
_EVERYBODY = frozenset(_EVERYBODY_WORDS.split())
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
        words: What no table knows.
    """

    disease: str = ""
    traits: frozenset[tuple[str, str]] = frozenset()
    words: frozenset[str] = frozenset()


# Said of nearly all patients of a trial: a figure is not of a subgroup because of these.
_SETTING = {"line", "stage", "transplant", "prior lines", "triple class"}


def read_people(disease: str, population: str, words: Words) -> People:
    """Return whom two texts mean."""
    name, beside = words.read_disease(disease) if disease else ("", "")
    found, rest = words.populations.take(spread(f"{beside} {population}"))
    left, traits = frozenset(rest.split()) - _EVERYBODY, set[tuple[str, str]]()
    for one in found:
        axis, _, value = one.partition("=")
        traits.add((axis, value))
    if not disease:
        name, rest = words.read_disease(rest) if any(f" {one} " in f" {rest} " for one in _names(words)) else ("", rest)
        left = frozenset(rest.split()) - _EVERYBODY
    if name and not words.broader.get(name) and name not in words.diseases.meanings:
        again, _ = words.populations.take(name)
        traits |= {(axis, value) for axis, _, value in (one.partition("=") for one in again)}
        name = words.populations.take(name)[1] or name
    return People(name, frozenset(traits), left - frozenset(name.split()))


def _names(words: Words) -> list[str]:
    return [name for name in words.diseases.meanings if len(name) > 4]  # noqa: PLR2004 - shorter ones mean much else


def compare_diseases(one: People, primary: People, words: Words) -> str:
    """Return `same`, `near` where one is a kind of the other, `` where one is not said, or `other`."""
    if not one.disease or not primary.disease:
        return ""
    if one.disease == primary.disease:
        return "same"
    if words.broader.get(one.disease) == primary.disease or words.broader.get(primary.disease) == one.disease:
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


def compare_people(one: People, primary: People) -> str:
    """Return `same`, `wider` or `narrower` for a primary figure of more or fewer people, or `other`."""
    ours, theirs = dict(one.traits), dict(primary.traits)
    if any(theirs.get(axis, value) != value for axis, value in ours.items()) or _are_apart(one, primary):
        return "other"
    more = {axis for axis in theirs if axis not in ours} - _SETTING
    fewer = {axis for axis in ours if axis not in theirs} - _SETTING
    if more and fewer:
        return "other"
    if more or (primary.words and not one.words and not fewer):
        return "narrower"
    return "wider" if fewer or (one.words and not primary.words) else "same"


def _are_apart(one: People, primary: People) -> bool:
    """Return whether both say what no table knows, and not the same."""
    return bool(one.words and primary.words and one.words.isdisjoint(primary.words))
