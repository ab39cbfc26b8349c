"""Shows the editor and the results of queries as pages, which need no JavaScript and load nothing from elsewhere.

Where there is script it takes the result out of the page of a result, and does more with both.
"""

from __future__ import annotations

import json
import re
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from flask import Response, render_template, url_for

from pomegraph.errors import PomegraphError
from pomegraph.sparql.formats import FORMATS, Wanted
from pomegraph.web.headers import build_location
from pomegraph.web.results import check_call
from pomegraph.web.sparql.preview import Preview, read_solutions, read_triples
from pomegraph.web.terms import Shown, Term, show_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pomegraph.engine.data import Status
    from pomegraph.web.log import QueryRecord
    from pomegraph.web.protocol import Call
    from pomegraph.web.results import OpenResult, Results

_MOST_ROWS = 1_000
# What the rows are read from: one line a row, so that the first can be read before the last is there.
_WANTED = Wanted(table="tsv", boolean="json", graph="ntriples")
# IRIs of a page that are named: more of them nobody reads.
_MOST_NAMED = 2_000
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
FindLabels: TypeAlias = "Callable[[Iterable[str]], Mapping[str, str]]"


@dataclass(frozen=True, slots=True)
class Naming:
    """What pages name IRIs by: the prefixes of the data, and what finds labels in them."""

    status: Status
    find_labels: FindLabels

    def label(self, rows: Iterable[Iterable[Term]]) -> Mapping[str, str]:
        """Return the labels of the IRIs in some rows; none if they cannot be had."""
        names = dict.fromkeys(cell.iri for row in rows for cell in row if cell.iri is not None)
        # A store elsewhere would be asked for each page, and a page without labels is better than none.
        if self.status.store != "remote":
            with suppress(PomegraphError):
                return self.find_labels(list(names)[:_MOST_NAMED])
        return {}


def respond_editor(status: Status) -> Response:
    """Return the page with an empty editor."""
    return _respond(render_template("editor.html", status=status), None)


def respond_page(results: Results, call: Call, naming: Naming, record: QueryRecord) -> Response:
    """Run a query and return a page with the beginning of its result.

    Raises:
        PomegraphError: there is no answer.
    """
    result = results.fetch(call, check_call(call, _WANTED, record), _WANTED, record)
    with closing(result):
        table = _read_table(result)
        if table.total is None:
            # The rest is not read: closing the result stops the query.
            record.outcome = "cut"
    record.rows = record.rows or len(table.rows)
    numbers = [_holds_numbers(table, place) for place in range(len(table.columns))]
    page = render_template(
        "result.html",
        call=call,
        columns=table.columns,
        rows=_show_rows(table, naming),
        numbers=numbers,
        # There is something to draw, and what it is of.
        chart=build_location(url_for("editor.draw", shape="svg"), call) if any(numbers) and len(numbers) > 1 else None,
        total=table.total,
        is_narrowed=table.is_narrowed,
        form=result.form,
        links=_link_formats(call, result.form),
        permanent=build_location(url_for("sparql.answer"), call),
    )
    return _respond(page, call)


def _show_rows(table: Preview, naming: Naming) -> list[list[Shown]]:
    status, labels = naming.status, naming.label(table.rows)
    return [
        [show_cell(cell, status.prefixes, status.base, labels.get(cell.iri or "", "")) for cell in row]
        for row in table.rows
    ]


def _holds_numbers(table: Preview, place: int) -> bool:
    """Tell whether all that a column holds looks like numbers."""
    told = [row[place] for row in table.rows if row[place].text]
    return bool(told) and all(cell.iri is None and _NUMBER.fullmatch(cell.text) for cell in told)


def _respond(page: str, call: Call | None) -> Response:
    response = Response(page)
    response.headers["Cache-Control"] = "no-cache"
    if call is None or call.format is None:
        response.vary.add("Accept")
    return response


def _read_table(result: OpenResult) -> Preview:
    if result.form == "ASK":
        answer = json.loads(b"".join(result.body))["boolean"]
        return Preview(["answer"], [[Term("true" if answer else "false")]], 1)
    read = read_solutions if result.form == "SELECT" else read_triples
    return read(result.body, _MOST_ROWS, count=result.size is not None)


def _link_formats(call: Call, form: str) -> dict[str, str]:
    """Return the addresses of a result in all its formats; none if they were too long."""
    endpoint = url_for("sparql.answer")
    links = {name: build_location(f"{endpoint}.{each.extension}", call) for name, each in FORMATS[form].items()}
    return {name: link for name, link in links.items() if link}
