"""When to try again what failed."""

from __future__ import annotations

# Failures that are so many seconds apart have nothing to do with each other.
_FORGET = 60.0


class BackOff:
    """Tells when to try again what failed: after twice the pause of the last time.

    >>> pauses = BackOff(first=0.5, longest=3.0)
    >>> [pauses.fail(now=100), pauses.fail(now=101), pauses.fail(now=102), pauses.fail(now=104)]
    [0.5, 1.0, 2.0, 3.0]
    >>> pauses.find_pause(now=106)
    1.0
    >>> pauses.failures, pauses.fail(now=200), pauses.failures
    (4, 0.5, 1)

    Args:
        first: Seconds to wait after one failure.
        longest: The most seconds to wait; less than a minute, after which failures are forgotten.
    """

    def __init__(self, first: float, longest: float) -> None:
        self.failures = 0
        self._first = first
        self._longest = longest
        self._failed = self._due = float("-inf")

    def fail(self, now: float) -> float:
        """Take note of a failure at a time on the monotonic clock, and return the seconds until the next try."""
        if now - self._failed > _FORGET:
            self.failures = 0
        pause = min(self._first * 2.0**self.failures, self._longest)
        self.failures += 1
        self._failed, self._due = now, now + pause
        return pause

    def find_pause(self, now: float) -> float:
        """Return the seconds until the next try: 0 if it may be now."""
        return max(0.0, self._due - now)
