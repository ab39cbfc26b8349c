"""Opening graphs: what a graph is asked with, wherever it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pomegraph.ask.api import open_graph
from pomegraph.ask.graphs import OpenGraph, RemoteGraph, make_graph, open_endpoint, open_release_graph, run_engine
from pomegraph.content.folder import Content
from pomegraph.engine.limits import Limits
from pomegraph.errors import EngineError, ReleaseError, ServiceRefusedError, StoreError, TimeLimitError
from pomegraph.names import BASE
from pomegraph.questions.reading import read_questions
from pomegraph.release import Release
from support.damage import damage
from support.servers import run_pomegraph

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
CHEBI = "http://purl.obolibrary.org/obo/CHEBI_"
LIMITS = Limits(queries=2)


def show(graph: OpenGraph) -> tuple[str | None, str, bytes]:
    return graph.base, graph.prefixes["CHEBI"], graph.select(COUNT)


def test_all_ways_lead_to_the_same_graph(small: Content, small_release: Release) -> None:
    made, opened = make_graph(small, read_questions(small)), open_release_graph(small_release.folder)
    with (
        run_pomegraph("--release", str(small_release.folder)) as server,
        run_engine(small_release.folder, LIMITS) as engine,
    ):
        shown = [show(graph) for graph in (made, opened, open_endpoint(server.url), engine)]

    assert [(base, space) for base, space, _ in shown] == [(BASE, CHEBI)] * 4
    assert len({data for _, _, data in shown}) == 1


def test_damaged_release_is_opened_in_no_way(small_release: Release) -> None:
    damage(small_release.folder / "void.ttl", "emptied")
    with pytest.raises(ReleaseError, match=r"void\.ttl is empty"):
        open_graph(small_release.folder)
    with pytest.raises(EngineError, match=r"void\.ttl is empty"), run_engine(small_release.folder, LIMITS):
        pass


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://127.0.0.1:9/", "http://127.0.0.1:9/sparql"])
def test_endpoint_is_not_asked_before_it_must(url: str) -> None:
    graph = open_endpoint(url)

    assert isinstance(graph, RemoteGraph)
    with pytest.raises(StoreError, match="cannot be reached"):
        _ = graph.base


def test_engine_stops_what_takes_too_long(small_release: Release) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with run_engine(small_release.folder, replace(LIMITS, timeout=0.3)) as graph, pytest.raises(TimeLimitError):
        graph.select(endless)


def test_engine_calls_no_other_endpoint(small_release: Release) -> None:
    with run_engine(small_release.folder, LIMITS) as graph, pytest.raises(ServiceRefusedError):
        graph.select("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_library_stops_what_takes_too_long_and_calls_no_other_endpoint(small: Content, small_release: Release) -> None:
    graph = open_graph(small_release.folder, content=small, timeout=0.3)
    with pytest.raises(TimeLimitError):
        graph.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    with pytest.raises(ServiceRefusedError):
        graph.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def list_children() -> set[str]:
    return {
        child
        for path in Path("/proc/self/task").glob("*/children")
        for child in path.read_text(encoding="utf-8").split()
    }


def test_engine_ends_with_its_use(small_release: Release) -> None:
    before = list_children()
    with run_engine(small_release.folder, LIMITS) as graph:
        graph.select(COUNT)
        assert list_children() > before

    assert list_children() == before


def test_engine_without_a_release_is_told(small_release: Release) -> None:
    with pytest.raises(EngineError, match="no release here"), run_engine(small_release.folder / "no", LIMITS):
        pass
