"""Keeps what is made of the data as a whole, once for each state of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from pomegraph.web.turns import TURN

if TYPE_CHECKING:
    from collections.abc import Callable

_Made = TypeVar("_Made")


class MadeOnce(Generic[_Made]):
    """Something that whoever needs it first makes of the data; who needs it meanwhile waits for the same making.

    Args:
        version: Tells the state of the data.
        make: Makes it; it takes a while and much memory, so that only one thread makes anything.
    """

    def __init__(self, version: Callable[[], str], make: Callable[[], _Made]) -> None:
        self._version, self._make = version, make
        self._kept: tuple[str, _Made] | None = None

    def get(self) -> _Made:
        """Return it as the data are now.

        Raises:
            PomegraphError: it could not be made; the next who needs it tries again.
        """
        kept = self._kept
        # What is there is given without a turn: others may hold theirs for long.
        if kept is not None and kept[0] == self._version():
            return kept[1]
        with TURN:
            version = self._version()
            if self._kept is None or self._kept[0] != version:
                self._kept = version, self._make()
            return self._kept[1]
