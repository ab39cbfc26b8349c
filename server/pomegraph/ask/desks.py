"""Lets tools and texts for agents ask a graph that is open in this process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pomegraph.agents.desk import Desk
from pomegraph.questions.catalogue import Catalogue
from pomegraph.questions.meta import SECONDS
from pomegraph.search.finder import make_finder
from pomegraph.sparql.results import read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.ask.graphs import OpenGraph
    from pomegraph.content.habits import Habits
    from pomegraph.questions.question import Question
    from pomegraph.questions.things import Things
    from pomegraph.search.finder import Finder
    from pomegraph.sparql.results import Table


def open_desk(graph: OpenGraph, questions: Sequence[Question], habits: Habits | None = None) -> Desk:
    """Return what tools and texts stand on; the things are read when they are needed, and kept."""
    catalogue = Catalogue(questions, habits)

    @cache
    def list_things() -> Things:
        return catalogue.list_things(graph)

    @cache
    def open_finder() -> Finder:
        return make_finder(catalogue, graph, list_things())

    def select_briefly(query: str) -> Table:
        return read_table(graph.select_within(query, SECONDS))

    return Desk(graph, graph.run, catalogue, list_things, open_finder, select_briefly)
