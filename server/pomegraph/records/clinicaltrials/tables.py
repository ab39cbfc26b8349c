"""The tables that people edit, as the conversion of studies uses them, and what the content knows of its own trials."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pomegraph.content.aliases import list_aliases, read_units
from pomegraph.evidence.words import fold, spread
from pomegraph.records.drugs import PLACEBO, DrugFinder
from pomegraph.records.wordlists import WordList, read_table_rows, read_word_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pomegraph.content.amounts import Unit
    from pomegraph.errors import Problem
    from pomegraph.records.context import Context


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables, read once.

    Args:
        context: The content's things and their names.
        drugs: Finds drugs.
        analysis_sets: Concepts of analysis sets by their words; the same for periods, states and kinds of estimate.
        diseases: Words of a disease's stage or course.
        arms: Rows that people wrote: trial, title, arm.
        units: Units by the words for them, and the concept that each is.
        regimens: Regimens of the content by their drugs.
        codes: UCUM codes by the words for a unit.
        schedules: What abbreviations of schedules stand for: QD, BID.
    """

    context: Context
    drugs: DrugFinder
    analysis_sets: WordList
    periods: WordList
    states: WordList
    estimates: WordList
    diseases: WordList
    arms: Sequence[Mapping[str, str]]
    units: Mapping[str, tuple[Unit | None, str]]
    regimens: Mapping[frozenset[str], str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    schedules: Mapping[str, str] = field(default_factory=dict)

    def list_curated_arms(self, trial: str) -> list[tuple[str, str]]:
        """Return the arms of a trial of the content with what they are called beside the trial."""
        things = self.context.registry.things
        names = (things[trial].label, *things[trial].alternatives) if trial in things else ()
        found = []
        for thing in things.values():
            head, colon, rest = thing.label.partition(": ")
            if thing.kind == "Arm" and colon and head in names:
                found += [(thing.id, label) for label in (rest, *thing.alternatives)]
        return found

    def find_rows(self, number: str, trial: str) -> dict[str, str]:
        """Return the arms that people wrote down for a trial, by the words of the title."""
        return {spread(row["name"]): row["arm"] for row in self.arms if row["trial"] in {number, trial} - {""}}

    def find_code(self, unit: str) -> str:
        """Return the UCUM code of a unit, or one that only repeats its words (UCUM 2.3, section 12: annotations)."""
        code = self.codes.get(fold(unit))
        return code or "{" + re.sub(r"[^!-z|~]+", "_", unit).strip("_") + "}"

    def find_regimen(self, drugs: Sequence[str]) -> str:
        """Return the regimen of the content that is of these drugs and tells no more, or nothing."""
        return self.regimens.get(frozenset(drugs), "")


def read_tables(context: Context) -> Tables:
    """Read all tables.

    Raises:
        ContentError: a table is missing or has a fault.
    """
    folder = context.aliases
    context.names.add_aliases("Disease", read_table_rows(folder, "diseases"))
    context.names.add_aliases("Measure", read_table_rows(folder, "measures"))
    lists = {
        name: _resolve(context, name, scheme)
        for name, scheme in (
            ("analysis-sets", "analysis-set"),
            ("periods", "period"),
            ("states", "state"),
            ("estimate-kinds", "estimate-kind"),
        )
    }
    return Tables(
        context=context,
        drugs=DrugFinder(context),
        analysis_sets=lists["analysis-sets"],
        periods=lists["periods"],
        states=lists["states"],
        estimates=lists["estimate-kinds"],
        diseases=read_word_list(folder, "disease-words"),
        arms=read_table_rows(folder, "arms"),
        units=_read_units(context),
        regimens=_list_regimens(context),
        codes={fold(word): row["name"] for row in read_table_rows(folder, "ucum") for word in list_aliases(row)},
        schedules={
            short: row["name"] for row in read_table_rows(folder, "schedules") for short in row["aliases"].split("|")
        },
    )


def _resolve(context: Context, name: str, scheme: str) -> WordList:
    """Return a table whose names are labels of concepts as one whose meanings are these concepts."""
    words = read_word_list(context.aliases, name)
    concepts = {thing.label: thing.id for thing in context.registry.things.values() if scheme in thing.get("scheme")}
    return WordList({one: concepts[label] for one, label in words.meanings.items() if label in concepts})


def _read_units(context: Context) -> dict[str, tuple[Unit | None, str]]:
    """Return units by their words, each with its concept, or nothing for one that the content has no concept of."""
    problems: list[Problem] = []
    known = read_units(context.aliases, problems)
    concepts = {unit.name: name for name, unit in context.registry.units.items()}
    found: dict[str, tuple[Unit | None, str]] = {}
    for thing in context.registry.things.values():
        if "unit" in thing.get("scheme"):
            words = (thing.label, *thing.alternatives, *thing.get("ucumCode"))
            found |= {fold(word): (context.registry.units.get(thing.id), thing.id) for word in words}
    return found | {fold(word): (unit, concepts.get(unit.name, "")) for word, unit in known.items()}


def _list_regimens(context: Context) -> dict[frozenset[str], str]:
    """Return the regimens whose labels are their drugs and nothing else; of two with the same drugs, neither."""
    found: dict[frozenset[str], str] = {}
    for thing in context.registry.things.values():
        if thing.kind != "Regimen":
            continue
        parts = thing.label.removesuffix(" alone").split("-")
        drugs = [context.names.find(part, "Drug") for part in parts]
        names = frozenset(drug.id for drug in drugs if drug) if all(drugs) else frozenset()
        names = frozenset({PLACEBO}) if thing.id == PLACEBO else names
        if names:
            found[names] = "" if names in found else thing.id
    return {names: regimen for names, regimen in found.items() if regimen}
