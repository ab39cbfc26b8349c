"""One query in a process of its own: what it answers, what it may not, and that nothing is left of it."""

from __future__ import annotations

import json
import os
import signal
from functools import partial
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from pomegraph.engine.limits import Limits
from pomegraph.engine.once import answer_once
from pomegraph.errors import (
    EngineError,
    FormatUnfitError,
    PomegraphError,
    QueryError,
    ReleaseError,
    ServiceRefusedError,
    StoreError,
    TimeLimitError,
)
from pomegraph.release import Release
from pomegraph.sparql.formats import choose_formats
from pomegraph.stores.embedded import open_store
from support.endpoint import ENDLESS

ENDLESS_COUNT = ENDLESS.replace("SELECT *", "SELECT (COUNT(*) AS ?n)")
ELSEWHERE = "SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }"
ALLOWED = Limits(services=("http://127.0.0.1:9/sparql",))


def open_memory() -> Store:
    store = Store()
    triples = "".join(f"<urn:{number}> <urn:p> {number} ." for number in range(100))
    store.load(triples, format=RdfFormat.TURTLE)
    return store


def list_children() -> set[str]:
    return {number for path in Path("/proc/self/task").glob("*/children") for number in path.read_text().split()}


def ask(query: str, name: str = "json", limits: Limits = ALLOWED) -> bytes:
    return answer_once(open_memory, query, choose_formats(None, name), limits=limits, prefixes={})


def test_answer_of_any_size_comes_whole() -> None:
    rows = json.loads(ask("SELECT * { ?a ?b ?c . ?d ?e ?f }"))["results"]["bindings"]

    assert len(rows) == 10_000


@pytest.mark.parametrize("query", [ENDLESS, ENDLESS_COUNT])
def test_query_ends_at_its_deadline_and_leaves_no_process(query: str) -> None:
    before = list_children()
    with pytest.raises(TimeLimitError, match=r"0\.3 s"):
        ask(query, "csv", Limits(timeout=0.3))

    assert list_children() <= before


@pytest.mark.parametrize(
    ("query", "name", "limits", "kind"),
    [
        ("SELECT", "json", ALLOWED, QueryError),
        ('SELECT ("\\u0001" AS ?a) {}', "xml", ALLOWED, FormatUnfitError),
        (ELSEWHERE, "json", Limits(), ServiceRefusedError),
        (ELSEWHERE, "json", ALLOWED, StoreError),
    ],
)
def test_error_is_the_one_that_it_was(query: str, name: str, limits: Limits, kind: type[PomegraphError]) -> None:
    with pytest.raises(kind):
        ask(query, name, limits)


def test_store_on_disk_is_opened_anew_by_each_query(small_release: Release, tmp_path: Path) -> None:
    wanted = choose_formats(None, "json")
    for _ in range(2):
        answer_once(partial(open_store, small_release.store), "ASK {}", wanted, limits=ALLOWED, prefixes={})
    with pytest.raises(ReleaseError):
        answer_once(partial(open_store, tmp_path / "no"), "ASK {}", wanted, limits=ALLOWED, prefixes={})


def test_death_of_the_process_is_told() -> None:
    def die() -> Store:
        os.kill(os.getpid(), signal.SIGKILL)
        return Store()

    with pytest.raises(EngineError, match="the process that ran the query ended"):
        answer_once(die, "ASK {}", choose_formats(None), limits=ALLOWED, prefixes={})
