"""Finds the words of a phrase that say something, name nothing that a question takes, and are not its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pomegraph.questions.spelling import find_stem, list_stems, split_words
from pomegraph.search.asking import Aim
from pomegraph.search.words import PUNCTUATION, is_empty

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping, Sequence

    from pomegraph.questions.things import NamedThing
    from pomegraph.search.found import FoundQuestion
    from pomegraph.search.lists import SaidValue
    from pomegraph.search.mentions import Mention
    from pomegraph.search.phrase import Phrase
    from pomegraph.search.words import Meaning

# What questions are asked about.
ASKED_KINDS = frozenset({"adverse-event", "disease", "drug", "measure", "population", "regimen", "target", "trial"})
# The words of short names of concepts say something by themselves, such as "withdrawn".
_CONCEPT, _EVENT, _SHORT = "concept", "adverse-event", 2
_ACTION, _AMOUNT = "action", "amount"
# What numbers are told with.
_NUMBERED = frozenset({"cycle", "day", "days", "grade", "line", "part", "phase", "stage", "type", "week", "weeks"})
# Words of identifiers, as in NCT01311687.
_IDENTIFIER = re.compile(r"[a-z]*\d{4,}")


class Called(NamedTuple):
    """What things are called.

    Args:
        names: The names of each.
        stems: Those of their words that no question is asked with: such a word asks for something by itself.
        limits: The numbers in names of adverse events, as of "neutrophils below 500 per microliter".
    """

    names: Mapping[NamedThing, Sequence[str]]
    stems: Container[str]
    limits: frozenset[str]


def gather_called(names: Mapping[NamedThing, Sequence[str]], ordinary: Collection[str]) -> Called:
    """Return what things are called, by their names and the stems of words that questions are asked with."""
    called = [(thing, name) for thing, known in names.items() for name in known if _is_telling(thing, name)]
    events = (name for thing, name in called if thing.kind == _EVENT)
    limits = frozenset(word for name in events for word in split_words(name) if word.isdigit())
    stems = frozenset(stem for _, name in called for stem in list_stems(name)).difference(ordinary)
    return Called(names, stems, limits)


def _is_telling(thing: NamedThing, name: str) -> bool:
    words = split_words(name)
    is_short = len(words) <= _SHORT and not any(map(is_empty, words))
    return thing.kind in ASKED_KINDS or (thing.kind == _CONCEPT and is_short)


def is_taken(mention: Mention, first: FoundQuestion) -> bool:
    """Tell whether a question is asked with what some words name."""
    given = {value.text for value in first.values}
    return mention.number in given or any(thing.id in given for thing in (*mention.things, *mention.members))


def list_left_over(
    phrase: Phrase, first: FoundQuestion, own: Collection[str], called: Called, missing: Iterable[str]
) -> list[str]:
    """Return numbers with their units, and words that things are called by, as they were typed.

    Args:
        phrase: What is looked for.
        first: The question that is asked for it.
        own: The stems of what this question speaks of itself.
        called: What things are called.
        missing: What is told to be missing already.
    """
    words = split_words(phrase.meant or phrase.text)
    taken = [one for one in phrase.mentions if is_taken(one, first)]
    listed = [one for one in phrase.mentions if one.is_listed and one not in taken]
    own = frozenset([*own, *list_stems(" ".join(f"{value.label} {value.text}" for value in first.values))])
    done = _find_done(phrase, first, own) | _list_places(one for one in phrase.mentions if one not in listed)
    done |= _find_known(words, taken, [*missing, *phrase.strange, *phrase.unknown])
    known = own.union(*(list_stems(name) for one in taken for name in _list_names(one, called)))
    # A term of several words, as "permanent discontinuation" is one, asks for something.
    terms = _list_places(one for one in listed if _is_term(one, words, known))
    units, meant = _list_places(listed), _list_places([*_list_values(phrase, first), *phrase.meanings])
    # An answer with amounts shows the doses that are named, and one on a count the limits that there are.
    has_amounts = first.question.find_column(_AMOUNT) is not None
    shown = called.limits if Aim.COUNT in phrase.aims else frozenset(words if has_amounts else ())
    left: set[int] = set()
    for place, word in enumerate(words):
        stem = find_stem(word)
        is_shown = word in shown and words[max(place - 1, 0)] not in _NUMBERED
        is_said = not is_shown if word.isdigit() else stem in called.stems and place not in units
        is_unit = place in units and (place in terms or not left.isdisjoint((place - 1, place - 2)))
        if (is_said or is_unit or place in meant) and place not in done and stem not in known and not is_empty(word):
            left.add(place)
    return _join_typed(phrase.text, left, done)


def _is_term(mention: Mention, words: Sequence[str], known: frozenset[str]) -> bool:
    """Tell whether a mention has several words, of which none is known."""
    return mention.end - mention.start > 1 and known.isdisjoint(map(find_stem, words[mention.start : mention.end]))


def _find_done(phrase: Phrase, first: FoundQuestion, own: Collection[str]) -> set[int]:
    """Return the places of what a question is asked with in other words, or speaks of itself."""
    given = {value.text for value in first.values}
    done = _list_places(one for each in phrase.said.values() for one in each if one.id in given)
    return done | _list_places(one for one in phrase.meanings if set(list_stems(one.ours)) <= set(own))


def _find_known(words: Sequence[str], taken: Iterable[Mention], missing: Iterable[str]) -> set[int]:
    """Return the places of what is told to be missing, and of an identifier that the question is asked with."""
    absent = {word for name in missing for word in split_words(name)}
    is_identified = any(one.is_identifier for one in taken)
    return {
        place for place, word in enumerate(words) if word in absent or (is_identified and _IDENTIFIER.fullmatch(word))
    }


def _list_names(mention: Mention, called: Called) -> list[str]:
    return [name for thing in mention.things for name in called.names.get(thing, ())]


def _list_values(phrase: Phrase, first: FoundQuestion) -> list[SaidValue]:
    """Return the values that are said, without those for which a question has a column: its answer shows them.

    What a drug does is asked, and no value.
    """
    shown = {_ACTION, *(one.name for one in first.question.columns)}
    return [one for kept, values in phrase.said.items() if kept not in shown for one in values]


def _list_places(spans: Iterable[Mention | SaidValue | Meaning]) -> set[int]:
    return {place for one in spans for place in range(one.start, one.end)}


def _join_typed(text: str, left: Collection[int], done: Collection[int]) -> list[str]:
    """Return the pieces of a text, between blanks, that have words which are left and none that are done, joined."""
    pieces: list[list[str]] = [[]]
    place, before = 0, ""
    for token in text.split():
        here = range(place, place := place + len(split_words(token)))
        if not any(one in left for one in here) or any(one in done for one in here):
            pieces.append([])
        else:
            is_numbered = not pieces[-1] and token[:1].isdigit() and before in _NUMBERED
            pieces[-1] += [*([before] if is_numbered else []), token.strip(PUNCTUATION)]
        before = token.casefold()
    return [" ".join(piece) for piece in pieces if piece]
