"""Tells what an outcome of a record measures: a measure of the register, or one of the study's own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pomegraph.evidence.words import fold, spread
from pomegraph.records.clinicaltrials.times import read_time, take_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pomegraph.content.registers import Thing
    from pomegraph.records.clinicaltrials.study import Study
    from pomegraph.records.clinicaltrials.tables import Tables

_PAREN = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_PART = re.compile(r"^(?:phase|part|cohort|arm) [\w/]+(?: and [\w/]+)?\s*[:-]\s*(?:exploratory\s*-\s*)?", re.IGNORECASE)
_FOR_PART = re.compile(r"\s+(?:for|in|during) (?:phase|part|cohort) \w+$|\s+during the study$", re.IGNORECASE)
_COUNTED = re.compile(
    r"^(?:(?:number|percentage|percent|proportion|incidence|rate) of )?(?:participants|patients|subjects) (?:with|who)"
    r"(?: an?| any)? |^(?:number|percentage|proportion|incidence|rate) of ",
    re.IGNORECASE,
)
_STATISTIC = re.compile(
    r"^(?:median|mean|(?:km|kaplan-meier)(?: estimates?)?(?: of)?) |\s+\(?(?:km|kaplan-meier) estimates?\)?$",
    re.IGNORECASE,
)
_CRITERIA = re.compile(
    r"\s+(?:by|per|using|according to|based on|as per)\s+(?:the )?(?:recist|imwg|lugano|cheson|irecist|mrecist)\b.*$",
    re.IGNORECASE,
)
_ASSESSOR = re.compile(
    r"\s+(?:by|per|as assessed by|assessed by|according to)\s+(?:the |an? )?(?:blinded )?"
    r"(?P<who>bicr|irc|icr|independent[\w ]*|investigators?(?:[\w' ]*)?|central[\w ]*)$",
    re.IGNORECASE,
)
_STATISTICS = {
    "MEDIAN": "median",
    "MEAN": "mean",
    "GEOMETRIC_MEAN": "geometric mean",
    "LEAST_SQUARES_MEAN": "least squares mean",
    "GEOMETRIC_LEAST_SQUARES_MEAN": "geometric least squares mean",
    "LOG_MEAN": "mean of logarithms",
}
_COUNTS = frozenset({"COUNT_OF_PARTICIPANTS", "COUNT_OF_UNITS"})
TIME, SHARE = "time", "share"


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """What an outcome says of its figures.

    Args:
        title: What is measured.
        inner: The titles of the class and the category that the figures stand under, if they have some.
        statistic: The statistic, as the registry enumerates them.
        unit: The unit, in its words.
        frame: The time frame, in its words.
    """

    title: str
    inner: tuple[str, ...]
    statistic: str
    unit: str
    frame: str


@dataclass(frozen=True, slots=True)
class OutcomeMeasure:
    """What figures are figures of.

    Args:
        id: The measure.
        unit: The concept of their unit.
        endpoint: What a ratio of two groups is a ratio of: the measure above a median, else the measure itself.
        kind: `time` for a time to an event and the survival without it, `share` for a part of all people, or nothing.
        time: When it was measured, as number and unit.
        assessor: Who judged it, if that is said.
        factor: By how much figures are multiplied to be in the unit.
        share: Whether figures are counts that become percent by the number of people.
        counted: Whether figures are counts of people.
        known: Whether it is a measure of the register.
    """

    id: str
    unit: str
    endpoint: str
    kind: str = ""
    time: tuple[str, str] | None = None
    assessor: str = ""
    factor: int = 1
    share: bool = False
    counted: bool = False
    known: bool = False

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What a claim says of what is measured, beside its unit."""
        number, unit = self.time or ("", "")
        told = [("measure", self.id), ("timeFrame", number), ("timeFrameUnit", unit), ("assessor", self.assessor)]
        return [pair for pair in told if pair[1]]


