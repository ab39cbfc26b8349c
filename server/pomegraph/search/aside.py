"""Tells what a phrase names that the first question which was found does not take up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pomegraph.questions.spelling import find_stem, list_stems, split_words
from pomegraph.search.words import PUNCTUATION, is_empty

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator, Sequence

    from pomegraph.questions.things import NamedThing
    from pomegraph.search.found import FoundQuestion
    from pomegraph.search.lists import SaidValue
    from pomegraph.search.mentions import Mention
    from pomegraph.search.phrase import Phrase
    from pomegraph.search.words import Meaning

_KINDS = frozenset({"adverse-event", "disease", "drug", "measure", "population", "regimen", "target", "trial"})
# Who asks for a trial gets all its arms, whatever they are called.
_TRIAL, _ARMS = "trial", frozenset({"drug", "regimen"})
# What people call otherwise than the graph.
_LAY = frozenset({"adverse-event", "disease", "measure", "population"})
_PEOPLE = frozenset(list_stems("people patients women men"))
_ACTION = "action"
# Words of identifiers, as in NCT01311687.
_IDENTIFIER = re.compile(r"[a-z]*\d{4,}")
_MOST = 4


def list_aside(phrase: Phrase, first: FoundQuestion, said: Container[str] = ()) -> tuple[str, ...]:
    """Return the names of what a phrase names and a question neither takes nor speaks of itself, the first few.

    Args:
        phrase: What is looked for.
        first: The question that is asked for it.
        said: The stems of words that things are called: such a word asks for something, also if it names nothing.
    """
    taken = [one for one in phrase.mentions if _is_taken(one, first)]
    # Of a name by itself nothing is asked.
    others = [one for one in phrase.mentions if one not in taken and one.end - one.start < phrase.length]
    left = [one for one in others if not any(map(one.overlaps, taken))]
    own = frozenset([*_list_own_stems(first), *_PEOPLE])
    is_of_trial = any(one.find(_TRIAL) for one in taken)
    kinds = _KINDS - _ARMS if is_of_trial else _KINDS
    words = split_words(phrase.meant or phrase.text)
    named = [(one, thing) for one in left for thing in _list_named(one, phrase, kinds)]
    told = [
        " ".join(words[one.start : one.end]) if thing.kind in _LAY and one.end else thing.label
        for one, thing in named
        if not own.issuperset(list_stems(thing.label))
    ]
    words_left = _list_words_left(phrase, first, words, own, said)
    return tuple(dict.fromkeys([*told, *words_left]))[:_MOST]


def _list_words_left(
    phrase: Phrase, first: FoundQuestion, words: Sequence[str], own: Collection[str], said: Container[str]
) -> list[str]:
    """Return what else a phrase says, as it was typed: numbers with their units, and words that things are called."""
    given = {value.text for value in first.values}
    own = frozenset([*own, *list_stems(" ".join(f"{value.label} {value.text}" for value in first.values))])
    listed = [one for one in phrase.mentions if one.is_listed and not _is_taken(one, first)]
    # What a question has a column for, its answer shows; what a drug does is asked, and no value.
    shown = {_ACTION, *(one.name for one in first.question.columns)}
    values = [one for kept, each in phrase.said.items() if kept not in shown for one in each]
    done = _list_places(one for one in phrase.mentions if one not in listed)
    done |= _list_places(one for one in values if one.id in given)
    done |= _list_places(one for one in phrase.meanings if own.issuperset(list_stems(one.ours)))
    units, meant = _list_places(listed), _list_places([*values, *phrase.meanings])
    done |= {place for place, word in enumerate(words) if word in phrase.strange or word in phrase.unknown}
    if any(_is_taken(one, first) for one in phrase.mentions if one.is_identifier):
        done |= {place for place, word in enumerate(words) if _IDENTIFIER.fullmatch(word)}
    left: set[int] = set()
    for place, word in enumerate(words):
        stem = find_stem(word)
        is_unit = place in units and not left.isdisjoint((place - 1, place - 2))
        is_named = stem in said and place not in units
        is_said = word.isdigit() or is_named or is_unit or place in meant
        if is_said and place not in done and stem not in own and not is_empty(word):
            left.add(place)
    return _join_typed(phrase.text, left, done)


def _list_places(spans: Iterable[Mention | SaidValue | Meaning]) -> set[int]:
    return {place for one in spans for place in range(one.start, one.end)}


def _join_typed(text: str, left: Collection[int], done: Collection[int]) -> list[str]:
    """Return the pieces of a text, between blanks, that have words which are left and none that are done, joined."""
    pieces: list[list[str]] = [[]]
    place = 0
    for token in text.split():
        here = range(place, place := place + len(split_words(token)))
        if not any(one in left for one in here) or any(one in done for one in here):
            pieces.append([])
        else:
            pieces[-1].append(token.strip(PUNCTUATION))
    return [" ".join(piece) for piece in pieces if piece]


def _is_taken(mention: Mention, first: FoundQuestion) -> bool:
    given = {value.text for value in first.values}
    return mention.number in given or any(thing.id in given for thing in (*mention.things, *mention.members))


def _list_named(mention: Mention, phrase: Phrase, kinds: Collection[str]) -> list[NamedThing]:
    """Return one of the things that some words name, if it is of a kind that questions are asked about."""
    named = [one for one in mention.things if one.kind in kinds or one in phrase.beside]
    return named[:1] if phrase.parts.isdisjoint(named) else []


def _list_own_stems(first: FoundQuestion) -> Iterator[str]:
    question = first.question
    yield from list_stems(" ".join((question.summary, *question.words, *question.tags)))
    told = (
        *((one.name, one.means) for one in question.parameters),
        *((one.name, one.means) for one in question.columns),
    )
    for texts in told:
        yield from list_stems(" ".join(texts))
