"""What was found is shown as links, also where data have no base of ours."""

from __future__ import annotations

from flask import Flask

from pomegraph.ask.api import EvidenceGraph, open_graph
from pomegraph.content.folder import Content
from pomegraph.release import Release
from pomegraph.search.finder import Finder
from pomegraph.web.search.results import show_question
from support.endpoint import make_client


def test_foreign_data_are_searched_by_questions_alone() -> None:
    page = make_client().get("/search?q=fruit", headers={"Accept": "text/html"})

    assert page.status_code == 200
    assert "What claims say" not in page.text
    assert Finder.__doc__


def test_class_of_drugs_is_shown_as_a_choice(real_release: Release, real: Content) -> None:
    graph: EvidenceGraph = open_graph(real_release.folder, content=real)
    (found, *_) = graph.search("mechanism of proteasome inhibitors in multiple myeloma").questions
    with Flask("any").test_request_context():
        shown = show_question(found)

    assert shown.note == "disease: multiple myeloma"
    assert shown.ways[0] == ("bortezomib", "/questions/mechanism-path?drug=bortezomib&disease=multiple-myeloma")
    assert [text for text, _ in shown.ways] == ["bortezomib", "carfilzomib", "ixazomib"]
