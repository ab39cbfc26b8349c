"""Whose turn it is: nobody keeps all others out, whatever is asked."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from pomegraph.engine.children import Job
from pomegraph.engine.messages import Line
from pomegraph.engine.waiting_line import WaitingLine


@pytest.fixture
def web() -> Iterator[Line]:
    line = Line(socket.socket())
    yield line
    line.close()


def make_line(web: Line, askers: str, *, places: int = 3, more: int = 1) -> tuple[WaitingLine, list[Job]]:
    """Return a line in which clients wait who are called by letters; those in capitals want network."""
    line = WaitingLine(places, more)
    jobs = make_jobs(web, askers)
    for job in jobs:
        line.add(job)
    return line, jobs


def make_jobs(web: Line, askers: str) -> list[Job]:
    return [Job(web, -1, 1.0, asker.isupper(), float(place), asker=asker.lower()) for place, asker in enumerate(askers)]


@pytest.mark.parametrize(
    ("waiting", "running", "place"),
    [
        ("", "", None),
        ("aab", "", 0),
        ("aab", "a", 2),
        ("aab", "ab", 0),
        ("abc", "aab", 2),
        ("aaa", "aa", 0),
        # All places are taken: only those come who have none, and so many besides.
        ("aaa", "aaa", None),
        ("aaab", "aaa", 3),
        ("aaabc", "aaab", None),
        ("aaac", "aab", 3),
        ("aB", "aaa", 1),
    ],
)
def test_turn_is_of_who_has_fewest_running(web: Line, waiting: str, running: str, place: int | None) -> None:
    line, jobs = make_line(web, waiting)

    assert line.find_next(make_jobs(web, running)) is (None if place is None else jobs[place])


@pytest.mark.parametrize(
    ("asker", "running", "has_place"),
    [("a", "", True), ("a", "aa", True), ("a", "aaa", False), ("b", "aaa", True), ("b", "aaac", False)],
)
def test_place_is_for_who_may_have_one_more(web: Line, asker: str, running: str, *, has_place: bool) -> None:
    line, _ = make_line(web, "")

    assert line.has_place(asker, make_jobs(web, running)) is has_place


@pytest.mark.parametrize(
    ("waiting", "place"), [("a", 0), ("aaa", 2), ("aab", 1), ("abab", 3), ("baaa", 3), ("abcc", 3)]
)
def test_newest_of_who_has_most_has_to_go(web: Line, waiting: str, place: int) -> None:
    line, jobs = make_line(web, waiting)

    assert line.find_last() is jobs[place]


@pytest.mark.parametrize(
    ("waiting", "running", "count"),
    [
        ("", "", 0),
        ("aab", "", 2),
        ("aab", "aaa", 1),
        ("bcd", "aaa", 1),
        ("bbb", "aaa", 1),
        ("b", "aaac", 0),
        ("aB", "aa", 0),
    ],
)
def test_strangers_are_counted_for_whom_there_is_a_place(web: Line, waiting: str, running: str, count: int) -> None:
    line, _ = make_line(web, waiting)

    assert line.count_strangers(make_jobs(web, running)) == count


def test_line_can_be_left_while_it_is_gone_through(web: Line) -> None:
    line, jobs = make_line(web, "abc")
    for job in line:
        line.remove(job)

    assert jobs
    assert not line
