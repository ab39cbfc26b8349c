"""A result is read ahead of a slow client into a file, up to a size."""

from __future__ import annotations

import threading

import pytest

from pomegraph.engine.spool import Spool
from pomegraph.errors import BrokenAnswerError


def test_all_bytes_come_once_and_in_order() -> None:
    pieces = [b"%06d" % number for number in range(10_000)]
    spool = Spool([b"head"], iter([*pieces, b""]).__next__, 1 << 20)

    assert b"".join(spool) == b"head" + b"".join(pieces)
    spool.close()


def test_source_is_read_to_its_end_without_a_reader() -> None:
    ended = threading.Event()
    pieces = iter([b"x" * 1000] * 100)

    def read() -> bytes:
        piece = next(pieces, b"")
        if not piece:
            ended.set()
        return piece

    spool = Spool([], read, 1 << 20)

    assert ended.wait(60)
    assert sum(map(len, spool)) == 100_000
    spool.close()


def test_file_does_not_grow_past_its_limit_and_nothing_is_lost() -> None:
    pieces = [b"x" * 1000] * 100
    spool = Spool([], iter([*pieces, b""]).__next__, 10_000)

    assert sum(map(len, spool)) == 100_000
    spool.close()


def test_failure_of_the_source_is_one_of_the_reader() -> None:
    pieces = iter([b"begin"])

    def read() -> bytes:
        for piece in pieces:
            return piece
        raise BrokenAnswerError("it broke off")

    spool = Spool([], read, 1 << 20)

    with pytest.raises(BrokenAnswerError):
        b"".join(spool)
    spool.close()
