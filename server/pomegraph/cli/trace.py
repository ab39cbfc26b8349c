"""The command that tells which trials figures are from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pomegraph.ask.api import open_graph
from pomegraph.ask.tracing import open_tracer
from pomegraph.cli.output import print_bytes, print_table
from pomegraph.cli.release import release_option
from pomegraph.evidence.attribution import Tracer
from pomegraph.evidence.figures import read_figures
from pomegraph.evidence.rendering import COLUMNS, list_cells, render_cells, render_json
from pomegraph.evidence.words import read_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.content.folder import Content
    from pomegraph.evidence.attribution import Attribution

_FORMATS = ["table", "csv", "tsv", "json"]


@click.command(short_help="Tell which trials figures are from.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--primary",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Table of primary figures, with trial and arm, instead of those of the release.",
)
@release_option
@click.option("--format", "form", default="table", type=click.Choice(_FORMATS), show_default=True)
@click.pass_obj
def trace(content: Content, /, **given: Any) -> None:
    """Tell for each figure of FILE (CSV, TSV, JSON or JSON lines; - is standard input) which trial it is from.

    The columns are id, drug, regimen, comparator, disease, population, trial, measure, value or low and high, unit,
    follow_up; any cell may be empty. A row is answered with a verdict (confirm, attribute, correct, keep, several,
    none, doubtful), the trials, the primary claims and the reason.

    \b
    Examples:
      pomegraph trace draft.csv
      pomegraph trace draft.csv --format json
      pomegraph trace draft.csv --primary figures.tsv
    """
    name = given["file"]
    data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    figures = read_figures(data, "standard input" if name == "-" else name)
    tracer = _open_tracer(content, given["primary"], given["release"])
    _print([tracer.trace(figure) for figure in figures], given["form"])


def _open_tracer(content: Content, primary: Path | None, release: Path) -> Tracer:
    words = read_words(content.aliases)
    if primary is None:
        return open_tracer(open_graph(release, content=content), words)
    return Tracer(read_figures(primary.read_bytes(), primary.name), words)


def _print(verdicts: Sequence[Attribution], form: str) -> None:
    if form == "table":
        print_table(COLUMNS, list_cells(verdicts))
    elif form == "json":
        print_bytes(render_json(verdicts))
    else:
        print_bytes(render_cells(verdicts, "\t" if form == "tsv" else ","))
