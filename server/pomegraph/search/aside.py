"""Tells what a phrase names that the first question which was found does not take up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.questions.spelling import list_stems, split_words
from pomegraph.search.left_over import ASKED_KINDS, is_taken, list_left_over

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pomegraph.questions.things import NamedThing
    from pomegraph.search.found import FoundQuestion
    from pomegraph.search.left_over import Called
    from pomegraph.search.mentions import Mention
    from pomegraph.search.phrase import Phrase

# Who asks for a trial gets all its arms, whatever they are called.
_TRIAL, _REGIMEN, _ARMS = "trial", "regimen", frozenset({"drug", "regimen"})
# What people call otherwise than the graph.
_LAY = frozenset({"adverse-event", "disease", "measure", "population"})
_PEOPLE = frozenset(list_stems("people patients women men"))
_MOST = 4


def list_aside(phrase: Phrase, first: FoundQuestion, called: Called, missing: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the names of what a phrase names and a question neither takes nor speaks of itself, the first few.

    Args:
        phrase: What is looked for.
        first: The question that is asked for it.
        called: What things are called.
        missing: What is told to be missing already.
    """
    taken = [one for one in phrase.mentions if is_taken(one, first)]
    # Of a name by itself nothing is asked.
    others = [one for one in phrase.mentions if one not in taken and one.end - one.start < phrase.length]
    words = split_words(phrase.meant or phrase.text)
    used = {word for one in taken for word in words[one.start : one.end]}
    others = [one for one in others if not (one.is_identifier and _is_called(one, used))]
    left = [one for one in others if not any(map(one.overlaps, taken)) or _is_part_taken(one, taken)]
    own = frozenset([*_list_own_stems(first), *_PEOPLE])
    is_of_trial = any(one.find(_TRIAL) for one in taken)
    kinds = ASKED_KINDS - _ARMS if is_of_trial else ASKED_KINDS
    named = [(one, thing) for one in left for thing in _list_named(one, phrase, kinds)]
    told = [
        " ".join(words[one.start : one.end]) if thing.kind in _LAY and one.end else thing.label
        for one, thing in named
        if not own.issuperset(list_stems(thing.label))
    ]
    return tuple(dict.fromkeys([*told, *list_left_over(phrase, first, own, called, missing)]))[:_MOST]


def _is_called(mention: Mention, words: Collection[str]) -> bool:
    """Tell whether what a mention names is called by some words alone."""
    return any(set(split_words(thing.label)) <= set(words) for thing in mention.things)


def _is_part_taken(mention: Mention, taken: Sequence[Mention]) -> bool:
    """Tell whether a mention is of a regimen of several drugs, of which a drug is taken up only."""
    regimen = mention.find(_REGIMEN)
    is_whole = any(one.find(_REGIMEN) and mention.overlaps(one) for one in taken)
    return regimen is not None and "-" in regimen.label and not is_whole


def _list_named(mention: Mention, phrase: Phrase, kinds: Collection[str]) -> list[NamedThing]:
    """Return one of the things that some words name, if it is of a kind that questions are asked about."""
    named = [one for one in mention.things if one.kind in kinds or one in phrase.beside]
    return named[:1] if phrase.parts.isdisjoint(named) else []


def _list_own_stems(first: FoundQuestion) -> Iterator[str]:
    question = first.question
    yield from list_stems(" ".join((question.stem, question.summary, *question.words, *question.tags)))
    told = (
        *((one.name, one.means) for one in question.parameters),
        *((one.name, one.means) for one in question.columns),
    )
    for texts in told:
        yield from list_stems(" ".join(texts))
