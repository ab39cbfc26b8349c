"""The cache of finished results: bounded, and keyed on everything that changes a result."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pomegraph.sparql.formats import Wanted
from pomegraph.web.cache import Finished, ResultCache, build_key
from pomegraph.web.protocol import Call

WANTED = Wanted("json", "json", "turtle")
CALL = Call("ASK {}")


def finish(size: int) -> Finished:
    return Finished("ASK", "json", "v1", 1, b"x" * size)


def test_result_is_found_again() -> None:
    cache = ResultCache(1_000_000)
    cache.keep("key", finish(100))

    assert cache.find("key", Finished) == finish(100)
    assert cache.find("other", Finished) is None


def test_size_stays_below_the_limit() -> None:
    cache = ResultCache(100_000)
    for number in range(1_000):
        cache.keep(str(number), finish(5_000))

    assert 80_000 < cache.size <= 100_000
    assert cache.find("999", Finished) is not None
    assert cache.find("0", Finished) is None


def test_result_asked_for_lately_stays() -> None:
    cache = ResultCache(100_000)
    for number in range(100):
        cache.keep(str(number), finish(5_000))
        cache.find("0", Finished)

    assert cache.find("0", Finished) is not None


def test_small_results_cannot_fill_it_with_more_than_their_bytes() -> None:
    cache = ResultCache(100_000)
    for number in range(10_000):
        cache.keep(str(number), finish(1))

    assert sum(cache.find(str(number), Finished) is not None for number in range(10_000)) < 200


def test_result_larger_than_an_eighth_is_not_kept() -> None:
    cache = ResultCache(100_000)
    cache.keep("large", finish(12_500))
    cache.keep("less", finish(cache.largest))

    assert cache.find("large", Finished) is None
    assert cache.find("less", Finished) is not None


@pytest.mark.parametrize("size", [0, 1, 1_000])
def test_cache_without_room_keeps_nothing(size: int) -> None:
    cache = ResultCache(size)
    cache.keep("empty", finish(0))

    assert cache.find("empty", Finished) is None
    assert cache.size == 0


@pytest.mark.parametrize(
    ("version", "call", "wanted"),
    [
        ("v2", CALL, WANTED),
        ("v1", replace(CALL, query="ASK { }"), WANTED),
        ("v1", replace(CALL, dataset=([], [])), WANTED),
        ("v1", replace(CALL, dataset=(["a:b"], [])), WANTED),
        ("v1", replace(CALL, dataset=([], ["a:b"])), WANTED),
        ("v1", CALL, Wanted("csv", "json", "turtle")),
        ("v1", CALL, Wanted("json", None, "turtle")),
    ],
)
def test_key_differs_where_the_result_may(version: str, call: Call, wanted: Wanted) -> None:
    assert build_key(version, call, wanted) != build_key("v1", CALL, WANTED)


def test_key_is_the_same_where_only_the_asking_differs() -> None:
    assert build_key("v1", replace(CALL, timeout=1.0, format="json"), WANTED) == build_key("v1", CALL, WANTED)
