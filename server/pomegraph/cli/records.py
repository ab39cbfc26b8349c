"""The command that imports records of public sources."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pomegraph.cli.cluster import SPARK, engine_options
from pomegraph.cli.content import layers_option
from pomegraph.cli.output import print_line
from pomegraph.cli.progress import show_progress
from pomegraph.cluster.importing import convert_on_spark
from pomegraph.cluster.session import open_spark
from pomegraph.content.values import canonical
from pomegraph.records.context import Edition, read_context
from pomegraph.records.importers import IMPORTERS
from pomegraph.records.importing import convert_files, import_records
from pomegraph.wording import show_hidden

if TYPE_CHECKING:
    from pomegraph.content.folder import Content
    from pomegraph.records.gathering import Gathered

_SHOWN = 20


def _check_date(_ctx: click.Context, _param: click.Parameter, text: str) -> str:
    if text and canonical(text, "date") is None:
        raise click.BadParameter("write a day as YYYY-MM-DD")
    return text


@click.command("import")
@click.argument("source", type=click.Choice(sorted(IMPORTERS)))
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--output", type=click.Path(path_type=Path), help="Folder of the layer.  [default: layers/SOURCE]", default=None
)
@click.option("--edition", default="", help="Version of the source, where its records do not tell it.")
@click.option(
    "--retrieved", metavar="YYYY-MM-DD", default="", callback=_check_date, help="Day on which the records were fetched."
)
@click.option("--known-diseases", is_flag=True, help="Only records on a disease of the content or of its layers.")
@click.option("--adverse-events", is_flag=True, help="Adverse events of trials too, which are many.")
@layers_option
@engine_options
@click.pass_context
def import_(ctx: click.Context, /, source: str, paths: tuple[Path, ...], output: Path | None, **options: Any) -> None:
    """Turn records of a public source into a layer.

    A PATH is a file, a folder of files, or an archive (.zip, .tar.gz); a file may be packed, and hold a record a line.
    What is wrong is told and left out; the exit status is 1 then, and the layer holds the rest.

    \b
    Examples:
      pomegraph import clinicaltrials records/pomalidomide --retrieved 2026-11-26
      pomegraph build --layer layers/clinicaltrials
      pomegraph import clinicaltrials /shared/studies --engine spark --spark-master spark://host:7077
    """
    content: Content = replace(ctx.obj, more_layers=options["layers"])
    folder = output or Path("layers", source)
    importer = IMPORTERS[source]
    edition = Edition(
        folder.resolve().name,
        options["edition"],
        options["retrieved"],
        selective=options["known_diseases"],
        events=options["adverse_events"],
    )
    with ExitStack() as stack:
        tell = stack.enter_context(show_progress())
        tell("reading the content")
        context = read_context(content, edition)
        if options["engine"] == SPARK:
            spark = stack.enter_context(open_spark(options["master"]))
            convert = convert_on_spark(spark, importer, context, paths)
        else:
            convert = convert_files(importer, context, content, paths)
        found = import_records(importer, context, convert, output=folder, tell=tell)
    _tell(found, folder)
    ctx.exit(1 if found.left_out else 0)


def _tell(found: Gathered, folder: Path) -> None:
    """Print what became of the records: the layer and its counts as output, what was left out beside it."""
    for one in found.left_out[:_SHOWN]:
        click.echo(show_hidden(f"{one.place}: {one.reason}; left out"), err=True)
    rest = len(found.left_out) - _SHOWN
    if rest > 0:
        click.echo(f"and {rest:,} more, in {folder}/layer.json", err=True)
    counts = dict(found.counts)
    told = ", ".join(f"{counts.get(name, 0):,} {name}" for name in ("records", "claims", "things", "mappings"))
    open_ = sum(one.times for one in found.unresolved)
    print_line(f"{folder}: {told}; {open_:,} names left open, {len(found.left_out):,} left out")
