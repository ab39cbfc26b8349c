"""Reads the parts of a figure: what was measured, of whom, under which treatment, in which trial."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeVar

from pomegraph.evidence.amounts import Amounts, read_amounts, read_unit
from pomegraph.evidence.measures import Measured, read_measure
from pomegraph.evidence.people import People, read_people
from pomegraph.evidence.treatments import Treatment, read_treatments, split_versus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pomegraph.evidence.figures import Figure
    from pomegraph.evidence.trials import Trials
    from pomegraph.evidence.words import Words


_Item = TypeVar("_Item")
# Sources say few different things of so many figures.
_MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """A figure with its parts read.

    Args:
        figure: As it was written.
        trial: The key of its trial, `` if none is named.
        amounts: The figure, and its interval.
        measured: What was measured, if it is said.
        treatments: What the treatment may be.
        comparators: What it is compared with.
        drug: The drug alone, where that is said.
        people: Whom it is about.
        follow_up: How long they were followed.
    """

    figure: Figure
    trial: str
    amounts: Amounts
    measured: Measured | None
    treatments: tuple[Treatment, ...]
    comparators: tuple[Treatment, ...]
    drug: frozenset[str]
    people: People
    follow_up: Amounts


class FigureReader:
    """Reads figures; what many of them say in the same words, it reads once.

    Args:
        words: The words for what figures are about.
        trials: The trials that names are looked up in, as they are then.
    """

    def __init__(self, words: Words, trials: Trials) -> None:
        self._words, self._trials = words, trials
        keep = lru_cache(_MOST_KEPT)
        self._measure = keep(partial(read_measure, words=words))
        self._treatments = keep(partial(read_treatments, words=words))
        self._people = keep(partial(read_people, words=words))

    def read(self, figure: Figure) -> ReadFigure:
        """Return a figure with its parts read."""
        words = self._words
        unit = read_unit(figure.unit, figure.value, words.units)
        regimen, versus = split_versus(figure.regimen or figure.arm)
        measured = self._measure(figure.measure, unit)
        if unit is None and measured is not None and measured.is_share and re.match(r"0?[.]\d", figure.value):
            unit = words.units.get("proportion")
        return ReadFigure(
            figure,
            self._trials.find(figure.trial) or "",
            read_amounts(figure.value, figure.low, figure.high, unit),
            measured,
            self._treatments(regimen),
            self._treatments(figure.comparator or versus),
            frozenset(name for one in self._treatments(figure.drug) for name in one.drugs),
            self._people(figure.disease, figure.population),
            _read_follow_up(figure.follow_up, words),
        )


def _read_follow_up(text: str, words: Words) -> Amounts:
    """Return the first number of a text such as `median 14.2 months`; months are meant where no unit is said."""
    parts = text.replace("median", "").split()
    numbers = [word for word in parts if any(letter.isdigit() for letter in word)]
    unit = words.units.get(parts[-1].casefold().rstrip(".")) if len(parts) > 1 else None
    return read_amounts(numbers[0], "", "", unit or words.units.get("month")) if numbers else Amounts()


def tell_settings(figures: Iterable[ReadFigure]) -> dict[str, People]:
    """Return for each trial what is said of the people of most of its figures: it makes no subgroup."""
    by_trial: dict[str, list[People]] = {}
    for read in figures:
        by_trial.setdefault(read.trial, []).append(read.people)
    return {
        trial: People(
            traits=frozenset(_list_common([one.traits for one in people])),
            words=frozenset(_list_common([one.words for one in people])),
        )
        for trial, people in by_trial.items()
        if len(people) > 1
    }


def _list_common(sets: Sequence[frozenset[_Item]]) -> Iterable[_Item]:
    counts = Counter(item for one in sets for item in one)
    return [item for item, count in counts.items() if count * 2 > len(sets)]
