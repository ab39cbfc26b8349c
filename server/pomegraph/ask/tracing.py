"""Holds figures from anywhere against the primary figures of a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.evidence.primary import PRIMARY, make_tracer

if TYPE_CHECKING:
    from pomegraph.ask.api import EvidenceGraph
    from pomegraph.evidence.attribution import Tracer
    from pomegraph.evidence.words import Words


def open_tracer(graph: EvidenceGraph, words: Words) -> Tracer:
    """Return what holds figures against the primary ones of a graph.

    Raises:
        PomegraphError: the content has no question for these, or the graph cannot be asked.
    """
    return make_tracer(graph.ask(PRIMARY).table, words, graph.things.list_names("trial"))
