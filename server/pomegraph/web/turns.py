"""Reads answers that must be held as a whole: up to a size, and large ones one after another.

What is made of an answer, such as a table or a page, takes many times its bytes.
"""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING

from flask import after_this_request, has_request_context

from pomegraph.web.problems import AnswerTooLongError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Response

# Bytes, and rows and cells together: a table of so many takes up to 400 MB.
MOST_BYTES, MOST_OBJECTS = 32 << 20, 1_000_000
# Past so many bytes a request waits until no other one holds as much.
_LARGE = 1 << 20
TURN = RLock()


def read_whole(body: Iterable[bytes]) -> bytes:
    """Return a result in SPARQL 1.1 Query Results JSON, for a request that makes a table of it.

    Raises:
        AnswerTooLongError: it is too long for that.
    """
    pieces: list[bytes] = []
    size = objects = 0
    for piece in body:
        if size <= _LARGE < size + len(piece):
            _wait_for_turn()
        pieces.append(piece)
        size += len(piece)
        # Where a row or a term begins; a quote inside of a value has a backslash before it.
        objects += piece.count(b'{"') + piece.count(b"{}")
        if size > MOST_BYTES or objects > MOST_OBJECTS:
            raise AnswerTooLongError(MOST_BYTES)
    return b"".join(pieces)


def _wait_for_turn() -> None:
    """Wait until no other request holds a large answer; the turn ends when the response is made."""
    if not has_request_context():
        # What is made in the background has its turn already.
        return
    TURN.acquire()

    @after_this_request
    def end(response: Response) -> Response:
        TURN.release()
        return response
