"""The written graph: the same bytes every time, and the same triples in every parser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from pomegraph.release import STORE_SUMS, Release
from support.engines import solve
from support.places import ROOT

SEEDS = ("1", "2")


def build(folder: Path, seed: str) -> Path:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "server")}
    command = [
        sys.executable,
        "-m",
        "pomegraph",
        "--content",
        str(folder / "content"),
        "build",
        "--output",
        "here",
    ]
    for name in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / name, folder / "content" / name)
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return folder / "here"


def test_two_builds_are_byte_identical(tmp_path: Path) -> None:
    folders = []
    for seed in SEEDS:
        folder = tmp_path / f"some where {seed}"
        folder.mkdir()
        folders.append(build(folder, seed))
    names = sorted(path.name for path in folders[0].iterdir() if path.is_file() and path.name != STORE_SUMS)

    assert "pomegraph.ttl" in names
    assert [(folders[0] / name).read_bytes() for name in names] == [(folders[1] / name).read_bytes() for name in names]
    assert folders[0].resolve().name == folders[1].resolve().name


def test_no_blank_node_in_any_file(real_release: Release) -> None:
    for name in ("pomegraph.ttl", "pomegraph.trig", "pomegraph.nq", "ontology.ttl", "void.ttl"):
        for quad in pyoxigraph.parse(path=real_release.folder / name):
            assert not isinstance(quad.subject, pyoxigraph.BlankNode)
            assert not isinstance(quad.object, pyoxigraph.BlankNode)


@pytest.fixture(scope="module")
def counts(real_release: Release) -> tuple[int, int]:
    lines = real_release.quads.read_text(encoding="utf-8").splitlines()
    default = sum(1 for quad in pyoxigraph.parse(path=real_release.quads) if str(quad.graph_name) == "DEFAULT")
    return default, len(lines)


def test_pyoxigraph_counts_the_same_in_each_form(real_release: Release, counts: tuple[int, int]) -> None:
    for name, count in (
        ("pomegraph.ttl", counts[0]),
        ("pomegraph.trig", counts[1]),
        ("pomegraph.nq", counts[1]),
    ):
        store = pyoxigraph.Store()
        store.bulk_load(path=str(real_release.folder / name))
        assert len(store) == count, name


@pytest.mark.slow
def test_rdflib_counts_the_same_in_each_form(real_release: Release, counts: tuple[int, int]) -> None:
    assert (
        len(rdflib.Graph().parse(data=(real_release.folder / "pomegraph.ttl").read_bytes(), format="turtle"))
        == counts[0]
    )
    for name, form in (("pomegraph.trig", "trig"), ("pomegraph.nq", "nquads")):
        dataset = rdflib.Dataset()
        dataset.parse(data=(real_release.folder / name).read_bytes(), format=form)
        assert sum(1 for _ in dataset.quads()) == counts[1], name


@pytest.mark.parametrize(
    ("name", "form", "which"),
    [("pomegraph.ttl", "turtle", 0), ("pomegraph.trig", "trig", 1), ("pomegraph.nq", "nquads", 1)],
)
def test_rapper_counts_the_same(
    real_release: Release, counts: tuple[int, int], name: str, form: str, which: int
) -> None:
    if shutil.which("rapper") is None:
        pytest.skip("rapper is not installed (Debian: raptor2-utils)")
    command = ["rapper", "--input", form, "--count", str(real_release.folder / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert not re.search("error|warning", done.stderr, re.IGNORECASE), done.stderr
    assert f"returned {counts[which]} triples" in done.stderr


def test_named_graph_of_a_source_holds_its_claims_and_no_other(real_release: Release) -> None:
    store = pyoxigraph.Store()
    store.bulk_load(path=str(real_release.quads))
    prefixes = {"pom": "https://w3id.org/pomegraph/ontology#"}
    graphs = list(solve(store, "SELECT DISTINCT ?g { GRAPH ?g { ?c a pom:Claim } }", prefixes))
    stray = "ASK { GRAPH ?g { ?c pom:reportedIn/pom:source ?s } FILTER(?s != ?g) }"

    # A layer that has things only is a source without a claim.
    sources = solve(store, "SELECT DISTINCT ?s { ?c pom:reportedIn/pom:source ?s }", prefixes)
    assert len(graphs) == len(list(sources)) >= 5
    assert not store.query(stray.replace("reportedIn", "passage"), prefixes=prefixes)
    assert not store.query(stray, prefixes=prefixes)
    # The links say again what the default graph has, in the forms of others.
    assert not store.query(
        "ASK { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } FILTER(!STRENDS(STR(?g), '/links')) }"
    )
