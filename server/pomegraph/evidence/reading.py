"""Reads the parts of a figure: what was measured, of whom, under which treatment, in which trial."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
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


def read_figure(figure: Figure, words: Words, trials: Trials) -> ReadFigure:
    """Return a figure with its parts read."""
    unit = read_unit(figure.unit, figure.value, words.units)
    regimen, versus = split_versus(figure.regimen or figure.arm)
    measured = read_measure(figure.measure, unit, words)
    if unit is None and measured is not None and measured.is_share and re.match(r"0?[.]\d", figure.value):
        unit = words.units.get("proportion")
    return ReadFigure(
        figure,
        trials.find(figure.trial) or "",
        read_amounts(figure.value, figure.low, figure.high, unit),
        measured,
        read_treatments(regimen, words),
        read_treatments(figure.comparator or versus, words),
        frozenset(name for one in read_treatments(figure.drug, words) for name in one.drugs),
        read_people(figure.disease, figure.population, words),
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
