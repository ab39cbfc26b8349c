"""Figures with their parts read, and what is true of whole trials."""

from __future__ import annotations

from decimal import Decimal

from pomegraph.evidence.figures import Figure
from pomegraph.evidence.people import read_people
from pomegraph.evidence.reading import FigureReader, tell_settings
from pomegraph.evidence.trials import Trials
from pomegraph.evidence.words import Words


def test_share_without_a_unit_is_a_proportion(words: Words) -> None:
    read = FigureReader(words, Trials()).read(Figure(measure="ORR", value="0.38"))

    assert read.amounts.stated[0].unit == words.units["proportion"]


def test_follow_up_is_in_months_unless_it_says_otherwise(words: Words) -> None:
    found = [
        FigureReader(words, Trials()).read(Figure(measure="PFS", value="1", follow_up=text)).follow_up.stated[0]
        for text in ("median 14.2 months", "23", "2 years")
    ]

    assert [(one.number, one.unit and one.unit.name) for one in found] == [
        (Decimal("14.2"), "month"),
        (Decimal(23), "month"),
        (Decimal(2), "year"),
    ]


def test_setting_is_what_most_figures_of_a_trial_are_of(words: Words) -> None:
    trials = Trials()
    trials.add("X-1")
    of_all, of_few = "HER2-positive", "HER2-positive, elderly"
    figures = [
        FigureReader(words, trials).read(Figure(trial="X-1", measure="PFS", value=value, population=population))
        for value, population in (("1", of_all), ("2", of_all), ("3", of_few))
    ]

    assert tell_settings(figures)["x1"].traits == read_people("", of_all, words).traits
