"""The command that downloads records of a public service."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from pomegraph.cli.output import print_line
from pomegraph.cli.progress import show_progress
from pomegraph.records.fetching.download import Wish, download
from pomegraph.records.fetching.services import SERVICES
from pomegraph.records.fetching.transport import Politeness


@click.command("fetch")
@click.argument("source", type=click.Choice(sorted(SERVICES)))
@click.argument("query")
@click.option(
    "--output", type=click.Path(path_type=Path), default=None, help="Folder of the pages.  [default: records/SOURCE]"
)
@click.option("--address", default="", help="Where the service answers, if not at its own address.")
@click.option(
    "--interval",
    type=click.FloatRange(min=0),
    default=None,
    help="Seconds between two requests, if not those asked for.",
)
def fetch(source: str, query: str, output: Path | None, address: str, interval: float | None) -> None:
    """Download records of a public service.

    QUERY is what its search understands: for clinicaltrials an expression or numbers, for openfda-label a search
    such as openfda.generic_name:pomalidomide, for chembl-mechanism a molecule such as CHEMBL43452.

    The pages are kept as they come. The same command goes on where an earlier one ended, and brings a whole download up
    to date. What is not on its own page yet is not lost: nothing is written half.

    \b
    Examples:
      pomegraph fetch clinicaltrials "pomalidomide AND multiple myeloma" --output records/pomalidomide
      pomegraph import clinicaltrials records/pomalidomide
    """
    service = SERVICES[source]
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    folder = output or Path("records", source)
    pace = Politeness(service.interval if interval is None else interval)
    with show_progress() as tell:
        found = download(Wish(service, query, today, address, pace), folder, tell)
    print_line(
        f"{folder}: {found.records:,} records in {found.pages:,} pages; {found.new:,} new, {found.changed:,} changed, "
        f"{found.gone:,} gone since the last download"
    )
    if found.total is not None and found.total != found.records:
        click.echo(
            f"{service.label} told of {found.total:,} records; run the command again to see what it has now", err=True
        )
