"""Gives the answer to a question with added columns: as a table in a file, and as a page shows these columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request

from pomegraph.charts.words import spell_out
from pomegraph.sparql.formats import Wanted
from pomegraph.sparql.results import read_table
from pomegraph.stores.writing import rewrite_table
from pomegraph.web.cache import Finished
from pomegraph.web.headers import build_tag, is_fresh, mark_fleeting, mark_lasting
from pomegraph.web.questions.json_rows import build_answer_key, fetch_results
from pomegraph.web.questions.labels import ShownColumn
from pomegraph.web.results import check_call
from pomegraph.web.terms import Shown, cut_text, locate_thing

if TYPE_CHECKING:
    from pomegraph.questions.additions import Added
    from pomegraph.questions.claim_cells import Cell, CellPart
    from pomegraph.sparql.formats import Format
    from pomegraph.sparql.outline import Outline
    from pomegraph.web.log import QueryRecord
    from pomegraph.web.questions.labels import Labels
    from pomegraph.web.questions.request import AskedQuestion, QuestionService

_WANTED = Wanted("json", "json", None)


def respond_extended(service: QuestionService, asked: AskedQuestion, form: Format, record: QueryRecord) -> Response:
    """Return the rows that are asked for in a format, with the columns that are to be added.

    Raises:
        AnswerTooLongError: they are too long to be held at once.
        PomegraphError: there is no answer.
    """
    outline, name = check_call(asked.part, _WANTED, record), form.name
    tag = _build_tag(service.engine.version, asked, name)
    if not outline.is_volatile and is_fresh(request, tag):
        record.format, record.outcome = name, "unchanged"
        response = Response(status=304)
    else:
        finished = _find_table(service, asked, name, outline, record)
        response = Response(finished.body, content_type=form.content_type)
        tag = _build_tag(finished.version, asked, name)
    mark_lasting(response, tag)
    if outline.is_volatile:
        mark_fleeting(response)
    return response


def _build_tag(version: str, asked: AskedQuestion, name: str) -> str:
    return build_tag(version, asked.part, f"{name} {' '.join(asked.additions)}")


def _find_table(
    service: QuestionService, asked: AskedQuestion, name: str, outline: Outline, record: QueryRecord
) -> Finished:
    """Return the table, which may have been kept."""
    key = build_answer_key(service.engine.version, asked, f"extended {name}")
    found = None if outline.is_volatile else service.results.recall(key, record)
    if found is not None:
        return found
    data, version = fetch_results(service, asked.part, outline, record)
    table = read_table(data)
    body = rewrite_table(service.find_added(asked, table).extend_results(data), name)
    record.format = name
    finished = Finished(asked.question.form, name, version, len(table.rows), body)
    if not outline.is_volatile:
        service.results.keep(build_answer_key(version, asked, f"extended {name}"), finished)
    return finished


def list_shown(added: Added) -> list[ShownColumn]:
    """Return how added columns are headed."""
    columns = [one.column for one in added.columns]
    return [ShownColumn(one.name, spell_out(one.name), one.means, is_number=False) for one in columns]


def show_added(added: Added, labels: Labels) -> list[list[Shown]]:
    """Return what is added to each row as a page shows it: documents below each other, as links."""
    warnings = {str(caution) for many in labels.background.cautions.values() for caution in many}
    return [[_show_cell(cell, labels, warnings) for cell in row] for row in added.rows]


def _show_cell(cell: Cell, labels: Labels, warnings: set[str]) -> Shown:
    if not any(cell):
        return Shown("")
    lines = tuple(tuple(_show_part(part, labels, warnings) for part in parts) for parts in cell)
    return lines[0][0] if len(lines) == 1 and len(lines[0]) == 1 else Shown("", lines=lines)


def _show_part(part: CellPart, labels: Labels, warnings: set[str]) -> Shown:
    text = cut_text(part.text)
    if part.text in warnings:
        return Shown("", warning=text)
    return Shown(text, locate_thing(part.iri, labels.base)) if part.iri else Shown(text)
