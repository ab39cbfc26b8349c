"""The command that keeps the answers to all questions."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pomegraph.ask.answers import PARAMETERS, write_answers
from pomegraph.ask.api import EvidenceGraph
from pomegraph.ask.graphs import make_graph
from pomegraph.build.release_builder import build_release
from pomegraph.cli.progress import show_progress
from pomegraph.names import Names
from pomegraph.questions.reading import read_questions
from pomegraph.questions.verified_on import Verified, write_verified

if TYPE_CHECKING:
    from collections.abc import Callable

    from pomegraph.content.folder import Content


@click.command()
@click.option("--update", is_flag=True, help="Write the answers instead of comparing them.")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the answers, and with other values to ask for in parameters.tsv.  [default: tests/answers]",
)
@click.pass_context
def answers(ctx: click.Context, folder: Path | None, *, update: bool) -> None:
    """Compare the answers to all questions with those that are kept.

    Each that differs is told, and makes the exit status 1. With --update, the day and the release are kept in
    queries/verified.tsv, for the pages to tell.

    \b
    Examples:
      pomegraph answers
      pomegraph answers --update
    """
    content: Content = ctx.obj
    folder = folder or content.root / "tests" / "answers"
    if not folder.is_dir():
        raise click.UsageError(f"{folder}: no such folder; give one with --folder")
    with show_progress() as tell:
        tell("making the graph")
        questions = read_questions(content)
        graph = EvidenceGraph(make_graph(content, questions), questions)
        tell("asking")
        given = dict(write_answers(graph, folder))
        verified = _verify(content, tell) if update else None
    changes = _find_changes(folder, given)
    for name, change in changes.items():
        click.echo(f"{name}: {change}")
    if verified:
        _write(folder, given, changes)
        write_verified(content, verified)
    ctx.exit(0 if update or not changes else 1)


def _verify(content: Content, tell: Callable[[str], None]) -> Verified:
    """Return that the answers are those of the release that this content gives."""
    with tempfile.TemporaryDirectory() as place:
        return Verified.today(build_release(content, Path(place, "release"), names=Names(), tell=tell).digest)


def _find_changes(folder: Path, given: dict[str, str]) -> dict[str, str]:
    """Return what is to be told of each file that is not as it should be."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.tsv") if path.name != PARAMETERS}
    changes = {name: _compare(kept.get(name), given.get(name)) for name in sorted(kept.keys() | given.keys())}
    return {name: change for name, change in changes.items() if change}


def _compare(old: str | None, new: str | None) -> str:
    if new is None:
        return "no such question or values"
    if old is None:
        return "new"
    before, after = old.splitlines(), new.splitlines()
    gone, come = len(set(before) - set(after)), len(set(after) - set(before))
    if gone or come:
        return f"{come} rows added, {gone} removed"
    return "" if before == after else "same rows in another order"


def _write(folder: Path, given: dict[str, str], changes: dict[str, str]) -> None:
    for name in changes:
        if name in given:
            (folder / name).write_text(given[name], encoding="utf-8")
        else:
            (folder / name).unlink()
