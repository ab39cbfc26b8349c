"""Lets tools and texts for agents ask a graph that is open in this process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pomegraph.agents.desk import Desk
from pomegraph.questions.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.ask.graphs import OpenGraph
    from pomegraph.content.habits import Habits
    from pomegraph.questions.question import Question
    from pomegraph.questions.things import Things


def open_desk(graph: OpenGraph, questions: Sequence[Question], habits: Habits | None = None) -> Desk:
    """Return what tools and texts stand on; the things are read when they are needed, and kept."""
    catalogue = Catalogue(questions, habits)

    @cache
    def list_things() -> Things:
        return catalogue.list_things(graph)

    return Desk(graph, graph.run, catalogue, list_things)
