"""Asks what the sections of a page need, and puts rows together that say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from flask import url_for

from pomegraph.errors import QuestionUnknownError
from pomegraph.names import DCTERMS, POM, RDF, RDFS
from pomegraph.questions.values import EVERYTHING
from pomegraph.sparql.results import Table, read_table
from pomegraph.sparql.terms import Iri
from pomegraph.web.headers import build_location
from pomegraph.web.protocol import Call
from pomegraph.web.questions.forms import name_values
from pomegraph.web.things.sections import ANY, THIS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pomegraph.questions.question import Question
    from pomegraph.web.questions.request import QuestionService
    from pomegraph.web.things.sections import PageSection

# Rows of an answer that are read for a page: more would make it slow, and nobody reads so many.
MOST_READ = 400
_PREFIXES = f"PREFIX pom: <{POM}>\nPREFIX rdf: <{RDF}>\nPREFIX rdfs: <{RDFS}>\nPREFIX dcterms: <{DCTERMS}>\n"


@dataclass(frozen=True, slots=True)
class MergedRow:
    """Rows of an answer that are alike in all columns that are shown.

    Args:
        cells: Their values, by column; several values of a column stand in a tuple.
        told: The claims that say so, each with the source that the answer names, if it does; in their order.
    """

    cells: Mapping[str, Any]
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """How a section is asked.

    Args:
        query: SPARQL.
        question: The question that is asked, if it is one.
        pairs: What it is asked for, as parameters of its address.
        words: What it is asked for besides the thing, in words.
    """

    query: str
    question: Question | None = None
    pairs: tuple[tuple[str, str], ...] = ()
    words: str = ""

    @property
    def link(self) -> str:
        """Where all of the answer is to be had; empty where the query is too long for an address."""
        if self.question is None:
            return build_location(url_for("sparql.answer"), Call(self.query)) or ""
        return f"{url_for('questions.answer', name=self.question.stem)}?{urlencode(self.pairs)}"


@dataclass(frozen=True, slots=True)
class AnsweredSection:
    """A section with what was answered.

    Args:
        asked: What was asked.
        rows: The rows that are shown.
        total: How many rows there would be, put together.
        is_whole: Whether the answer was read to its end.
        table: The answer, as far as it was read.
    """

    section: PageSection
    asked: Wording
    rows: tuple[MergedRow, ...]
    total: int
    is_whole: bool
    table: Table


def ask_section(service: QuestionService, section: PageSection, iri: str) -> AnsweredSection | None:
    """Return what a section has on a thing; None if that is nothing, or its question is not one of this server.

    Raises:
        PomegraphError: the engine has no answer.
    """
    asked = _write_question(service, section, iri) if section.question else _write_query(service, section, iri)
    if asked is None:
        return None
    table = read_table(service.results.ask(f"{asked.query.rstrip()}\nLIMIT {MOST_READ + 1}\n").body)
    rows = merge_rows(section, table.cut(MOST_READ), _find_order(service, section, iri))
    if not rows:
        return None
    is_whole = len(table.rows) <= MOST_READ
    return AnsweredSection(section, asked, rows[: section.most], len(rows), is_whole, table)


def ask_orders(service: QuestionService, sections: Iterable[PageSection]) -> None:
    """Ask for what is the same order on the pages of all things, so that the answers are kept.

    Raises:
        PomegraphError: the engine has no answer.
    """
    for query in dict.fromkeys(query for section in sections for query in section.order if THIS not in query):
        service.results.ask(_write_own(query, ""))


def _find_order(service: QuestionService, section: PageSection, iri: str) -> dict[str, int]:
    """Return the places of what heads the groups of a section, as far as they have any."""
    tables = (read_table(service.results.ask(_write_own(query, iri)).body) for query in section.order)
    names = dict.fromkeys(str(name) for table in tables for (name,) in table.rows)
    return {name: place for place, name in enumerate(names)}


def _write_query(service: QuestionService, section: PageSection, iri: str) -> Wording:
    query = _write_own(section.query, iri)
    stem, _, asked = section.rest.partition("?")
    question = find_question(service, stem)
    if question is None:
        return Wording(query)
    pairs = tuple((name, text.replace(THIS, name_value(iri))) for name, text in parse_qsl(asked))
    return Wording(query, question, pairs)


def _write_question(service: QuestionService, section: PageSection, iri: str) -> Wording | None:
    """Return how the question of a section is put on a thing; None if there is none, or nothing to ask it for."""
    question = find_question(service, section.question)
    values = None if question is None else _find_values(service, section, question, iri)
    if question is None or values is None:
        return None
    terms = {name: () if one == ANY else (Iri(one),) for name, one in values.items()}
    query = question.bind(terms, base=service.engine.status.base)
    pairs = tuple((name, EVERYTHING if one == ANY else name_value(one)) for name, one in values.items())
    besides = {name: found for name, found in terms.items() if found and found != (Iri(iri),)}
    return Wording(query, question, pairs, name_values(besides, service.list_things()))


def find_question(service: QuestionService, stem: str) -> Question | None:
    """Return a question by its name, if there is one."""
    try:
        return service.catalogue.get(stem) if stem else None
    except QuestionUnknownError:
        return None


def name_value(iri: str) -> str:
    """Return a thing as addresses of questions name it: by what its IRI ends with."""
    return iri.rpartition("/")[2]


def _write_own(query: str, iri: str) -> str:
    return _PREFIXES + query.replace(THIS, f"<{iri}>")


def _find_values(service: QuestionService, section: PageSection, question: Question, iri: str) -> dict[str, str] | None:
    """Return what the question of a section is asked for, by parameter; None if there is nothing to ask it for."""
    values: dict[str, str] = {}
    for kind, source in section.given:
        name = next((one.name for one in question.parameters if one.type == kind), None)
        found = iri if source == THIS else source if source == ANY else _find_value(service, source, iri)
        if name is None or found is None:
            return None
        values[name] = found
    return values


def _find_value(service: QuestionService, pattern: str, iri: str) -> str | None:
    rows = read_table(service.results.ask(_write_own(f"SELECT ?found WHERE {{ {pattern}", iri)).body).rows
    return next((cell.value for (cell,) in rows if isinstance(cell, Iri)), None)


def merge_rows(section: PageSection, table: Table, order: Mapping[str, int] | None = None) -> tuple[MergedRow, ...]:
    """Return the rows of an answer, of which those that look alike are one; groups stay together, and have an order."""
    merging: dict[tuple[str, ...], _Merging] = {}
    alike = [name for name in section.list_columns() if name not in section.gathered]
    for row in table.rows:
        record = dict(zip(table.columns, row, strict=True))
        if not _is_wanted(section, record):
            continue
        # Numbers that are written alike are equal, and so are texts.
        key = tuple(str(record.get(name)) for name in alike)
        merging.setdefault(key, _Merging(section.list_columns())).add(record)
    parts = [name for name in section.list_columns() if name not in section.grouped]
    rows = [one.finish() for one in merging.values()]
    rows = [row for row in rows if any(row.cells[name] is not None for name in parts)]
    if section.is_ranked:
        rows.sort(key=_count_sources, reverse=True)
    if order:
        rows.sort(key=lambda row: order.get(str(row.cells[section.grouped[0]]), len(order)))
    return tuple(_keep_together(rows, section.grouped))


def _is_wanted(section: PageSection, record: Mapping[str, Any]) -> bool:
    has_all = all(record.get(name) is not None for name in section.needed)
    return has_all and all(record.get(name) is None for name in section.barred)


class _Merging:
    """Rows that become one."""

    def __init__(self, columns: Iterable[str]) -> None:
        # By what they are written like, in their order.
        self._cells: dict[str, dict[str, Any]] = {name: {} for name in columns}
        self._told: dict[tuple[str, str], None] = {}

    def add(self, record: Mapping[str, Any]) -> None:
        for name, known in self._cells.items():
            cell = record.get(name)
            if cell is not None:
                known.setdefault(str(cell), cell)
        claim, source = record.get("claim"), record.get("source")
        if claim is not None or source is not None:
            self._told[str(claim or ""), str(source or "")] = None

    def finish(self) -> MergedRow:
        told = {name: tuple(known.values()) for name, known in self._cells.items()}
        cells = {name: values if len(values) > 1 else next(iter(values), None) for name, values in told.items()}
        return MergedRow(cells, tuple(self._told))


def _count_sources(row: MergedRow) -> int:
    return len({source or claim for claim, source in row.told})


def _keep_together(rows: Iterable[MergedRow], grouped: Iterable[str]) -> list[MergedRow]:
    """Return rows group by group, each at the place of its first row."""
    groups: dict[tuple[str, ...], list[MergedRow]] = {}
    for row in rows:
        groups.setdefault(tuple(str(row.cells[name]) for name in grouped), []).append(row)
    return [row for group in groups.values() for row in group]
