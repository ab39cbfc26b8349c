"""Does the same work on many things, several at a time: in processes that share what was there before they began."""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pomegraph.errors import HelperEndedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_Shared = TypeVar("_Shared")
_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


class Workers(Generic[_Shared]):
    """Some processes, or only this one.

    Args:
        shared: What all of them work with; it was there before a process was forked, and is not sent to it.
        processes: How many there are; with one, all is done in this process.
    """

    def __init__(self, shared: _Shared, processes: int) -> None:
        self.count = processes
        self._shared = shared
        self._pool: ProcessPoolExecutor | None = None
        if processes > 1:
            fork = multiprocessing.get_context("fork")
            self._pool = ProcessPoolExecutor(processes, mp_context=fork, initializer=_begin, initargs=(shared,))

    def __enter__(self) -> Workers[_Shared]:
        """Return the workers, which end with the block."""
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """End the processes; what was not begun is left.

        Raises:
            HelperEndedError: one of them was ended.
        """
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        if isinstance(error, BrokenProcessPool):
            raise HelperEndedError from None

    def begin(self, act: Callable[[_Shared, _Task], _Result], task: _Task) -> Future[_Result]:
        """Begin a task, and return where its result will be; in this process, it is done at once."""
        if self._pool is not None:
            return self._pool.submit(_act, act, task)
        done: Future[_Result] = Future()
        done.set_result(act(self._shared, task))
        return done

    def map(self, act: Callable[[_Shared, _Task], _Result], tasks: Iterable[_Task]) -> Iterator[_Result]:
        """Yield the results in the order of the tasks.

        A few more tasks than there are processes are at hand at a time, so that memory does not grow with them.
        """
        waiting: deque[Future[_Result]] = deque()
        for task in tasks:
            waiting.append(self.begin(act, task))
            if self._pool is None or len(waiting) > 2 * self.count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


# What a process of the pool works with.
_at_hand: list[Any] = []


def _begin(shared: object) -> None:
    _at_hand.append(shared)
    gc.freeze()  # what was there before is no garbage of this process


def _act(act: Callable[[Any, _Task], _Result], task: _Task) -> _Result:
    return act(_at_hand[0], task)
