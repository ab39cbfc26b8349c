"""The command that sends a release to another store."""

from __future__ import annotations

import os
from typing import Any

import click

from pomegraph.build.loading import PART_SIZE, load_release
from pomegraph.cli.progress import show_progress
from pomegraph.cli.release import release_option
from pomegraph.release import open_release
from pomegraph.stores.credentials import read_credentials
from pomegraph.stores.graphstore import Target, find_query_url

_CREDENTIALS = "POMEGRAPH_LOAD"


@click.command()
@click.argument("url")
@release_option
@click.option("--query-url", metavar="URL", help="Where the store takes queries.  [default: told from the end of URL]")
@click.option(
    "--default-graph", metavar="IRI", help="Named graph that takes the default graph, in a store without one."
)
@click.option(
    "--part-size", default=PART_SIZE, show_default=True, type=click.IntRange(1, 10_000_000), help="Triples of one part."
)
def load(url: str, **given: Any) -> None:
    """Send the release to another store, and count what arrived.

    URL is where the store takes the SPARQL 1.1 Graph Store Protocol. Each graph of the release replaces the one of
    its name. Called again after a failure, it goes on where it was. Values are sent as they are written; a store may
    keep numbers, dates and durations by their value, as Oxigraph does, and give 01 back as 1.
    Credentials come from POMEGRAPH_LOAD_TOKEN, or POMEGRAPH_LOAD_USER and POMEGRAPH_LOAD_PASSWORD; they go over
    plain HTTP to another machine only with POMEGRAPH_LOAD_PLAIN_HTTP=1.

    \b
    Examples:
      pomegraph load http://127.0.0.1:3030/ds/data
      pomegraph load http://127.0.0.1:8890/sparql-graph-crud-auth --default-graph https://example.org/pomegraph
    """
    target = Target(
        graphs_url=url,
        query_url=given["query_url"] or find_query_url(url),
        credentials=read_credentials(os.environ, _CREDENTIALS),
        default_graph=given["default_graph"],
    )
    with show_progress() as tell:
        loaded = load_release(open_release(given["release"]), target, part_size=given["part_size"], tell=tell)
    if loaded.rewritten.count:
        click.echo(f"{loaded.rewritten}; other stores may do the same", err=True)
    parts = f"{loaded.sent} parts sent now, {loaded.skipped} before"
    click.echo(f"{loaded.triples} triples in {len(loaded.graphs)} graphs; {parts}")
