"""Tells what a phrase asks of what it names: its arms, where a way leads, what is to be done at a count."""

from __future__ import annotations

import re
from enum import Enum, auto
from itertools import dropwhile, pairwise
from typing import TYPE_CHECKING

from pomegraph.questions.spelling import find_stem
from pomegraph.search.mentions import AMOUNTS
from pomegraph.search.words import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pomegraph.questions.things import NamedThing
    from pomegraph.search.mentions import Mention

_EVENT, _TRIAL, _MEASURE, _PEOPLE, _DOCUMENT = "adverse-event", "trial", "measure", "population", "source"
_DISEASE, _REGIMEN, _BODY = "disease", "regimen", "organisation"
# Numbers of these are not how many cells there are.
_NOT_COUNTED = AMOUNTS | {find_stem("years")}
# Who says one of these of a trial asks for its arms.
_OF_ARMS = re.compile(r"\b(?:(?:by|each|both|per) arms?|vs|versus|p value)\b")
_OF_DESIGN = frozenset(
    map(find_stem, ("design", "subgroup", "eligible", "eligibility", "enrolled", "enrolment", "randomised"))
)
_WHICH_DRUGS = re.compile(
    r"\b(?:which|what|any|list|all|each|every)(?: \w+){0,2} "
    r"(?:(?:agent|compound|drug|medicine|medication|treatment)s?|antibod(?:y|ies))\b"
)
_WHAT_IS = re.compile(r"(?:what (?:is|are)|whats|what s|who (?:is|are)|define|explain|meaning of)\b")
# What is told of these has questions of its own.
_ASKED_ABOUT = frozenset({"drug", "trial", "regimen", "measure", "source", "concept"})
# Who says one of these of an adverse event asks what is to be done.
_HELP = re.compile(
    r"\b(?:helps?|manag\w+|treat|treating|relie\w+|eas(?:e|es|ing)|cope|handle|prevent\w*|prophyla\w+)\b"
    r"|\b(?:(?:should|do) i do|to do|do(?:ne)? (?:about|for|against))\b"
)
# Who says one of these of an adverse event asks how the dose is changed.
_CHANGING = re.compile(
    r"\b(?:modif\w+|adjust\w*|withh\w+|hold|held|interrupt\w*|resum\w+|restart\w*|dose reduc\w+)\b"
    r"|\breduc\w+ (?:\w+ ){0,2}dos\w+\b"
)
_DISAGREEING = re.compile(
    r"\b(?:disagree|contradict|conflict|inconsisten|discrepan)\w*\b"
    r"|\bdiffer\w* (?:\w+ ){0,4}(?:labels?|leaflets?|sources?|documents?|pages?|ema|fda|eu|us)\b"
    r"|\b(?:labels?|leaflets?|sources?|documents?|pages?|ema|fda|eu|us) (?:\w+ ){0,2}differ\b"
)
# Who says one of these of people asks for a dose, and of a combination, what it is made of.
_OF_DOSE = re.compile(r"\b(?:dos(?:e|es|ed|ing|age|ages)|mgs?|milligrams?|how much)\b")
_OF_NAME = re.compile(
    r"\b(?:stands? for|abbreviat\w+|acronym|meaning|means?|consists? of|made (?:up )?of|contains?|composition)\b"
    r"|\bwhat(?: is|s)? in\b|\b(?:which|what) (?:drug|agent|medicine|component)s (?:are|make|does|do|is)\b"
    r"|^(?:all |list |name |the )*(?:drug|agent|medicine|component|ingredient)s (?:in|of|within|that make)\b"
)
_OF_PLACE = re.compile(
    r"\b(?:which|what) (?:place|page|section|line|paragraph|chapter|passage|heading)s?\b(?! of (?:treatment|therapy)\b)"
    r"|\bwhere in\b|\bwhere (?:is|are|does|do)\b.*\b(?:said|says?|stated?|states|written|printed|mention\w*)\b"
)
_HOW = re.compile(r"\bhow (?:does|do|can|would)\b")
# Who asks for nothing else asks which documents there are.
_DOCUMENTS = frozenset(map(find_stem, ("article", "document", "literature", "paper", "publication", "source")))
_LISTED = frozenset(map(find_stem, ("available", "cited", "held", "list", "mention", "used")))
_RECOMMENDING = re.compile(
    r"\b(?:recommend|recommends|recommendations?|guidelines?)\b|\b(?:not|never|is|are|was|were) recommended\b"
)
_WHICH_TRIALS = re.compile(r"(?:in )?(?:which|what|any|list|all)(?: \w+){0,2} (?:trials|studies)\b")
_OF_VERSIONS = re.compile(
    r"\b(?:changed?|changes|differ\w*|new|compar\w+)\b.*\b(?:versions?|editions?|revisions?)\b"
    r"|\b(?:versions?|editions?|revisions?)\b.*\b(?:changed?|changes|differ\w*|compar\w+)\b"
)
_OF_RATIO = re.compile(r"\b(?:hazard ratios?|hrs?)\b")
_CITING = re.compile(r"\b(?:doi|pmid|pubmed|bibliograph\w*|citing|cites?|citations?|publications?)\b")
_SILENT = re.compile(
    r"\b(?:not|never) (?:say|said|mention|mentioned|tell|told|cover|covered)\b"
    r"|\b(?:says?|tells?) nothing\b|\b(?:gaps|unsaid)\b"
    r"|\b(?:leav(?:e|es|ing)|left) out\b|\bomit(?:s|ted|ting)?\b|\bfail(?:s|ed)? to (?:mention|say|tell|state)\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
# What stands between a count of cells and a number.
_FALLING = frozenset(
    {"drop", "drops", "dropped", "fall", "falls", "fell", "below", "under", "less", "than", "is", "are", "at"}
)
_WHEN = frozenset({"when", "date", "dates", "year", "timeline"})
_WHETHER = frozenset({"does", "do", "is", "has"})
_TELLING = frozenset(map(find_stem, ("give", "list", "mention", "say", "state", "tell", "contain", "cover", "silent")))
_AGAINST = frozenset(
    {"against", "anti", "target", "targets", "targeting", "antibody", "antibodies", "inhibitor", "inhibitors"}
)
_FROM, _TO = "from", frozenset({"to", "towards", "into"})


class Aim(Enum):
    """What a phrase asks of what it names."""

    ANY_DRUG = auto()
    """Which drugs something is true of; it names none."""
    THING = auto()
    """What one thing is, that is neither a drug nor a trial nor a regimen."""
    TARGET = auto()
    """Something of a target; it names nothing that acts on it."""
    COUNT = auto()
    """What is to be done at a number of what is counted in blood, as in "platelets 28"."""
    ARMS = auto()
    """Results of the arms of a trial."""
    HELP = auto()
    """What is to be done about an adverse event."""
    CHANGE = auto()
    """How a dose is changed for an adverse event."""
    DISAGREEMENT = auto()
    """Where documents disagree."""
    SILENCE = auto()
    """What is not told."""
    REFERENCE = auto()
    """What documents cite."""
    TIME = auto()
    """When something was; it may name a year."""
    DOCUMENT = auto()
    """Whether a document that it names tells something."""
    DOSE = auto()
    """How much people are given of whom a dose is told."""
    RECOMMENDATION = auto()
    """What somebody recommends to people that it names, or who does."""
    TRIALS = auto()
    """Which trials there are, not what came of them."""
    VERSION = auto()
    """What two versions of a document say differently."""
    LISTING = auto()
    """Which documents there are on what it names."""
    PLACE = auto()
    """At which place of a document something stands."""
    NAME = auto()
    """What a name stands for, or a combination is made of."""
    WAY = auto()
    """How something comes from a target, which it names without a drug."""
    KINETICS = auto()
    """Something that is measured of what the body does with a drug."""
    MEETING = auto()
    """What comes of a drug that is no treatment, beside one with which it interacts."""
    STUDY = auto()
    """Something of a trial or a regimen, which decides on the drugs."""
    INSTRUCTION = auto()
    """Something that people are told to do or to leave."""
    HABIT = auto()
    """What comes of a habit, a vaccine, a test beside a drug."""
    STRANGER = auto()
    """What comes of something that nothing here has, beside a drug."""


def find_aims(mentions: Sequence[Mention], words: Sequence[str]) -> frozenset[Aim]:
    """Return what a phrase asks.

    Args:
        mentions: What it names.
        words: Its words.
    """
    asked = {
        Aim.ANY_DRUG: is_of_any(words),
        Aim.THING: is_of_thing(mentions, words) or is_of_protein(mentions, words),
        Aim.TARGET: is_of_target(mentions),
        Aim.COUNT: is_at_count(mentions, words),
        Aim.ARMS: is_of_arms(mentions, words),
        Aim.HELP: is_of_help(mentions, words),
        Aim.CHANGE: is_of_change(mentions, words),
        Aim.DISAGREEMENT: is_of_disagreement(words),
        Aim.SILENCE: is_of_silence(words),
        Aim.REFERENCE: is_of_reference(words),
        Aim.TIME: is_when(words),
        Aim.DOCUMENT: is_of_document(mentions, words),
        Aim.DOSE: is_of_dose(mentions, words),
        Aim.LISTING: is_of_listing(mentions, words),
        Aim.RECOMMENDATION: is_of_recommendation(mentions, words),
        Aim.TRIALS: is_of_trials(mentions, words),
        Aim.VERSION: _OF_VERSIONS.search(" ".join(words)) is not None,
        Aim.PLACE: _OF_PLACE.search(" ".join(words)) is not None,
        Aim.NAME: is_of_name(mentions, words),
        Aim.WAY: is_of_target(mentions) and _HOW.search(" ".join(words)) is not None,
        Aim.STUDY: any(one.find(_TRIAL) or one.find(_REGIMEN) for one in mentions),
    }
    return frozenset(aim for aim, is_so in asked.items() if is_so)


def is_when(words: Sequence[str]) -> bool:
    """Tell whether some words ask when something was, or name a year."""
    return not _WHEN.isdisjoint(words) or any(map(_YEAR.fullmatch, words))


def find_asked(words: Sequence[str]) -> range:
    """Return the places of "which drugs" with what is between: "which myeloma drugs" does not ask for myeloma."""
    found = _WHICH_DRUGS.search(" ".join(words))
    before = " ".join(words)[: found.start()].count(" ") if found else 0
    return range(before, before + (found[0].count(" ") + 1 if found else 0))


def is_of_any(words: Sequence[str]) -> bool:
    """Tell whether some words ask which drugs something is true of."""
    return _WHICH_DRUGS.search(" ".join(words)) is not None


def is_of_thing(mentions: Iterable[Mention], words: Sequence[str]) -> bool:
    """Tell whether a phrase asks what one thing is, and nothing else: "what is cereblon"."""
    if not _WHAT_IS.match(" ".join(words)):
        return False
    told = {place for place, word in enumerate(words) if not is_empty(word)}
    whole = (one for one in mentions if told.issubset(range(one.start, one.end)))
    return any(_ASKED_ABOUT.isdisjoint(thing.kind for thing in one.things) for one in whole if one.things)


def is_of_protein(mentions: Iterable[Mention], words: Sequence[str]) -> bool:
    """Tell whether a phrase asks for drugs by a target that it names, and names no drug: "antibodies against CD38"."""
    kinds = {thing.kind for one in mentions for thing in one.things}
    is_alone = kinds <= {"target", "concept", "drug-class", "disease"}
    return "target" in kinds and is_alone and not _AGAINST.isdisjoint(words)


def is_of_target(mentions: Iterable[Mention]) -> bool:
    """Tell whether a phrase names a target, and neither a drug nor a regimen nor a trial."""
    kinds = {thing.kind for one in mentions for thing in (*one.things, *one.members)}
    return "target" in kinds and kinds.isdisjoint({"drug", "regimen", "trial"})


def find_ways(mentions: Sequence[Mention], words: Sequence[str]) -> tuple[frozenset[NamedThing], frozenset[NamedThing]]:
    """Return what a phrase says that a way leads from, and what it leads to."""
    placed = [(words[one.start - 1], thing) for one in mentions if one.start for thing in one.things]
    starts = frozenset(thing for before, thing in placed if before == _FROM)
    behind = {word for before, word in pairwise(words) if before == _FROM}
    starts |= {one for each in mentions if not each.end for one in each.things if one.label.casefold() in behind}
    return starts, frozenset(thing for before, thing in placed if starts and before in _TO)


def is_of_arms(mentions: Iterable[Mention], words: Sequence[str]) -> bool:
    """Tell whether a phrase asks for results of a trial, not for its design, nor for an event or a group of people."""
    kinds = {thing.kind for one in mentions for thing in (*one.things, *one.members)}
    is_told = _MEASURE in kinds or _OF_ARMS.search(" ".join(words)) is not None
    is_other = not kinds.isdisjoint({_EVENT, _PEOPLE}) or not _OF_DESIGN.isdisjoint(map(find_stem, words))
    is_of_ratio = _OF_RATIO.search(" ".join(words)) is not None
    return _TRIAL in kinds and is_told and not (is_other or is_of_ratio)


def is_at_count(mentions: Iterable[Mention], words: Sequence[str]) -> bool:
    """Tell whether a number, and none of days or of milligrams, stands right behind an adverse event."""
    rests = (words[one.end :] for one in mentions if one.find(_EVENT) and one.end)
    behind = [[*dropwhile(_FALLING.__contains__, rest)][:3] for rest in rests]
    units = [[*map(find_stem, after[1:])] for after in behind if after and after[0].isdigit()]
    return any(_NOT_COUNTED.isdisjoint(each) for each in units)


def is_of_help(mentions: Iterable[Mention], words: Sequence[str]) -> bool:
    """Tell whether a phrase asks what is to be done about an adverse event: "what helps against nausea"."""
    kinds = {thing.kind for one in mentions for thing in one.things}
    return _EVENT in kinds and _DISEASE not in kinds and _HELP.search(" ".join(words)) is not None


def is_of_change(mentions: Iterable[Mention], words: Sequence[str]) -> bool:
    """Tell whether a phrase asks how a dose is changed for an adverse event: "hold for grade 4 neutropenia"."""
    kinds = {thing.kind for one in mentions for thing in one.things}
    return _EVENT in kinds and _PEOPLE not in kinds and _CHANGING.search(" ".join(words)) is not None


def is_of_dose(mentions: Iterable[Mention], words: Sequence[str]) -> bool:
    """Tell whether a phrase asks for a dose of people that it names, by a word or by their age or their clearance."""
    kinds = {thing.kind for one in mentions for thing in (*one.things, *one.members)}
    return _PEOPLE in kinds and _OF_DOSE.search(" ".join(words)) is not None


def is_of_name(mentions: Iterable[Mention], words: Sequence[str]) -> bool:
    """Tell whether a phrase asks what the name of a regimen stands for: "what is in VRd"."""
    return any(one.find(_REGIMEN) for one in mentions) and _OF_NAME.search(" ".join(words)) is not None


def is_of_trials(mentions: Iterable[Mention], words: Sequence[str]) -> bool:
    """Tell whether a phrase asks for trials by their people: "which trials enrolled patients on dialysis".

    Who names a trial, a measure or an event asks for results.
    """
    kinds = {thing.kind for one in mentions for thing in one.things}
    return kinds.isdisjoint({_TRIAL, _MEASURE, _EVENT}) and _WHICH_TRIALS.match(" ".join(words)) is not None


def is_of_recommendation(mentions: Iterable[Mention], words: Sequence[str]) -> bool:
    """Tell whether a phrase asks what is recommended to people or by somebody: "what does NICE recommend"."""
    kinds = {thing.kind for one in mentions for thing in one.things}
    return not kinds.isdisjoint({_PEOPLE, _BODY}) and _RECOMMENDING.search(" ".join(words)) is not None


def is_of_listing(mentions: Iterable[Mention], words: Sequence[str]) -> bool:
    """Tell whether a phrase names things, and says nothing else but that it asks for documents."""
    named = {place for one in mentions for place in range(one.start, one.end)}
    rest = {find_stem(word) for place, word in enumerate(words) if place not in named and not is_empty(word)}
    return bool(named) and not rest.isdisjoint(_DOCUMENTS) and rest <= _DOCUMENTS | _LISTED


def is_of_disagreement(words: Sequence[str]) -> bool:
    """Tell whether some words ask where documents disagree."""
    return _DISAGREEING.search(" ".join(words)) is not None


def is_of_silence(words: Sequence[str]) -> bool:
    """Tell whether some words ask what is not told: "what does the label not say"."""
    return _SILENT.search(" ".join(words)) is not None


def is_of_reference(words: Sequence[str]) -> bool:
    """Tell whether some words ask for what documents cite."""
    return _CITING.search(" ".join(words)) is not None


def is_of_document(mentions: Iterable[Mention], words: Sequence[str]) -> bool:
    """Tell whether a phrase asks whether a document tells something, as in "does HemOnc give a dose"."""
    is_told = words[:1] and words[0] in _WHETHER and not _TELLING.isdisjoint(map(find_stem, words))
    return bool(is_told) and any(one.find(_DOCUMENT) for one in mentions)
