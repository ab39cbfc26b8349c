"""Published figures of ninety trials, as secondary pages write them, with the traps that they hold.

`published/primary.tsv` has figures of abstracts, labels and announcements, with the page where each was seen;
`published/rows.tsv` has the rows to trace, what an expert would say of each, and why.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass

import pytest

from pomegraph.evidence.attribution import Attribution, Tracer
from pomegraph.evidence.figures import read_figures
from pomegraph.evidence.words import Words
from support.places import ROOT

FOLDER = ROOT / "tests" / "evidence" / "published"
NAMING = {"attribute", "correct"}


@dataclass(frozen=True, slots=True)
class Expected:
    """What is right: the verdicts, the first of which is the best, and the trials that go with it."""

    verdicts: list[str]
    trials: set[str]

    def allows(self, found: Attribution) -> bool:
        """Return whether an attribution has a right verdict and names the right trials."""
        return found.verdict in self.verdicts and set(found.trials) == self.trials


@pytest.fixture(scope="module")
def pairs(words: Words) -> list[tuple[Expected, Attribution]]:
    tracer = Tracer(read_figures((FOLDER / "primary.tsv").read_bytes(), "primary.tsv"), words)
    text = (FOLDER / "rows.tsv").read_text(encoding="utf-8")
    expected = [
        Expected(row["expected"].split("|"), set(filter(None, row["expected_trials"].split("|"))))
        for row in csv.DictReader(text.splitlines(), delimiter="\t")
    ]
    return list(zip(expected, map(tracer.trace, read_figures(text.encode(), "rows.tsv")), strict=True))


def test_trials_that_are_named_are_right(pairs: list[tuple[Expected, Attribution]]) -> None:
    named = [(expected, found) for expected, found in pairs if found.verdict in NAMING]
    wrong = [found for expected, found in named if not expected.allows(found)]

    assert len(named) > 100
    assert len(wrong) <= 0.02 * len(named), wrong


def test_most_trials_that_can_be_named_are(pairs: list[tuple[Expected, Attribution]]) -> None:
    wanted = [(expected, found) for expected, found in pairs if expected.verdicts[0] in NAMING]
    right = [found for expected, found in wanted if expected.allows(found)]

    assert len(right) >= 0.85 * len(wanted)


def test_nothing_is_confirmed_that_the_trial_does_not_say(pairs: list[tuple[Expected, Attribution]]) -> None:
    confirmed = [(expected, found) for expected, found in pairs if found.verdict == "confirm"]
    wrong = [found for expected, found in confirmed if "confirm" not in expected.verdicts]

    assert len(wrong) <= 0.02 * len(confirmed), wrong
