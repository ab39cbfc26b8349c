"""Reads which values of closed lists a phrase says, such as how often, how serious, or which kind of document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pomegraph.questions.schema import name_term
from pomegraph.questions.spelling import list_runs, list_stems, make_name_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from pomegraph.content.habits import Habits
    from pomegraph.questions.question import Parameter, Question
    from pomegraph.questions.things import NamedThing
    from pomegraph.search.bonds import Bonds

_ROUTE = "route"
_CONCEPT, _CAPITAL = "concept", re.compile(r"[A-Z]")
_MOST_WORDS = 4
# Behind these a value is asked for, not given: how common, is it as bad as.
_ASKING = frozenset({"how", "so", "as", "less", "more"})
# A question that begins so asks whether it is so; one that begins with what or which does not.
_WHETHER = frozenset(
    {"are", "can", "could", "did", "do", "does", "has", "have", "how", "is", "may", "might", "should", "was", "were"}
)
_BEING = frozenset({"is", "are", "was", "were", "considered", "called"})
# Of what is "serious but rare" few documents tell both; "common and serious" asks for the one and for the other.
_BUT, _AND, _OFTEN = frozenset({"but", "yet", "though"}), frozenset({"and", "or"}), "frequency"
_BESIDE = frozenset({"and", "or", "but", "the", "other", "most", "very", "also"})


@dataclass(frozen=True, slots=True)
class SaidValue:
    """A value that some words stand for.

    Args:
        start: The place of the first word.
        end: The place behind the last.
        id: The value as it is given.
        label: What it is called.
        iri: The thing that it is; empty if it is none.
    """

    start: int
    end: int
    id: str
    label: str
    iri: str = ""


class ValueLists:
    """The closed lists of a graph, and what people say for their values.

    Args:
        questions: The questions whose parameters take them.
        names: The names of things.
        habits: How people write.
        bonds: How things hang together.
    """

    def __init__(
        self,
        questions: Sequence[Question],
        names: Mapping[NamedThing, Sequence[str]],
        habits: Habits,
        bonds: Bonds,
    ) -> None:
        self._bonds = bonds
        self._taken = _find_lists(questions, bonds)
        self._said: dict[str, list[tuple[str, SaidValue, str]]] = {}
        self._values: dict[str, SaidValue] = {}
        parameters = {one.name for question in questions for one in question.parameters if one.type != _CONCEPT}
        known_lists = {*self._taken.values(), *({one.list for one in habits.values} - parameters)}
        told = {(one.list, one.name.casefold()): one for one in habits.values}
        for thing, known in names.items():
            kept = bonds.lists.get(thing.iri, "")
            if thing.kind == _CONCEPT and kept in known_lists:
                words = told.pop((kept, thing.label.casefold()), None)
                value = self._values[thing.iri] = SaidValue(0, 0, thing.id, thing.label, thing.iri)
                self._add(kept, value, words.said if words else (thing.label, *known), words.of if words else "")
        for (kept, _), words in told.items():
            self._add(kept, SaidValue(0, 0, words.name, words.name), words.said, words.of)
        self.texts = [said for one in habits.values for said in one.said]
        self._degrees = frozenset(one.list for one in habits.values if one.of)
        self._subjects = {
            name: frozenset(map(make_name_key, (name, *habits.words.get(name, ()))))
            for name in {one.of for one in habits.values}
        }

    def _add(self, kept: str, value: SaidValue, names: Iterable[str], of: str) -> None:
        for name in names:
            self._said.setdefault(make_name_key(name), []).append((kept, value, of))

    def find(
        self,
        words: Sequence[str],
        events: Sequence[tuple[int, int]],
        named: Sequence[tuple[int, int]] = (),
    ) -> dict[str, list[SaidValue]]:
        """Return the values that a phrase gives, by list; of two that overlap the longer one.

        Args:
            words: The words of the phrase.
            events: The places of what is named that a value may be said of.
            named: The places of all that is named: a part of a name, as in "blood vessel growth", is no value.
        """
        runs = sorted(list_runs(words, _MOST_WORDS), key=lambda run: (run[0] - run[1], run[0]))
        found: dict[str, list[SaidValue]] = {}
        for start, end, key in runs:
            is_part = any(first <= start and end <= last and last - first > end - start for first, last in named)
            for kept, value, of in self._said.get(key, ()):
                others = found.setdefault(kept, [])
                if any(one.start < end and start < one.end for one in others):
                    continue
                # A route says how, also in the name of a regimen.
                if self._is_given(start, end, words, of, events) if of else kept == _ROUTE or not is_part:
                    others.append(SaidValue(start, end, value.id, value.label, value.iri))
        return _drop_joined(found, words, self._degrees)

    def _is_given(self, start: int, end: int, words: Sequence[str], of: str, events: Sequence[tuple[int, int]]) -> bool:
        """Tell whether a value is said of something, and not whether or how far it is so."""
        if words[max(start - 1, 0)] in _ASKING and start:
            return False
        runs = list(list_runs(words, _MOST_WORDS))
        valued = {place for first, last, key in runs if key in self._said for place in range(first, last)}
        while end < len(words) and (words[end] in _BESIDE or end in valued):
            end += 1
        subjects = [run[:2] for run in runs if run[2] in self._subjects[of]]
        if any(first == end for first, _ in (*subjects, *events)):
            return True
        if not subjects or events or words[0] in _WHETHER:
            return False
        before = next((word for word in reversed(words[:start]) if word not in _BESIDE), "")
        return before in _BEING or any(last == start for _, last in subjects)

    def list_values(
        self, question: Question, parameter: Parameter, said: Mapping[str, list[SaidValue]]
    ) -> list[SaidValue]:
        """Return the values that a parameter takes of those that are said; none if another takes the same list."""
        kept = self._find_list(parameter)
        rivals = [one for one in question.parameters if kept and self._find_list(one) == kept]
        values = said.get(kept, []) if kept and len(rivals) == 1 else []
        # That a status of approval is "approved" says no more than that there is one.
        values = [one for one in values if "-" not in kept or not _has_stems(kept, one.label)]
        if parameter.choices:
            values = [one for one in values if one.id in parameter.choices]
        return list(values) if parameter.several else list(values)[:1]

    def _find_list(self, parameter: Parameter) -> str:
        return self._taken.get(parameter.name, "") if parameter.type == _CONCEPT else parameter.name

    def widen(self, value: SaidValue, drugs: Iterable[str]) -> SaidValue:
        """Return a value, or the next wider one that claims on some drugs have where they do not have it."""
        said = {one for drug in drugs for one in self._bonds.said.get(drug, ())}
        told = said.union(*map(self._bonds.list_wider, said))
        wider = (self._values.get(one) for one in (value.iri, *self._bonds.list_wider(value.iri)) if one in told)
        return next((one for one in wider if one), value)


def _has_stems(kept: str, label: str) -> bool:
    return set(list_stems(label)) <= set(list_stems(kept))


def _drop_joined(
    found: Mapping[str, list[SaidValue]], words: Sequence[str], degrees: Collection[str]
) -> dict[str, list[SaidValue]]:
    """Return the values without those of two lists that are joined, of which a claim seldom tells both."""
    placed = sorted((one.start, one.end, kept) for kept, values in found.items() if kept in degrees for one in values)
    dropped = set()
    for (start, end, kept), (next_start, next_end, other) in pairwise(placed):
        between = set(words[end:next_start])
        if kept != other and len(between) == 1:
            both = {(start, end, kept), (next_start, next_end, other)}
            dropped |= {one for one in both if between <= _AND or (between <= _BUT and one[2] == _OFTEN)}
    return {
        kept: [one for one in values if (one.start, one.end, kept) not in dropped] for kept, values in found.items()
    }


def _find_lists(questions: Iterable[Question], bonds: Bonds) -> dict[str, str]:
    """Return the list that each parameter takes its values of: that of its defaults anywhere, or of its name.

    The variable that it is bound to may have the name of the list too: approvalStatus, of approval-status.
    """
    named = {iri.rpartition("/")[2]: kept for iri, kept in bonds.lists.items()}
    parameters = [one for question in questions for one in question.parameters if one.type == _CONCEPT]
    lists = frozenset(bonds.lists.values())
    bound = {one.name: _CAPITAL.sub(r"-\g<0>", one.bound).lower() for one in parameters}
    found = {name: kept for name, kept in bound.items() if kept in lists}
    found |= {one.name: one.name for one in parameters if one.name in lists}
    found |= {one.name: named[name] for one in parameters for name in map(name_term, one.default) if name in named}
    return found
