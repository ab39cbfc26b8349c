"""The group of all commands."""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module
from keyword import iskeyword
from pathlib import Path

import click

from pomegraph.content.folder import Content
from pomegraph.errors import PomegraphError
from pomegraph.version import __version__
from pomegraph.wording import show_hidden

# Each command by its name, and the module of this package that holds it.
_COMMANDS = {
    "answers": "answers",
    "ask": "ask",
    "build": "content",
    "check": "content",
    "diff": "content",
    "fetch": "fetch",
    "import": "records",
    "kgx": "kgx",
    "load": "load",
    "mcp": "mcp",
    "model": "model",
    "query": "query",
    "release": "release",
    "search": "search",
    "serve": "serve",
    "template": "template",
    "trace": "trace",
    "verify": "content",
}


class _Group(click.Group):
    """Imports a command when it is used, and turns every error that is not a bug into one message and exit status 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - so says click
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - so says click
        if cmd_name not in _COMMANDS:
            return None
        # PEP 8: what would be called like a keyword of Python has an underscore behind it.
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(import_module(f"pomegraph.cli.{_COMMANDS[cmd_name]}"), name)
        return command

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
