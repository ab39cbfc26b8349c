"""The command that answers one query on the release."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

import click

from pomegraph.cli.output import print_bytes, print_table
from pomegraph.cli.release import release_option
from pomegraph.errors import QueryError
from pomegraph.release import open_release
from pomegraph.sparql.formats import GRAPH_FORMATS, TABLE_FORMATS, choose_formats
from pomegraph.stores.embedded import answer_query, list_rows, open_store, run_deep, run_query

if TYPE_CHECKING:
    from pathlib import Path
_FORMATS = ("table", *TABLE_FORMATS, *GRAPH_FORMATS)


@click.command()
@click.argument("text", required=False)
@click.option(
    "--file",
    type=click.File("rb"),
    help="File with the query, - for standard input, instead of TEXT.",
)
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), help="Format of the answer.  [default: table, or turtle]"
)
@release_option
def query(text: str | None, file: BinaryIO | None, form: str | None, release: Path) -> None:
    """Run a SPARQL query on the release.

    \b
    Examples:
      pomegraph query 'SELECT ?p { <https://w3id.org/pomegraph/drug/pomalidomide> ?p ?o }'
      pomegraph query --file queries/disagreements.rq --format csv
    """
    if (text is None) == (file is None):
        raise click.UsageError("give the query either as TEXT or with --file")
    folder = open_release(release).store
    asked = _decode(file) if file else text or ""
    answer = run_deep(lambda: _answer(folder, asked, form))
    if isinstance(answer, bytes):
        print_bytes(answer)
    else:
        print_table(*answer)


def _answer(folder: Path, asked: str, form: str | None) -> bytes | tuple[list[str], list[list[str]]]:
    store = open_store(folder)
    if form in {None, "table"}:
        table = list_rows(run_query(store, asked))
        if table is not None:
            return table
    output = io.BytesIO()
    answer_query(store, asked, None, choose_formats(None, form or "turtle")).write(output)
    return output.getvalue()


def _decode(file: BinaryIO) -> str:
    try:
        return file.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError("the query is not UTF-8; save it as UTF-8") from error
