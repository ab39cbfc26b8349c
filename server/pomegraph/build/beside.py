"""Does something in a process of its own while this one goes on."""

from __future__ import annotations

import multiprocessing
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from pomegraph.errors import HelperEndedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

_Result = TypeVar("_Result")


@contextmanager
def begin_beside(act: Callable[[], _Result]) -> Iterator[Callable[[], _Result]]:
    """Begin something in another process, and give what waits for its result; it ends with the block.

    It must not be a database that is opened there: if one was opened here before, its threads are missing there.

    What waits raises what the system refused there, and HelperEndedError if the process has ended otherwise.
    """
    # What is there already is shared, and need not be such as can be sent.
    fork = multiprocessing.get_context("fork")
    near, far = fork.Pipe(duplex=False)
    process = fork.Process(target=_act, args=(act, far), daemon=True)
    with near, far:
        process.start()
        far.close()
        try:
            yield partial(_receive, near)
        finally:
            process.terminate()
            process.join()


def _act(act: Callable[[], object], out: Connection) -> None:
    try:
        out.send((act(), None))
    except (OSError, MemoryError) as error:
        out.send((None, error))


def _receive(near: Connection) -> Any:
    try:
        result, error = near.recv()
    except EOFError:
        raise HelperEndedError from None
    if error is not None:
        raise error
    return result
