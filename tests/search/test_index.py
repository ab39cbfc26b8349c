"""Texts are ranked by their words."""

from __future__ import annotations

import threading

from pomegraph.search.index import TextIndex

INDEX = TextIndex(
    {"title": 3.0, "text": 1.0},
    [
        ("doses of the drug", "how much"),
        ("interactions", "which dose"),
        ("names", "what else"),
        ("trials", "who took part"),
        ("sources", "where it stands"),
    ],
)


def rank(*stems: str, most: int = 5, is_open: bool = False) -> list[int]:
    return [place for place, _ in INDEX.rank(stems, most, is_open=is_open)]


def test_weightier_column_comes_first() -> None:
    assert rank("dose") == [0, 1]


def test_text_with_any_of_the_words_is_found() -> None:
    assert sorted(rank("interact", "sourc", "nothing")) == [1, 4]


def test_no_more_than_are_wanted() -> None:
    assert rank("dose", most=1) == [0]


def test_last_word_may_be_a_beginning() -> None:
    assert (rank("tri"), rank("tri", is_open=True)) == ([], [3])


def test_nothing_is_found_for_nothing() -> None:
    assert rank() == []


def test_words_of_a_query_language_are_words() -> None:
    assert rank("and", "or", "near", 'ex"ample', "title") == []


def test_threads_share_an_index() -> None:
    found: list[list[int]] = []
    threads = [threading.Thread(target=lambda: found.append(rank("dose"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [[0, 1]] * 8


def test_index_of_nothing_finds_nothing() -> None:
    assert TextIndex({"title": 1.0}, []).rank(["dose"], 5) == []
