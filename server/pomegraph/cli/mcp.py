"""The command that offers the questions as tools."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from pomegraph.ask.api import EvidenceGraph, import_package
from pomegraph.ask.graphs import run_engine
from pomegraph.ask.tools import Toolbox
from pomegraph.cli.release import release_option
from pomegraph.content.forms import find_forms
from pomegraph.engine.limits import Limits
from pomegraph.questions.reading import read_questions

if TYPE_CHECKING:
    from pathlib import Path

    from pomegraph.content.folder import Content


@click.command()
@release_option
@click.option(
    "--timeout",
    default=30.0,
    type=click.FloatRange(0, 86400, min_open=True),
    envvar="POMEGRAPH_TIMEOUT",
    show_default=True,
    show_envvar=True,
    help="Seconds that a query may run.",
)
@click.pass_obj
def mcp(content: Content, release: Path, timeout: float) -> None:
    """Offer the questions as tools to language models (MCP).

    It speaks the Model Context Protocol on standard input and output, and needs the package mcp:
    pip install 'pomegraph[mcp]'.

    \b
    Example of an entry in the settings of a program that starts such servers:
      {"command": "pomegraph", "args": ["mcp", "--release", "/srv/pomegraph/release"]}
    """
    import_package("mcp")
    questions, forms = read_questions(content), find_forms(content.aliases)
    with run_engine(release, Limits(timeout=timeout)) as graph:
        import_module("pomegraph.ask.mcp").serve_tools(Toolbox(EvidenceGraph(graph, questions, forms)))
