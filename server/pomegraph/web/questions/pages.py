"""Shows questions as pages: the list of all, and each with its form, its answer, and where the answer comes from."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin

from flask import Response, render_template, request, url_for

from pomegraph.charts.words import describe_chart, spell_out
from pomegraph.questions.additions import LABELS, extend_columns, list_additions
from pomegraph.questions.catalogue import group_questions
from pomegraph.questions.schema import name_term
from pomegraph.search.found import FoundQuestion
from pomegraph.sparql.formats import Wanted
from pomegraph.sparql.results import TABLE_FORMS
from pomegraph.web.headers import build_location, mark_checked
from pomegraph.web.questions.described import DESCRIPTIONS
from pomegraph.web.questions.extended import list_shown, show_added
from pomegraph.web.questions.forms import name_terms, name_values
from pomegraph.web.questions.json_rows import fetch_part, list_extensions
from pomegraph.web.questions.labels import ShownColumn, build_columns, build_labels, list_ends, name_cells, show_rows
from pomegraph.web.questions.pictures import PICTURES
from pomegraph.web.questions.request import build_address, list_iris, list_steps, locate_offer
from pomegraph.web.results import check_call
from pomegraph.web.sparql.preview import read_triples
from pomegraph.web.terms import Shown

if TYPE_CHECKING:
    from pomegraph.sparql.results import Table
    from pomegraph.web.log import QueryRecord
    from pomegraph.web.questions.forms import Form
    from pomegraph.web.questions.request import AskedQuestion, QuestionService

ROWS = 100
# Of a search.
_MOST_FOUND, _LONGEST = 10, 1_000
# However many are asked for: a page takes much more memory than its rows.
MOST_ROWS = 1_000
_TABLE, _GRAPH = Wanted("json", "json", None), Wanted(None, None, "ntriples")
# Files that a spreadsheet opens, and what describes the first.
_OPENED = ("csv", "tsv", *DESCRIPTIONS)
_NAMES = {
    "json": "JSON",
    "srj": "SPARQL JSON",
    "xml": "XML",
    "csv": "CSV",
    "tsv": "TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF/XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nq": "N-Quads",
}


def find_questions(service: QuestionService, words: str, tag: str) -> list[FoundQuestion]:
    """Return the questions with a tag, if one is given; if there are words, those that fit them best, filled in."""
    if not words.strip():
        return [FoundQuestion(each, (), 0.0) for each in service.catalogue if not tag or tag in each.tags]
    found = service.open_finder().find(words[:_LONGEST], most=len(list(service.catalogue))).questions
    return [each for each in found if not tag or tag in each.question.tags][:_MOST_FOUND]


def respond_list(service: QuestionService, words: str, tag: str) -> Response:
    """Return the page with all questions by who asks them, or those that are searched for, the best first."""
    found = find_questions(service, words, tag)
    questions = [each.question for each in found]
    page = render_template(
        "questions.html",
        groups={tag: questions} if words or tag else group_questions(questions),
        links={each.question.stem: f"{request.script_root}/{each.path}" for each in found},
        count=len(found),
        tags=sorted({name for question in service.catalogue for name in question.tags}),
        words=words,
        notes=service.open_finder().find(words[:_LONGEST]).notes if words.strip() else (),
        tag=tag,
    )
    return _respond(page)


def respond_form(service: QuestionService, form: Form) -> Response:
    """Return the page of a question that cannot be answered before something is given."""
    must = [one for one in form.question.parameters if one.required]
    pairs = [(one.name, name_term(term)) for one in must for term in one.default]
    page = render_template(
        "question.html",
        form=form,
        status=service.engine.status,
        asked=None,
        example=f"{url_for('questions.answer', name=form.question.stem)}?{urlencode(pairs)}",
        example_words=", ".join(
            f"{spell_out(one.name)}: {name_terms(one.default, service.list_things())}" for one in must
        ),
    )
    return _respond(page)


def respond_question(service: QuestionService, asked: AskedQuestion, form: Form, record: QueryRecord) -> Response:
    """Answer a question and return a page with a part of the rows.

    Raises:
        PomegraphError: there is no answer.
    """
    is_graph = asked.question.form not in TABLE_FORMS
    read = _read_graph if is_graph else _read_rows
    page = render_template(
        "question.html",
        form=form,
        asked=asked,
        status=service.engine.status,
        caption=name_values(asked.told, service.list_things()),
        columns_meaning=extend_columns(asked.question, _leave_labels(asked).additions),
        is_graph=is_graph,
        is_as_it_stands=not any(asked.given.values()),
        now=datetime.now(UTC),
        **_list_ways(asked, "ttl" if is_graph else "csv"),
        **read(service, asked, record),
    )
    return _respond(page)


def _list_ways(asked: AskedQuestion, data: str) -> dict[str, Any]:
    """Return how to get the same answer elsewhere: as files, in the editor, by a command that gets one format."""
    return {
        "downloads": {_NAMES[each]: _locate_file(asked, each) for each in list_extensions(asked.question)},
        "description": _locate_file(asked, DESCRIPTIONS[0]) if data == "csv" else None,
        "editor": build_location(url_for("sparql.answer"), asked.call),
        "command": f"curl {shlex.quote(urljoin(request.url_root, build_address(asked, data)))}",
    }


def _locate_file(asked: AskedQuestion, extension: str) -> str:
    """Return the address of an answer as a file; a table that people open has names beside IRIs."""
    is_named = extension in _OPENED and LABELS in list_additions(asked.question)
    chosen = replace(asked, additions=tuple({LABELS: None, **dict.fromkeys(asked.additions)})) if is_named else asked
    return build_address(chosen, extension)


def _read_rows(service: QuestionService, asked: AskedQuestion, record: QueryRecord) -> dict[str, Any]:
    shown = replace(asked, limit=_count_shown(asked))
    part = fetch_part(service, shown, check_call(asked.call, _TABLE, record), record)
    table = part.whole or part.rows
    columns, ends = build_columns(asked.question, table), list_ends(asked.question)
    names = [column.name for column in columns]
    shown_labels = build_labels(service, list_iris(part.rows))
    added = service.find_added(_leave_labels(asked), part.rows)
    rows = show_rows(service, part.rows, names, shown_labels, is_told=bool(added.columns))
    is_drawn = asked.question.chart is not None and part.whole is not None and bool(table.rows)
    return {
        "release": part.version,
        **_tell_meta(service, asked, part.total),
        "columns": [*columns, *list_shown(added)],
        "empty": [spell_out(name) for name in table.columns if name not in {*names, *ends}],
        "ends": [spell_out(name) for name in ends],
        "rows": [[*row, *more] for row, more in zip(rows, show_added(added, shown_labels), strict=True)],
        "sources": list(shown_labels.background.sources.values()),
        "is_part": part.whole is None,
        "total": part.total,
        "first": asked.offset + 1,
        "steps": _build_steps(asked, part.total),
        "chart": _build_chart(asked, name_cells(service, asked.question, table)) if is_drawn else {},
    }


def _leave_labels(asked: AskedQuestion) -> AskedQuestion:
    """Return what is asked without the labels: a page shows things by these anyway."""
    return replace(asked, additions=tuple(name for name in asked.additions if name != LABELS))


def _tell_meta(service: QuestionService, asked: AskedQuestion, total: int) -> dict[str, Any]:
    """Return what the page says before the rows, and where each offer leads."""
    meta = service.find_meta(asked, total)
    links = {name: [(one, locate_offer(one)) for one in getattr(meta, name)] for name in ("offers", "left_out")}
    return {"meta": meta, **links}


def _count_shown(asked: AskedQuestion) -> int:
    """Return how many rows a page has at most."""
    return min(asked.limit or ROWS, MOST_ROWS)


def _read_graph(service: QuestionService, asked: AskedQuestion, record: QueryRecord) -> dict[str, Any]:
    result = service.results.fetch(asked.call, check_call(asked.call, _GRAPH, record), _GRAPH, record)
    table = read_triples(result.body, ROWS, count=True)
    result.close()
    shown = build_labels(service, {cell.iri for row in table.rows for cell in row if cell.iri})
    return {
        "release": result.version,
        **_tell_meta(service, asked, table.total or 0),
        "columns": [ShownColumn(name, name, "", is_number=False) for name in table.columns],
        "rows": [[shown.show_iri(cell.iri) if cell.iri else Shown(cell.text) for cell in row] for row in table.rows],
        "total": table.total,
        "first": 1,
        "steps": {},
        "chart": {},
    }


def _build_steps(asked: AskedQuestion, total: int) -> dict[str, str]:
    """Return the addresses of the other parts of a long answer."""
    limit = _count_shown(asked)
    if total <= limit and not asked.offset:
        return {}
    steps = list_steps(limit, asked.offset, total)
    return {name: build_address(asked, limit=asked.limit, offset=offset) for name, offset in steps.items()}


def _build_chart(asked: AskedQuestion, table: Table) -> dict[str, str]:
    """Return the addresses of the picture and its specification, and what it shows in words; nothing if it is empty."""
    words = describe_chart(asked.question, table)
    if words is None:
        return {}
    drawn = replace(asked, additions=())
    return {"words": words, **{name: build_address(drawn, name) for name in PICTURES}}


def _respond(page: str) -> Response:
    response = Response(page)
    mark_checked(response)
    return response
