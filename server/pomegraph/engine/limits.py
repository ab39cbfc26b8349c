"""What a query may use."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


def _count_children() -> int:
    # More than there are cores: small queries must not wait in line until long ones have ended.
    return 2 * (os.cpu_count() or 1) + 2


@dataclass(frozen=True, slots=True)
class Limits:
    """What queries may use, each and together.

    Args:
        timeout: Seconds that a query may run; a client may ask for less.
        memory: Bytes that a query may take above the data.
        queries: How many queries run at once, each in its own process; half as many more, of clients who have none.
        waiting: How many more may wait for one of these.
        spool: Bytes of a result that are held back in memory until it is known whether the result is whole.
        spool_file: Bytes of an answer that are kept in a file for a client that reads slowly.
        services: The endpoints that `SERVICE` may call.
    """

    timeout: float = 30.0
    memory: int = 1 << 30
    queries: int = field(default_factory=_count_children)
    waiting: int = 64
    spool: int = 8 << 20
    spool_file: int = 256 << 20
    services: tuple[str, ...] = ()
