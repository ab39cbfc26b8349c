"""The command that finds anything by anyone's words."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from pomegraph.ask.api import open_graph
from pomegraph.cli.output import print_line, print_notes
from pomegraph.cli.release import query_options
from pomegraph.search.finder import MOST_FOUND

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pomegraph.content.folder import Content
    from pomegraph.search.found import Found, FoundQuestion, FoundThing

_USUAL = 5


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--limit",
    default=_USUAL,
    type=click.IntRange(1, MOST_FOUND),
    show_default=True,
    help="How many of each at most; of questions five at least.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@query_options
@click.pass_obj
def search(  # noqa: PLR0913 - click gives one argument for each option
    content: Content,
    *,
    words: Sequence[str],
    limit: int,
    form: str,
    release: Path,
    timeout: float,
    services: tuple[str, ...],
) -> None:
    """Find questions, things, documents and claims by any words.

    Questions come with the values that the words name, as the command ask takes them.

    \b
    Examples:
      pomegraph search can I take it with warfarin
      pomegraph search dose on dialysis
      pomegraph search NCT01311687 --format json
    """
    found = open_graph(release, content=content, timeout=timeout, services=services).search(" ".join(words), limit)
    if form == "json":
        click.echo(json.dumps(_describe(found), ensure_ascii=False, indent=1))
        return
    tell_reading(found)
    print_questions(found.questions)
    _print_group("Things", _list_things(found.things))
    _print_group("Documents", _list_things(found.documents))
    _print_group("Claims", ((claim.label, claim.iri) for claim in found.claims))


def print_questions(questions: Iterable[FoundQuestion]) -> None:
    """Print questions with what asks them as they were meant."""
    asked = (each for one in questions for each in one.choices)
    _print_group("Questions", ((one.question.summary, one.command) for one in asked))


def tell_reading(found: Found) -> None:
    """Tell what was read otherwise than it was typed, and what the graph has nothing on."""
    meant = [f"not all of these words are known: this is what fits '{found.meant}'"] if found.meant else []
    print_notes([*meant, *found.notes])


def _list_things(found: Iterable[FoundThing]) -> Iterable[tuple[str, str]]:
    return ((f"{one.thing.label} ({one.thing.kind.replace('-', ' ')})", one.thing.iri) for one in found)


def _print_group(name: str, rows: Iterable[tuple[str, str]]) -> None:
    for number, (text, way) in enumerate(rows):
        if not number:
            print_line(f"{name}:")
        print_line(f"  {text}")
        print_line(f"    {way}")


def _describe(found: Found) -> dict[str, object]:
    told = asdict(found)
    questions = [
        {"stem": one.question.stem, "summary": one.question.summary, "score": one.score, "command": one.command}
        | {"values": [asdict(value) for value in one.values]}
        | {"choices": [each.command for each in one.choices] if one.choosing else []}
        for one in found.questions
    ]
    return told | {"notes": list(found.notes), "questions": questions}
