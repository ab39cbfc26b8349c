"""The command that shows and writes what a curator begins with."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from pomegraph.cli.output import print_line
from pomegraph.content.skeletons import write_source_skeleton, write_thing_skeleton
from pomegraph.content.sources import read_facts
from pomegraph.content.templates import TemplateWriter
from pomegraph.content.text import suggest
from pomegraph.content.usage import count_usage
from pomegraph.wording import with_article

if TYPE_CHECKING:
    from pathlib import Path

    from pomegraph.content.folder import Content
    from pomegraph.content.registers import Registry


@click.command()
@click.argument("kind", required=False)
@click.argument("name", metavar="[ID]", required=False)
@click.pass_obj
def template(content: Content, kind: str | None, name: str | None) -> None:
    """Show the keys that a kind of claim, source or thing takes.

    KIND is a kind of claim (dose), the class of what is spoken of (drug, trial), or a kind of source (label). With an
    ID, a source is written to data/sources/, or a thing into its register. Without a KIND all are named.

    \b
    Examples:
      pomegraph template
      pomegraph template adverse-reaction
      pomegraph template drug teclistamab
      pomegraph template label 400-us-label-tecvayli
    """
    # What is wrong elsewhere is told by check, and keeps nobody from beginning.
    facts = read_facts(content, [])
    writer = TemplateWriter(facts.registry, count_usage(facts))
    kinds = {_spell(one): one for one in writer.list_kinds()}
    sources = writer.list_source_kinds()
    wanted = _spell(kind or "")
    if kind is None:
        click.echo(f"claims and things: {', '.join(kinds)}\nsources: {', '.join(sources)}")
    elif wanted in sources:
        text = writer.render_source(name or f"{wanted}-id", wanted, datetime.now(UTC).date().isoformat())
        print_line(_tell(content, write_source_skeleton(content, name, text)) if name else text.removesuffix("\n"))
    elif wanted in kinds:
        if name:
            print_line(_tell(content, _write_thing(content, facts.registry, kinds[wanted], name)))
        print_line(writer.render_claim(kinds[wanted], subject=name or "").removesuffix("\n"))
    else:
        cure = suggest(wanted, [*kinds, *sources], otherwise="pomegraph template names them all")
        raise click.BadParameter(f"there is no kind '{kind}'; {cure}", param_hint="KIND")


def _spell(name: str) -> str:
    """Return the name of a class or of a kind of source as it is typed: lower-case words with hyphens."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[ _]", "-", name).lower()


def _write_thing(content: Content, registry: Registry, kind: str, name: str) -> Path:
    if registry.vocabulary.is_claim(kind):
        raise click.BadParameter(f"{with_article(_spell(kind))} has no id: it stands in a source", param_hint="ID")
    return write_thing_skeleton(content, registry, kind, name)


def _tell(content: Content, path: Path) -> str:
    return f"{content.place(path)}: written; fill it in, then: pomegraph check"