class MeasureReader:
    """Tells what the rows of one study measure."""

    def __init__(self, study: Study, tables: Tables) -> None:
        self._study, self._tables = study, tables
        self._names = study.draft.context.names

    def read(self, row: OutcomeRow) -> OutcomeMeasure:
        """Return what a row measures: a measure of the register if all of its words are told, else its own."""
        name, time, assessor = self._find(row)
        kind = _find_kind(name)
        unit, factor = self._read_unit(row)
        if name is not None:
            found = self._fit(row, name, kind, (unit, factor), time)
            if found is not None:
                return _with(found, assessor)
        kind = kind or self._imply_kind(row, unit)
        return self._make_own(row, name, kind, (unit, factor), time)

    def _imply_kind(self, row: OutcomeRow, unit: str) -> str:
        """Return `time` for a median in days or months whose words have those of a time to an event in them."""
        base = self._study.draft.context.registry.units.get(unit)
        if row.statistic != "MEDIAN" or base is None or base.base != "month":
            return ""
        return TIME if any(_find_kind(one) == TIME for one in self._names.find_inside(row.title, "Measure")) else ""

    def _find(self, row: OutcomeRow) -> tuple[Thing | None, tuple[str, str] | None, str]:
        """Return the measure that the words of a row are, the time that they name, and who judged it."""
        inner = list(row.inner)
        time = next((found for one in inner if (found := read_time(one))), None)
        inner = [one for one in inner if read_time(one) is None and spread(one) not in {"participants", ""}]
        title, assessor = _take_assessor(inner[-1] if inner else row.title)
        if len(inner) > 1:
            return None, time, assessor
        found_time, bare = take_time(title)
        for form in _list_forms(bare):
            thing = self._names.find(form, "Measure")
            if thing is not None:
                return thing, found_time or time, assessor
        return None, found_time or time, assessor

    def _read_unit(self, row: OutcomeRow) -> tuple[str, int]:
        """Return the concept of a row's unit and the factor to it; empty where there is none."""
        unit, concept = self._tables.units.get(fold(row.unit), (None, ""))
        if unit is not None and unit.name == "proportion":
            return "percent", 100
        return concept, 1

    def _fit(
        self, row: OutcomeRow, thing: Thing, kind: str, scale: tuple[str, int], time: tuple[str, str] | None
    ) -> OutcomeMeasure | None:
        """Return how figures of a row are figures of a measure of the register, or None if they are not."""
        unit, factor = scale
        things = self._study.draft.context.registry.things
        allowed = thing.get("allowedUnit")
        counted = row.statistic in _COUNTS or unit == "patient"
        if kind == SHARE and counted:
            return OutcomeMeasure(thing.id, "percent", thing.id, kind, time, share=True, counted=True, known=True)
        if kind == SHARE and unit == "percent" and row.statistic == "NUMBER":
            return OutcomeMeasure(thing.id, unit, thing.id, kind, time, factor=factor, known=True)
        if kind == TIME and unit == "percent" and row.statistic == "NUMBER" and unit in allowed:
            when = time or read_time(row.frame)
            return OutcomeMeasure(thing.id, unit, thing.id, kind, when, factor=factor, known=True) if when else None
        if kind == TIME and row.statistic == "MEDIAN" and not time:
            endpoint = thing if not thing.id.startswith("median-") else things.get(thing.get("broader")[0], thing)
            median = things.get(f"median-{endpoint.id}", endpoint)
            if unit in median.get("allowedUnit"):
                return OutcomeMeasure(median.id, unit, endpoint.id, kind, known=True)
        return None

    def _make_own(
        self, row: OutcomeRow, above: Thing | None, kind: str, scale: tuple[str, int], time: tuple[str, str] | None
    ) -> OutcomeMeasure:
        """Return a measure of the study's own, below that of the register whose words its title has, if any."""
        study, (unit, factor) = self._study, scale
        statistic = _STATISTICS.get(row.statistic, "")
        told = "" if statistic in spread(row.title) else statistic
        label = f"{': '.join((row.title, *row.inner))} ({', '.join(filter(None, (told, study.number)))})"
        name = study.name_own("measure", row.title, *row.inner, row.statistic, row.frame, spread(row.unit))
        values = [("broader", above.id)] if above else []
        study.draft.add(name, "Measure", label, values)
        counted = row.statistic in _COUNTS or unit == "patient"
        unit = "patient" if counted else unit or self._add_unit(row.unit)
        return OutcomeMeasure(name, unit, name, kind, time or read_time(row.frame), factor=factor, counted=counted)

    def _add_unit(self, words: str) -> str:
        """Add a unit that the content has no concept of, and return it."""
        if not words:
            return ""
        plain = fold(words)
        values = [("scheme", "unit"), ("ucumCode", self._tables.find_code(plain))]
        return self._study.draft.add(self._study.name_shared("unit", plain), "Concept", plain, values)


def _with(measured: OutcomeMeasure, assessor: str) -> OutcomeMeasure:
    return measured if not assessor else replace(measured, assessor=assessor)


def _find_kind(thing: Thing | None) -> str:
    allowed = thing.get("allowedUnit") if thing else []
    return TIME if "month" in allowed else SHARE if allowed == ["percent"] else ""


def _take_assessor(title: str) -> tuple[str, str]:
    found = _ASSESSOR.search(title)
    if found is None:
        return title, ""
    who = "investigator" if found["who"].casefold().startswith("inv") else "independent-review"
    return title[: found.start()], who


def _list_forms(title: str) -> Iterator[str]:
    """Yield a title in shorter and shorter forms, of which each says the same."""
    bare = _CRITERIA.sub("", _FOR_PART.sub("", _PART.sub("", title)))
    for text in dict.fromkeys(
        (bare, _COUNTED.sub("", bare), _STATISTIC.sub("", bare), _STATISTIC.sub("", _COUNTED.sub("", bare)))
    ):
        yield text
        short = [found.strip() for found in _PAREN.findall(text)]
        plain = " ".join(_PAREN.sub(" ", text).split())
        if short and all(_is_short(one, plain) for one in short):
            plain = _CRITERIA.sub("", plain)
            yield plain
            yield re.sub(r"\s+rate$", "", plain, flags=re.IGNORECASE)
        elif not short:
            yield re.sub(r"\s+rate$", "", text, flags=re.IGNORECASE)


def _is_short(short: str, words: str) -> bool:
    """Tell whether a text in brackets is an abbreviation of the words in front, and says nothing of its own."""
    letters = re.sub(r"[^A-Za-z0-9]", "", short).removesuffix("s").upper()
    initials = "".join(word[0] for word in re.split(r"[\s-]+", words) if word).upper()
    if not letters or " " in short.strip():
        return False
    small = "".join(word[0] for word in words.split()).upper()
    return letters in initials or letters in small or _is_spread_over(letters, words.upper())


def _is_spread_over(letters: str, words: str) -> bool:
    rest = iter(words)
    return all(letter in rest for letter in letters)
