"""What the processes say to each other: whole messages, files beside them, and errors that come back as they were."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest

from pomegraph.engine.messages import Line, describe_error, is_verdict, restore_error
from pomegraph.errors import PomegraphError, QueryError, ResultFormatError, StoreDownError, StoreError


@pytest.fixture
def ends() -> Iterator[tuple[Line, Line]]:
    one, other = (Line(sock) for sock in socket.socketpair())
    yield one, other
    one.close()
    other.close()


def test_message_arrives_as_it_was_sent(ends: tuple[Line, Line]) -> None:
    ends[0].send({"query": "a\nb", "timeout": 1.5, "dataset": None})

    assert ends[1].receive() == [{"query": "a\nb", "timeout": 1.5, "dataset": None}]


def test_messages_are_told_apart_wherever_they_are_cut(ends: tuple[Line, Line]) -> None:
    ends[0].socket.sendall(b'{"a":1}\n{"b"')
    first = ends[1].receive()
    ends[0].socket.sendall(b":2}\n{")
    second = ends[1].receive()

    assert (first, second) == ([{"a": 1}], [{"b": 2}])


def test_file_comes_with_its_message(ends: tuple[Line, Line]) -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b"long")
        file.flush()
        ends[0].send({"size": 4}, [file.fileno()])
    message = ends[1].receive_one()

    assert message == {"size": 4}
    assert os.pread(ends[1].files[-1], 4, 0) == b"long"


def test_file_that_nobody_took_is_closed_with_the_line(ends: tuple[Line, Line]) -> None:
    with tempfile.TemporaryFile() as file:
        ends[0].send({}, [file.fileno()])
    ends[1].receive()
    (number,) = ends[1].files
    ends[1].close()

    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(number)


def test_end_of_the_other_side_is_no_message(ends: tuple[Line, Line]) -> None:
    ends[0].socket.sendall(b'{"half"')
    ends[0].close()

    assert ends[1].receive_one() is None


def test_nothing_to_read_is_no_message_where_nobody_waits(ends: tuple[Line, Line]) -> None:
    ends[1].socket.setblocking(False)

    assert ends[1].receive() == []


@pytest.mark.parametrize(
    "error",
    [
        QueryError("expected a term", "write one", line=3, column=15, expected=["<", "?"]),
        ResultFormatError("no such format", ["csv", "tsv"]),
        StoreError("it refuses", "ask another"),
        StoreDownError("it cannot be reached"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_error_comes_back_as_it_was(error: QueryError | ResultFormatError | StoreError) -> None:
    restored = restore_error(describe_error(error))

    assert type(restored) is type(error)
    assert str(restored) == str(error)
    assert restored.__dict__ == error.__dict__


def test_long_error_is_sent_in_short() -> None:
    error: PomegraphError = restore_error(describe_error(QueryError("a" * 5_000_000 + "end", "cure")))

    assert len(error.detail) < 1_010
    assert error.detail.endswith("end")


# What a process for queries says that runs what a query brought.


@pytest.mark.parametrize("said", [b"nothing\n", b"[1]\n", b"\xff\n", b'{"a": 1}\n2\n'])
def test_who_says_what_is_no_message_has_gone(ends: tuple[Line, Line], said: bytes) -> None:
    ends[0].socket.sendall(said)

    assert ends[1].receive() is None


def test_line_without_an_end_is_not_kept(ends: tuple[Line, Line]) -> None:
    found: list[dict[str, Any]] | None = []
    while found == []:
        ends[0].socket.sendall(b"x" * 10_000)
        found = ends[1].receive()

    assert found is None


def test_files_that_nobody_wants_are_closed(ends: tuple[Line, Line]) -> None:
    read, write = os.pipe()
    ends[0].send({}, [write])
    os.close(write)
    ends[1].receive()
    ends[1].drop_files()

    assert os.read(read, 1) == b""
    os.close(read)


@pytest.mark.parametrize(
    ("message", "is_one"),
    [
        ({"end": "done", "rows": 1, "size": 2}, True),
        ({"end": "gone"}, True),
        ({"end": "error", "error": describe_error(QueryError("wrong"))}, True),
        ({"end": "done", "rows": "many", "size": 2}, False),
        ({"end": "busy", "retry_after": 1e9}, False),
        ({"end": "error", "error": {"class": "PomegraphError", "data": {"detail": "", "cure": ""}}}, False),
        ({"end": "error", "error": {"class": "QueryError", "data": {}}}, False),
        ({"end": "error", "error": {"class": ["QueryError"], "data": {"detail": "", "cure": ""}}}, False),
        ({"end": "error", "error": {"class": "annotations", "data": {"detail": "", "cure": ""}}}, False),
        ({"end": "error", "error": None}, False),
        ({"end": ["done"]}, False),
        ({}, False),
    ],
)
def test_only_a_verdict_is_one(message: dict[str, Any], *, is_one: bool) -> None:
    assert is_verdict(message) is is_one
