"""The words that people use for units, measures, drugs, regimens, diseases and populations, as tables of aliases."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.content.aliases import list_aliases, read_aliases, read_units
from pomegraph.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pomegraph.content.amounts import Unit
    from pomegraph.errors import Problem

_DASHES = re.compile("[\u2010-\u2015\u2212\u00ad]")
_QUOTES = re.compile("[\u2018\u2019\u02bc\u00b4`]")
_GREEK = str.maketrans(
    {0x3B1: "alpha", 0x3B2: "beta", 0x3B3: "gamma", 0x3BA: "kappa", 0x3BB: "lambda", 0xB5: "u", 0x3BC: "u"}
)
_NEGLIGIBLE = re.compile(r"[-/(),;:\[\]\"\u00b7\u2022]+")
_TABLES = ("drugs", "diseases", "populations", "regimens", "trials")
_KINDS_OF_DRUG = "drug-kinds"
# What is read of a measure beside its name: the median of an endpoint is no other endpoint.
_READ_APART = frozenset({"median", "mean", "serious", "rate"})
# The kind of a measure, by the base of a unit that it may have; no event is waited for in hours.
_KINDS = {"hour": "other", "month": "time", "percent": "proportion", "patient": "count"}
# Names of so few letters stand for a disease only where nothing else is said.
_SHORT = 4


def fold(text: str) -> str:
    """Return a text as it is compared: compatibility forms, case, dashes, quotes and blanks made alike.

    >>> fold("Isatuximab\u2013Pd  (\u2265 2)")
    'isatuximab-pd (\u2265 2)'
    """
    plain = unicodedata.normalize("NFKC", text).replace(">=", "≥").replace("<=", "≤").casefold()
    plain = _QUOTES.sub("'", _DASHES.sub("-", plain)).translate(_GREEK)
    return re.sub(r"(?<=\d) %", "%", " ".join(plain.split()))


def spread(text: str) -> str:
    """Return a text as words with one blank between them; punctuation that only joins or parts them is gone.

    >>> spread("relapsed/refractory multiple-myeloma")
    'relapsed refractory multiple myeloma'
    """
    return " ".join(re.sub(r"([≥≤<>]) +", r"\1", _NEGLIGIBLE.sub(" ", fold(text))).split())


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases and what each stands for; the longest that fits is meant."""

    meanings: Mapping[str, str]

    def take(self, text: str, *, shortest: int = 0) -> tuple[list[str], str]:
        """Return the meanings of the phrases in a text of words, and the words that are left."""
        if text in self.meanings:
            return [self.meanings[text]], ""
        found: list[str] = []
        rest = f" {text} "
        for phrase in self.meanings:
            if len(phrase) >= shortest and f" {phrase} " in rest:
                found.append(self.meanings[phrase])
                rest = rest.replace(f" {phrase} ", "  ")
        return list(dict.fromkeys(found)), " ".join(rest.split())


@dataclass(frozen=True, slots=True)
class Words:
    """All tables of aliases.

    Args:
        units: Units by alias.
        measures: Names of measures by alias.
        kinds: The kind of each measure: time, proportion, count, other.
        drugs: Names of drugs by alias.
        regimens: The drugs of a regimen by its abbreviation; several where an abbreviation has several meanings.
        kinds_of_drug: The drugs that a word for a kind of drug may stand for, such as chemotherapy.
        diseases: Names of diseases by alias.
        broader: The disease that a disease is a kind of.
        populations: `axis=value` by alias.
        trials: The names that each trial goes by.
    """

    units: Mapping[str, Unit]
    measures: Phrases
    kinds: Mapping[str, str]
    drugs: Mapping[str, str]
    regimens: Mapping[str, tuple[str, ...]]
    kinds_of_drug: Mapping[str, frozenset[str]]
    diseases: Phrases
    broader: Mapping[str, str]
    populations: Phrases
    trials: Sequence[Sequence[str]]

    def name_broader(self, disease: str) -> list[str]:
        """Return the diseases that a disease is a kind of, the nearest first."""
        found: list[str] = []
        while (disease := self.broader.get(disease, "")) and disease not in found:
            found.append(disease)
        return found

    def read_disease(self, text: str) -> tuple[str, str]:
        """Return the disease that a text names, or its words, and the words beside it."""
        found, rest = self.diseases.take(spread(text), shortest=_SHORT)
        *before, last = spread(text).split() or [""]
        if not found and last in self.diseases.meanings:
            return self.diseases.meanings[last], " ".join(before)
        if len(found) > 1 and any(self.broader.get(one) in found for one in found):
            found = [one for one in found if one not in {self.broader.get(other) for other in found}]
        # Of two that are treated alike, such as one leukemia or lymphoma, the first stands for both.
        return (found[0], rest) if found else (spread(text), "")


def find_words(folder: Path) -> Words | None:
    """Read the tables of aliases in a folder, or return None if it does not have them all.

    Raises:
        ContentError: a table has a fault.
    """
    return read_words(folder) if all((folder / f"{name}.tsv").is_file() for name in _TABLES) else None


def read_words(folder: Path) -> Words:
    """Read the tables of aliases in a folder, and the register of measures in the folder `registers` beside it.

    Raises:
        ContentError: a table is missing or has a fault.
    """
    problems: list[Problem] = []
    units = read_units(folder, problems)
    drugs, diseases, populations, regimens, trials = (read_aliases(folder, name, problems) for name in _TABLES)
    measures = read_aliases(folder.parent / "registers", "measures", problems)
    kinds = read_aliases(folder, _KINDS_OF_DRUG, problems) if (folder / f"{_KINDS_OF_DRUG}.tsv").is_file() else []
    if problems:
        raise ContentError(problems)
    abbreviated: defaultdict[str, list[str]] = defaultdict(list)
    for row in regimens:
        abbreviated[spread(row["alias"])].append(row["drugs"])
    return Words(
        units={fold(alias): unit for alias, unit in units.items()},
        measures=_sort(_name_measures(measures)),
        kinds={row["label"]: kind for row in measures if (kind := _find_kind(row, units))},
        drugs={spread(alias): row["name"] for row in drugs for alias in list_aliases(row)},
        regimens={alias: tuple(options) for alias, options in abbreviated.items()},
        kinds_of_drug={row["name"]: frozenset(row["drugs"].split("|")) for row in kinds},
        diseases=_sort((spread(alias), row["name"]) for row in diseases for alias in list_aliases(row)),
        broader={row["name"]: row["broader"] for row in diseases if row["broader"]},
        populations=_sort(
            (spread(alias), f"{row['axis']}={row['value']}")
            for row in populations
            for alias in row["aliases"].split("|")
        ),
        trials=[list_aliases(row) for row in trials],
    )


def _name_measures(rows: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the names of measures that have a unit, each with the label of its measure."""
    labels = {row["id"]: set(row["label"].split()) for row in rows}
    for row in rows:
        above = labels.get(row["broader"])
        if row["allowedUnit"] and not (above and labels[row["id"]] - above <= _READ_APART):
            names = filter(None, (row["label"], *row["altLabels"].split("|")))
            yield from ((spread(name), row["label"]) for name in names)


def _find_kind(row: Mapping[str, str], units: Mapping[str, Unit]) -> str:
    bases = [units[name].base for name in row["allowedUnit"].split("|") if name in units]
    return next((_KINDS[base] for base in sorted(bases) if base in _KINDS), "other" if bases else "")


def _sort(pairs: Iterable[tuple[str, str]]) -> Phrases:
    return Phrases(dict(sorted(pairs, key=lambda pair: (-len(pair[0]), pair))))
