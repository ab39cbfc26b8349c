"""The command that loads a release into another store: what it prints, and how it ends."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from pomegraph.release import Release
from support.commands import call
from support.servers import run_oxigraph


def test_what_was_loaded_is_told(small_release: Release) -> None:
    quads = list(parse(path=small_release.quads, format=RdfFormat.N_QUADS))
    graphs = {quad.graph_name for quad in quads}
    with run_oxigraph() as server:
        done = call("load", server.graphs_url, "--release", small_release.folder, "--part-size", "1000")

    assert done.exit_code == 0
    assert done.stdout.startswith(f"{len(quads)} triples in {len(graphs)} graphs; ")
    assert done.stdout.endswith(" parts sent now, 0 before\n")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://127.0.0.1:9/store", "cannot be reached"),
        ("http://127.0.0.1:9/", "give the address for queries with --query-url"),
    ],
)
def test_store_that_is_not_there_is_told(small_release: Release, url: str, message: str) -> None:
    done = call("load", url, "--release", small_release.folder)

    assert (done.exit_code, done.stdout) == (1, "")
    assert message in done.stderr


def test_part_of_no_triples_is_wrong_use() -> None:
    assert call("load", "http://127.0.0.1:9/store", "--part-size", "0").exit_code == 2
