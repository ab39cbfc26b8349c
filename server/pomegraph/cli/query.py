"""The command that answers one query on the release."""

from __future__ import annotations

from typing import Any, BinaryIO

import click

from pomegraph.ask.graphs import open_files, open_release_graph
from pomegraph.cli.data import data_options, read_manner
from pomegraph.cli.output import print_bytes, print_table
from pomegraph.cli.release import query_options
from pomegraph.engine.limits import Limits
from pomegraph.errors import QueryError
from pomegraph.sparql.formats import GRAPH_FORMATS, TABLE_FORMATS, choose_formats
from pomegraph.sparql.outline import read_outline
from pomegraph.sparql.results import TABLE_FORMS
from pomegraph.stores.embedded import read_rows

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
@data_options("File of RDF to query instead of the release, packed or not")
@query_options
def query(text: str | None, file: BinaryIO | None, form: str | None, **given: Any) -> None:
    """Run a SPARQL query on the release, or on files.

    \b
    Examples:
      pomegraph query 'SELECT ?p { <https://w3id.org/pomegraph/drug/pomalidomide> ?p ?o }'
      pomegraph query --file queries/disagreements.rq --format csv
      pomegraph query --data mine.ttl.gz 'SELECT * { ?s ?p ?o } LIMIT 5'
    """
    if (text is None) == (file is None):
        raise click.UsageError("give the query either as TEXT or with --file")
    limits = Limits(timeout=given["timeout"], services=given["services"])
    files = given["files"]
    graph = open_files(files, read_manner(given), limits) if files else open_release_graph(given["release"], limits)
    asked = _decode(file) if file else text or ""
    is_table = form in {None, "table"} and read_outline(asked).form in TABLE_FORMS
    wanted = choose_formats(None, "json" if is_table else form or "turtle")
    answer = graph.run(asked, wanted)
    if is_table:
        print_table(*read_rows(answer))
    else:
        print_bytes(answer)


def _decode(file: BinaryIO) -> str:
    try:
        return file.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError("the query is not UTF-8; save it as UTF-8") from error
