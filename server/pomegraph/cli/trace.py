"""The command that tells which trials figures are from."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pomegraph.cli.output import print_bytes, print_table
from pomegraph.evidence.attribution import Tracer
from pomegraph.evidence.figures import read_figures
from pomegraph.evidence.words import read_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.content.folder import Content
    from pomegraph.evidence.attribution import Attribution

_COLUMNS = ("id", "verdict", "trials", "claims", "reason")


@click.command(short_help="Tell which trials figures are from.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--primary",
    required=True,
    type=click.Path(exists=True, dir_okay=False),
    help="Primary figures, with trial and arm.",
)
@click.option("--format", "form", default="table", type=click.Choice(["table", "csv", "json"]), show_default=True)
@click.pass_obj
def trace(content: Content, /, **given: Any) -> None:
    """Tell for each figure of FILE (CSV, TSV, JSON or JSON lines; - is standard input) which trial it is from.

    The columns are id, drug, regimen, disease, population, trial, measure, value or low and high, unit, follow_up; any
    cell may be empty. A row is answered with a verdict (confirm, attribute, correct, keep, several, none, doubtful),
    the trials, the primary claims and the reason.

    \b
    Examples:
      pomegraph trace draft.csv --primary figures.tsv
      pomegraph trace draft.csv --primary figures.tsv --format json
    """
    name = given["file"]
    data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    primary = Path(given["primary"])
    tracer = Tracer(read_figures(primary.read_bytes(), primary.name), read_words(content.aliases))
    verdicts = [tracer.trace(figure) for figure in read_figures(data, "standard input" if name == "-" else name)]
    _print(verdicts, given["form"])


def _print(verdicts: Sequence[Attribution], form: str) -> None:
    if form == "json":
        rows = [{name: asdict(verdict)[name] for name in _COLUMNS} for verdict in verdicts]
        print_bytes(json.dumps(rows, ensure_ascii=False, indent=1).encode())
        return
    cells = [[one.id, one.verdict, "; ".join(one.trials), "; ".join(one.claims), one.reason] for one in verdicts]
    if form == "table":
        print_table(_COLUMNS, cells)
        return
    output = io.StringIO(newline="")
    csv.writer(output).writerows([_COLUMNS, *cells])
    print_bytes(output.getvalue().encode())
