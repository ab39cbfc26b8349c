"""Reads what was measured: the endpoint, the statistic of it, at which time, in which grade."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pomegraph.evidence.words import fold, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.content.amounts import Unit
    from pomegraph.evidence.words import Words

_RATIOS = (
    ("p value", re.compile(r"\bp[- ]?values?\b|^p$|\bp for\b")),
    ("hazard ratio", re.compile(r"\bhazard ratios?(?: \(?hr\)?)?|\bhr\b")),
    ("odds ratio", re.compile(r"\bodds ratios?\b|\bor\b(?= for| \()")),
    ("relative risk", re.compile(r"\b(?:relative risks?|risk ratios?|rate ratios?)\b")),
)
# What a ratio of hazards is of, where the event is named instead of the survival without it.
_HAZARDS = {
    f"{said}{event}": measure
    for said in ("", "for ", "of ", "for risk of ", "risk of ", "for the risk of ")
    for event, measure in {
        "death": "overall survival",
        "death from any cause": "overall survival",
        "mortality": "overall survival",
        "progression or death": "progression free survival",
        "disease progression or death": "progression free survival",
        "death or progression": "progression free survival",
        "death or disease progression": "progression free survival",
        "progression": "progression free survival",
        "disease progression": "progression free survival",
        "recurrence or death": "disease free survival",
    }.items()
}
# The measure that stands for any event; `adverse event rate of neutropenia` is a figure of neutropenia.
ADVERSE_EVENT = "adverse event"
_SERIOUS = frozenset({"serious", "sae", "saes"})
_STATISTICS = (
    ("bound", re.compile(r"\b(?:lower|upper) (?:bound|limit)\b|\b(?:ci|confidence interval)\b|\biqr\b")),
    (
        "difference",
        re.compile(
            r"\b(?:difference|gain|gained|improvement|improved by|prolongation|prolonged by|longer by|increased?"
            r"|reduction|reduced by|advantage|delta|absolute|extension|additional|benefit of|survival benefit)\b"
        ),
    ),
    ("mean", re.compile(r"\bmean\b|\baverage\b")),
    ("median", re.compile(r"\bmedian\b")),
)
_TIME = re.compile(r"(\d+(?:\.\d+)?)[- ]?(months?|mo|years?|yrs?|yr|weeks?|wks?|wk)\b")
_MEDIANS = re.compile(r"\bm(pfs2?|os|dor|efs|dfs|ttp|ttnt|rpfs)\b")
_WORDS_OF_TIME = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
_MONTHS = {"m": Decimal(1), "y": Decimal(12), "w": Decimal("0.23")}
_GRADES = re.compile(
    r"\bgrades?[ -]*(≥ ?\d|[1-5](?:\s*(?:[-/]|to|or|and)\s*(?:[1-5]|higher|above|worse|more|greater))?)"
)
_HIGH = {"3", "4", "5", "≥"}
_ASSESSORS = (
    ("independent", re.compile(r"\b(?:irc|independent(?:ly)?|bicr|central(?:ly)?|icr)\b")),
    ("investigator", re.compile(r"\binvestigator(?:s)?\b")),
)
_SAID_WORDS = (
    "a the median mean final updated population overall itt primary analysis of in at for with by to and or on "
    "rate rates proportion percentage percent estimated kaplan meier patients who had any all treatment emergent "
    "related incidence frequency occurrence events event months month years year weeks week assessed review "
    "committee assessment reported achieved achieving"
)
_SAID = frozenset(_SAID_WORDS.split())


@dataclass(frozen=True, slots=True)
class Measured:
    """What a figure is a figure of.

    Args:
        endpoint: The measure by its name, or the words that say it.
        kind: time, proportion, count, other, or `` where no table knows it.
        statistic: median, mean, rate, hazard ratio, difference, ...
        months: At which time a rate was taken.
        grade: `3 to 5`, `any`, or `` where none is said.
        assessor: Who assessed it, if it is said.
        serious: Whether it is of serious events.
        words: What else is said, such as the name of an adverse event.
    """

    endpoint: str
    kind: str = ""
    statistic: str = ""
    months: Decimal | None = None
    grade: str = ""
    assessor: str = ""
    serious: bool = False
    words: frozenset[str] = frozenset()

    @property
    def is_share(self) -> bool:
        """Whether it is the share of people to whom something happened."""
        return self.kind == "proportion" and self.statistic == "rate"


def read_measure(text: str, unit: Unit | None, words: Words) -> Measured | None:
    """Return what a text says was measured; the unit tells what a time-to-event figure is where the text does not."""
    plain = fold(text)
    for word, digit in _WORDS_OF_TIME.items():
        plain = re.sub(rf"\b{word}(?=[- ]year|[- ]month)", digit, plain)
    if not plain:
        return None
    plain = _MEDIANS.sub(r"median \1", plain)
    months, grade = _read_months(plain), _read_grade(plain)
    assessor = next((name for name, pattern in _ASSESSORS if pattern.search(plain)), "")
    plain = _TIME.sub(" ", _GRADES.sub(" ", plain))
    for _, pattern in _ASSESSORS:
        plain = pattern.sub(" ", plain)
    statistic, plain = _take_statistic(spread(plain), _RATIOS)
    found, rest = words.measures.take(_HAZARDS.get(plain, plain) if statistic == "hazard ratio" else plain)
    if not statistic:
        statistic, rest = _take_statistic(rest, _STATISTICS)
    left = frozenset(rest.split()) - _SAID
    serious = bool(_SERIOUS & left)
    left -= _SERIOUS
    found = [] if found == [ADVERSE_EVENT] and left else found
    endpoint = found[0] if found else " ".join(sorted(left))
    kind = words.kinds.get(endpoint, "")
    if unit is not None and unit.name == "percentage point":
        statistic = "difference"
    statistic = statistic or _imply_statistic(kind, unit, months, text)
    extra = left if found else frozenset[str]()
    return Measured(endpoint, kind, statistic, months, grade, assessor, serious, extra) if endpoint else None


def _read_months(plain: str) -> Decimal | None:
    found = _TIME.search(plain)
    return Decimal(found[1]) * _MONTHS[found[2][0]] if found else None


def _read_grade(plain: str) -> str:
    found = _GRADES.search(plain)
    if found is None:
        return "any" if re.search(r"\b(?:any|all)[- ]grades?\b", plain) else ""
    return "3 to 5" if found[1][0] in _HIGH else f"grade {found[1]}"


def _take_statistic(text: str, known: Sequence[tuple[str, re.Pattern[str]]]) -> tuple[str, str]:
    for name, pattern in known:
        if pattern.search(text):
            return name, " ".join(pattern.sub(" ", text).split())
    return "", text


def _imply_statistic(kind: str, unit: Unit | None, months: Decimal | None, text: str) -> str:
    base = unit.base if unit is not None else ""
    if base == "ratio":
        return "hazard ratio" if kind == "time" else "ratio"
    if kind == "time":
        is_rate = base == "percent" or months is not None or "rate" in fold(text).split()
        return "rate" if is_rate and base != "month" else "median"
    return "count" if base == "patient" else "rate" if kind in {"proportion", ""} else ""


def compare_measures(one: Measured, primary: Measured) -> str:
    """Return `same`, `near` where one says more than the other, or `` where they are two things."""
    if one.endpoint != primary.endpoint or one.statistic != primary.statistic or one.serious != primary.serious:
        return ""
    if one.words != primary.words and one.words and primary.words:
        return ""
    if one.months is not None and primary.months is not None and abs(one.months - primary.months) > Decimal("0.6"):
        return ""
    if one.grade and primary.grade and one.grade != primary.grade:
        return ""
    if one.assessor and primary.assessor and one.assessor != primary.assessor:
        return "near"
    alike = one.words == primary.words and one.months == primary.months and one.grade == primary.grade
    return "same" if alike else "near"
