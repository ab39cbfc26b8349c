"""The queries that wait, and whose turn it is: who has fewest running, and of those who has waited longest."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pomegraph.engine.children import Job


class WaitingLine:
    """Queries in the order in which they came.

    Args:
        places: How many queries of all clients run at once.
        more: How many run besides, each of a client who has no other one running: nobody keeps all others out.
    """

    def __init__(self, places: int, more: int) -> None:
        self._places = places
        self._more = more
        self._jobs: list[Job] = []

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._jobs)

    def __iter__(self) -> Iterator[Job]:
        """Give those that wait, the oldest first."""
        return iter(self._jobs.copy())

    def add(self, job: Job) -> None:
        """Put one at the end."""
        self._jobs.append(job)

    def remove(self, job: Job) -> None:
        """Take one out."""
        self._jobs.remove(job)

    def has_place(self, asker: str, running: Iterable[Job]) -> bool:
        """Tell whether one more query of a client may run while some run."""
        counts = Counter(job.asker for job in running)
        return counts.total() < self._places + (0 if counts[asker] else self._more)

    def find_next(self, running: Iterable[Job]) -> Job | None:
        """Return the one whose turn it is while some run, or None if there is no place for any."""
        counts = Counter(job.asker for job in running)
        total = counts.total()
        if total >= self._places + self._more:
            return None
        waiting = (job for job in self._jobs if total < self._places or not counts[job.asker])
        # Of equals `min` returns the first, which has waited longest.
        return min(waiting, key=lambda job: counts[job.asker], default=None)

    def find_last(self) -> Job:
        """Return the one that has to go when too many wait: the newest of the client who has most of them."""
        counts = Counter(job.asker for job in self._jobs)
        return max(reversed(self._jobs), key=lambda job: counts[job.asker])

    def count_strangers(self, running: Iterable[Job]) -> int:
        """Return how many clients who have none running wait for a child without network, and may have one."""
        counts = Counter(job.asker for job in running)
        strangers = {job.asker for job in self._jobs if not counts[job.asker] and not job.network}
        return max(0, min(len(strangers), self._places + self._more - counts.total()))
