"""A deadline for what must not take forever, counted in time of the processor, so that busy neighbours do not matter."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MINUTE = 60.0


@contextmanager
def must_end() -> Iterator[None]:
    """Fail if this process computes for a minute; what is meant to be done by then takes a fraction of a second."""

    def fail(*_: object) -> None:
        raise AssertionError("it has computed for a minute and has not ended")

    before = signal.signal(signal.SIGVTALRM, fail)
    signal.setitimer(signal.ITIMER_VIRTUAL, _MINUTE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
