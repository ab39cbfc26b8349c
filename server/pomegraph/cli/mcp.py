"""The command that offers tools to language models."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from pomegraph.agents.few_tools import FewTools
from pomegraph.agents.schema_text import SchemaText
from pomegraph.agents.texts import Library
from pomegraph.ask.api import EvidenceGraph
from pomegraph.ask.desks import open_desk
from pomegraph.ask.graphs import run_engine
from pomegraph.ask.packages import import_package
from pomegraph.ask.tools import QuestionTools
from pomegraph.cli.release import release_option, setting
from pomegraph.content.habits import find_habits
from pomegraph.engine.limits import Limits
from pomegraph.questions.reading import read_questions

if TYPE_CHECKING:
    from pathlib import Path

    from pomegraph.content.folder import Content


@click.command()
@release_option
@setting(
    "--timeout",
    default=30.0,
    type=click.FloatRange(0, 86400, min_open=True),
    help="Seconds that a query may run.",
)
@click.option("--all-questions", is_flag=True, help="Offer each question as a tool of its own, about 20,000 tokens.")
@click.pass_obj
def mcp(content: Content, release: Path, timeout: float, *, all_questions: bool) -> None:
    """Offer tools to language models (MCP).

    A few tools find and ask the questions, resolve names, describe things, search, run SPARQL and tell the schema.
    They speak the Model Context Protocol on standard input and output, and need the package mcp:
    pip install 'pomegraph[mcp]'. Over HTTP, pomegraph serve --mcp offers them at /mcp.

    \b
    Example of an entry in the settings of a program that starts such servers:
      {"command": "pomegraph", "args": ["mcp", "--release", "/srv/pomegraph/release"]}
    """
    import_package("mcp")
    questions, habits = read_questions(content), find_habits(content.aliases)
    with run_engine(release, Limits(timeout=timeout)) as graph:
        desk, schema = open_desk(graph, questions, habits), SchemaText(lambda: "")
        few = FewTools(desk, schema)
        toolbox = QuestionTools(EvidenceGraph(graph, questions, habits)) if all_questions else few
        protocol = import_module("pomegraph.agents.mcp")
        protocol.serve_stdio(protocol.Offering(toolbox, Library(desk, schema)))
