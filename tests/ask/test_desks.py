"""Desks on graphs that are open in this process."""

from __future__ import annotations

from pomegraph.ask.desks import open_desk
from pomegraph.ask.graphs import open_release_graph
from pomegraph.content.folder import Content
from pomegraph.questions.reading import read_questions
from pomegraph.release import Release


def test_desk_asks_the_graph_and_keeps_its_things(small: Content, small_release: Release) -> None:
    desk = open_desk(open_release_graph(small_release.folder), read_questions(small))

    assert desk.ask("SELECT (1 AS ?one) {}").rows == ((1,),)
    assert desk.list_things() is desk.list_things()
    assert desk.list_things().find("drug", "Exampla")[0].id == "exemplamide"
