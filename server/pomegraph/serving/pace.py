"""How slow a client may be, and how much all clients together may leave lying here."""

from __future__ import annotations

import threading
import time

# Seconds for which a client may keep us waiting; it earns more with so many bytes a second.
PATIENCE, _PACE = 30.0, 16 * 1024


class Pace:
    """How many seconds a client has left, while it is waited for."""

    def __init__(self) -> None:
        self._spare = PATIENCE
        self._last = time.monotonic()

    def begin(self) -> None:
        """Give the client all its time, from now on."""
        self._spare, self._last = PATIENCE, time.monotonic()

    def resume(self) -> None:
        """Begin to wait for the client again: until now it was not."""
        self._last = time.monotonic()

    def earn(self, count: int) -> None:
        """Take note that so many bytes passed, for which it was waited until now."""
        now = time.monotonic()
        self._spare = min(PATIENCE, self._spare - (now - self._last) + count / _PACE)
        self._last = now

    def is_lost(self, now: float) -> bool:
        """Tell whether the client has been too slow."""
        return self._spare < now - self._last


class Shelf:
    """Room for what clients have not taken yet, and for what they have not sent whole; shared by threads.

    Args:
        memory: Bytes in memory, of everything larger than a few blocks.
        disk: Bytes in files.
        each: Bytes in the file of one client.
        waiting: How many threads may wait for clients at once.
    """

    def __init__(self, memory: int, disk: int, each: int, waiting: int) -> None:
        self.each = each
        self._memory = memory
        self._disk = disk
        self._waiting = waiting
        self._lock = threading.Lock()
        # What is held in memory by its identity: an answer that many clients read takes its room once.
        self._held: dict[int, int] = {}

    def hold(self, data: bytes) -> bool:
        """Take room in memory for some bytes, which are kept as they are until they are released; tell if there is."""
        with self._lock:
            count = self._held.get(id(data), 0)
            if not count and len(data) > self._memory:
                return False
            self._memory -= 0 if count else len(data)
            self._held[id(data)] = count + 1
        return True

    def release(self, data: bytes) -> None:
        """Give back the room of what was held."""
        with self._lock:
            count = self._held.pop(id(data)) - 1
            if count:
                self._held[id(data)] = count
            else:
                self._memory += len(data)

    def store(self, count: int) -> bool:
        """Take room for so many bytes in files; tell whether there is."""
        with self._lock:
            has_room = count <= self._disk
            self._disk -= count if has_room else 0
        return has_room

    def free(self, count: int) -> None:
        """Give back room in files."""
        with self._lock:
            self._disk += count

    def begin_wait(self) -> bool:
        """Let a thread wait for a client; tell whether it may."""
        with self._lock:
            self._waiting -= 1
            return self._waiting >= 0

    def end_wait(self) -> None:
        """Take note that a thread waits no longer, or was not let."""
        with self._lock:
            self._waiting += 1
