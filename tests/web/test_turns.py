"""Answers that are held as a whole: up to a size, and large ones one after another."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

import pytest
from flask import Flask

from pomegraph.web import turns
from pomegraph.web.problems import AnswerTooLongError
from pomegraph.web.turns import MOST_BYTES, MOST_OBJECTS, read_whole


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    app.add_url_rule("/<int:size>", "whole", lambda size: str(len(read_whole(produce(size)))))
    return app


def produce(size: int, piece: bytes = b"x" * 1_000) -> Iterator[bytes]:
    yield from (piece for _ in range(size // len(piece)))


@pytest.mark.parametrize("size", [0, 5_000, MOST_BYTES // 1_000 * 1_000])
def test_answer_is_read_as_a_whole(app: Flask, size: int) -> None:
    assert app.test_client().get(f"/{size}").text == str(size)


@pytest.mark.parametrize(
    ("size", "piece"),
    [
        (MOST_BYTES + 1_000, b"x" * 1_000),
        (4 * MOST_OBJECTS, b",{}" * 1_000),
        (4 * MOST_OBJECTS, b',{"' * 1_000),
    ],
)
def test_answer_that_is_too_long_is_told(app: Flask, size: int, piece: bytes) -> None:
    app.add_url_rule("/long", "long", lambda: read_whole(produce(size, piece)))
    app.register_error_handler(AnswerTooLongError, str)

    assert re.search(r"32 MiB .* limit= and offset=", app.test_client().get("/long").text)


def test_large_answer_waits_for_another_until_its_response_is_made(app: Flask) -> None:
    with turns.TURN:
        small = app.test_client().get("/1000").text
        found: list[str] = []
        thread = threading.Thread(target=lambda: found.append(app.test_client().get("/2000000").text))
        thread.start()
        thread.join(0.3)
        before = found.copy()
    thread.join()

    assert (small, before, found) == ("1000", [], ["2000000"])
    assert turns.TURN.acquire(blocking=False)
    turns.TURN.release()
