"""Shows the editor and the results of queries as pages, which need no JavaScript and load nothing from elsewhere."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

from flask import Response, render_template, url_for

from pomegraph.sparql.formats import FORMATS, Wanted
from pomegraph.web.headers import build_location
from pomegraph.web.results import check_call
from pomegraph.web.sparql.preview import Preview, read_solutions, read_triples
from pomegraph.web.terms import Term, show_cell

if TYPE_CHECKING:
    from pomegraph.engine.data import Status
    from pomegraph.web.log import QueryRecord
    from pomegraph.web.protocol import Call
    from pomegraph.web.results import OpenResult, Results

_MOST_ROWS = 1_000
# What the rows are read from: one line a row, so that the first can be read before the last is there.
_WANTED = Wanted(table="tsv", boolean="json", graph="ntriples")


def respond_editor(status: Status) -> Response:
    """Return the page with an empty editor."""
    return _respond(render_template("editor.html", status=status), None)


def respond_page(results: Results, call: Call, status: Status, record: QueryRecord) -> Response:
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
    rows = [[show_cell(cell, status.prefixes, status.base) for cell in row] for row in table.rows]
    page = render_template(
        "result.html",
        call=call,
        columns=table.columns,
        rows=rows,
        total=table.total,
        is_narrowed=table.is_narrowed,
        form=result.form,
        links=_link_formats(call, result.form),
        permanent=build_location(url_for("sparql.answer"), call),
    )
    return _respond(page, call)


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
