"""Shows the editor and the results of queries as pages, which need no JavaScript and load nothing from elsewhere."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Response, g, render_template, url_for

from pomegraph.formats import FORMATS, Wanted
from pomegraph.web.answers import check_call
from pomegraph.web.headers import build_location
from pomegraph.web.tables import Cell, Table, read_solutions, read_triples

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pomegraph.engine.data import Status
    from pomegraph.web.answers import Answers, Result
    from pomegraph.web.protocol import Call

MOST_ROWS = 1_000
# What the rows are read from: one line a row, so that the first can be read before the last is there.
_WANTED = Wanted(table="tsv", boolean="json", graph="ntriples")


@dataclass(frozen=True, slots=True)
class Shown:
    """A term as a page shows it.

    Args:
        text: What is read, short.
        link: Where it leads.
        title: What it is in full.
        note: Its language or its datatype.
        more: What stands behind it.
    """

    text: str
    link: str = ""
    title: str = ""
    note: str = ""
    more: tuple[Shown, ...] = ()


def respond_editor(status: Status) -> Response:
    """Return the page with an empty editor."""
    return _respond(render_template("editor.html", status=status), None)


def respond_page(answers: Answers, call: Call, status: Status) -> Response:
    """Run a query and return a page with the beginning of its result.

    Raises:
        PomegraphError: there is no answer.
    """
    g.call = call
    result = answers.fetch(call, check_call(call, _WANTED), _WANTED)
    with closing(result):
        table = _read_table(result)
        if table.total is None:
            # The rest is not read: closing the result stops the query.
            g.record.outcome = "cut"
    g.record.rows = g.record.rows or len(table.rows)
    rows = [[show_cell(cell, status.prefixes, status.base) for cell in row] for row in table.rows]
    page = render_template(
        "result.html",
        columns=table.columns,
        rows=rows,
        total=table.total,
        form=result.form,
        seconds=g.record.ran,
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


def _read_table(result: Result) -> Table:
    if result.form == "ASK":
        answer = json.loads(b"".join(result.body))["boolean"]
        return Table(["answer"], [[Cell("true" if answer else "false")]], 1)
    read = read_solutions if result.form == "SELECT" else read_triples
    return read(result.body, MOST_ROWS, count=result.size is not None)


def show_cell(cell: Cell, prefixes: Mapping[str, str], base: str | None) -> Shown:
    """Return a term as a page shows it: an IRI short, and as a link if it is an address or one of our own things."""
    if cell.iri is None:
        return Shown(cell.text, note=cell.note)
    found = max((item for item in prefixes.items() if cell.iri.startswith(item[1])), key=_measure, default=None)
    text = f"{found[0]}:{cell.iri.removeprefix(found[1])}" if found else cell.text
    if base is not None and cell.iri.startswith(base):
        link = describe_address(cell.iri)
    else:
        # Anything else, such as javascript:, must not be followed.
        link = cell.iri if cell.iri.startswith(("https://", "http://")) else ""
    return Shown(text, link, cell.text)


def describe_address(iri: str) -> str:
    """Return the address of the page with what the graph says of an IRI."""
    return url_for("describe.show") + "?" + urlencode({"iri": iri})


def _measure(prefix: tuple[str, str]) -> int:
    return len(prefix[1])


def _link_formats(call: Call, form: str) -> dict[str, str]:
    """Return the addresses of a result in all its formats; none if they were too long."""
    endpoint = url_for("sparql.answer")
    links = {name: build_location(f"{endpoint}.{each.extension}", call) for name, each in FORMATS[form].items()}
    return {name: link for name, link in links.items() if link}
