"""The group of all commands."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import click

from pomegraph.cli.answers import answers
from pomegraph.cli.ask import ask
from pomegraph.cli.content import build, check, diff, verify
from pomegraph.cli.load import load
from pomegraph.cli.mcp import mcp
from pomegraph.cli.model import model
from pomegraph.cli.query import query
from pomegraph.cli.release import release
from pomegraph.cli.serve import serve
from pomegraph.cli.trace import trace
from pomegraph.content.folder import Content
from pomegraph.errors import PomegraphError
from pomegraph.version import __version__
from pomegraph.wording import show_hidden


class _Group(click.Group):
    """Turns every error that is not a bug into one message and exit status 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except PomegraphError as error:
            click.echo(show_hidden(str(error)), err=True)
            ctx.exit(1)
        except OSError as error:
            # A closed pipe is dealt with further out.
            if error.errno != errno.ENOSPC or error.filename:
                raise
            click.echo(
                "cannot write the output: no space is left where it goes; make some, or write it elsewhere", err=True
            )
            # What is still held back would fail once more at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pomegraph")
@click.option(
    "--content",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="POMEGRAPH_CONTENT",
    show_envvar=True,
    help="Folder with ontology/, data/ and queries/, instead of the one that comes with the package.",
)
@click.pass_context
def main(ctx: click.Context, content: Path | None) -> None:
    """Build, check, serve and query Pomegraph, an evidence graph for cancer drugs.

    \b
    Examples:
      pomegraph serve
      pomegraph query 'SELECT * { ?drug a <https://w3id.org/pomegraph/ontology#Drug> } LIMIT 5'
      pomegraph --content my-content check
    """
    ctx.obj = Content(content.resolve()) if content else Content.default()


for command in (check, build, serve, ask, query, load, mcp, verify, diff, release, answers, model, trace):
    main.add_command(command)
