"""A server in front of a store that holds a graph in parts gives the pages and answers that it gives of a release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pomegraph.release import open_release
from support.servers import Server, run_oxigraph, run_pomegraph

PARTS = 3


@pytest.fixture(scope="module")
def in_front(built: Path) -> Iterator[Server]:
    """A server in front of a store, which was given the lines of a release in several parts."""
    lines = open_release(built / "release").quads.read_bytes().splitlines(keepends=True)
    with run_oxigraph() as store:
        for part in range(PARTS):
            data = b"".join(lines[part::PARTS])
            kind = {"Content-Type": "application/n-quads"}
            httpx.post(store.graphs_url, content=data, headers=kind, timeout=60).raise_for_status()
        with run_pomegraph("--store", store.query_url) as server:
            yield server


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "Ask a question"),
        ("/drug/exemplamide.html", "Exampla"),
        ("/source/alpha.html", "Exemplamide at a glance"),
        ("/search?q=exemplamide", "/drug/exemplamide"),
    ],
)
def test_page_is_given(in_front: Server, path: str, said: str) -> None:
    found = httpx.get(in_front.url + path, headers={"Accept": "text/html"}, timeout=60)

    assert found.status_code == 200
    assert said in found.text
    assert "Missing here" not in found.text


def test_data_of_a_thing_are_given(in_front: Server) -> None:
    found = httpx.get(f"{in_front.url}/drug/exemplamide", headers={"Accept": "text/turtle"}, follow_redirects=True)

    assert found.headers["Content-Type"].startswith("text/turtle")
    assert "exemplamide" in found.text


def test_question_is_answered(in_front: Server) -> None:
    found = httpx.get(f"{in_front.url}/questions/adverse-events.json", timeout=60)

    assert found.status_code == 200
    assert found.json()
