"""Numbers as people type them: a pattern with a number finds it in every store that is here."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pyoxigraph
import pytest

from pomegraph.names import POM
from pomegraph.release import Release
from support.engines import load_rdflib
from support.everywhere import STORES, find_default

TYPED = {
    "whole figure": "?it pom:value 4",
    "figure with a point": "?it pom:value 4.2",
    "age": "?it pom:ageOver 75",
    "estimate": "?it pom:estimate 0.61",
    "year": "?it pom:firstApprovalYear 2013",
    "year above another": "?it pom:firstApprovalYear ?year FILTER(?year > 2010)",
    "year of a publication": "?it pom:publicationYear ?year FILTER(?year >= 2012 && ?year < 2013)",
    "whole and other figures": "?it pom:value ?figure FILTER(?figure > 4 && ?figure < 4.3)",
}
QUERIES = {name: f"PREFIX pom: <{POM}> SELECT ?it {{ {pattern} }}" for name, pattern in TYPED.items()}


def find_unmatched(count: Callable[[str], int]) -> list[str]:
    return [name for name, query in QUERIES.items() if not count(query)]


def test_numbers_match_in_oxigraph(real_release: Release) -> None:
    store = pyoxigraph.Store.read_only(str(real_release.store))

    assert find_unmatched(lambda query: sum(1 for _ in store.query(query))) == []  # type: ignore[misc,union-attr]


@pytest.mark.slow
def test_numbers_match_in_rdflib(real_release: Release) -> None:
    graph = load_rdflib(real_release.folder / "pomegraph.nq")

    assert find_unmatched(lambda query: len(graph.query(query))) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", STORES)
def test_numbers_match_in_other_stores(real_release: Release, name: str) -> None:
    with STORES[name](real_release) as server, httpx.Client(timeout=60) as client:
        default = find_default(server)

        def count(query: str) -> int:
            data = {"query": query, **({"default-graph-uri": default} if default else {})}
            answer = client.post(server.query_url, data=data, headers={"Accept": "application/sparql-results+json"})
            return len(answer.raise_for_status().json()["results"]["bindings"])

        assert find_unmatched(count) == []
