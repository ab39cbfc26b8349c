"""The options that name files of RDF, and how they are read."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pomegraph.cli.release import setting
from pomegraph.files.contexts import ContextFile, read_option
from pomegraph.files.reading import Manner

if TYPE_CHECKING:
    from collections.abc import Callable


class _Context(click.ParamType[ContextFile]):
    """A file with a context of JSON-LD, and the address that it stands for."""

    name = "context"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> ContextFile:
        found = read_option(str(value))
        if found is None:
            self.fail(f"{value!r} names no file that is there; give FILE, or IRI=FILE", param, ctx)
        return found


def data_options(of: str, *, with_settings: bool = False) -> Callable[[Any], Any]:
    """Return what gives a command the options that name files.

    Args:
        of: What the help says that they are.
        with_settings: Whether the environment may name them too.
    """
    option: Callable[..., Any] = partial(setting, show_default=False) if with_settings else click.option
    file = click.Path(exists=True, dir_okay=False, path_type=Path)

    def add(command: Any) -> Any:
        command = option(
            "--context",
            "contexts",
            multiple=True,
            type=_Context(),
            metavar="[IRI=]FILE",
            help="File with the context of JSON-LD that lies at an address, or at any; may be repeated.",
        )(command)
        command = option(
            "--skip-bad",
            is_flag=True,
            help="Leave out lines of N-Triples and N-Quads that cannot be read, and count them.",
        )(command)
        return option("--data", "files", multiple=True, type=file, help=f"{of}; may be repeated.")(command)

    return add


def read_manner(given: dict[str, Any]) -> Manner:
    """Return how files are read by what the options say."""
    return Manner(given["skip_bad"], tuple(given["contexts"]))
