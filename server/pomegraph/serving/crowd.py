"""Who a client is, and how many connections or requests each has at once."""

from __future__ import annotations

import ipaddress
from collections import Counter
from functools import lru_cache
from typing import Any

from pomegraph.web.mount import is_trusted, read_address

# Bits of an address of IPv6 that are given to one customer at the least (RFC 6177).
_PREFIX = 64
# Names that are kept: the same clients ask again and again.
_MOST_NAMES = 4096


class Crowd:
    """Counts what each client has going on.

    Args:
        most: How much each may have.
        proxies: The networks of proxies that are trusted to tell who asks; None for any.
    """

    def __init__(self, most: int, proxies: list[Any] | None) -> None:
        self._most = most
        self._proxies = proxies
        self._counts: Counter[str] = Counter()

    def enter(self, name: str) -> bool:
        """Count one more for a client; tell whether it may have so many. One without a name is not counted."""
        if not name:
            return True
        self._counts[name] += 1
        return self._counts[name] <= self._most

    def has_room(self, name: str) -> bool:
        """Tell whether a client may have one more."""
        return not name or self._counts[name] < self._most

    def leave(self, name: str) -> None:
        """Count one less."""
        if name:
            self._counts[name] -= 1
            if not self._counts[name]:
                del self._counts[name]

    def is_proxy(self, address: str) -> bool:
        """Tell whether an address is that of a trusted proxy."""
        return self._proxies is None or is_trusted(address, self._proxies)

    def name_peer(self, address: str) -> str:
        """Return the name of the client at the other end of a connection; a proxy has none: it stands for many."""
        return "" if self.is_proxy(address) else _name(address)

    def name_asker(self, address: str, forwarded: list[str]) -> str:
        """Return the name of the client that asks, who may be behind trusted proxies.

        Args:
            address: Of the other end of the connection.
            forwarded: The values of X-Forwarded-For, to whose end each proxy has added who asked it.
        """
        chain = [part.strip() for value in forwarded for part in value.split(",") if part.strip()]
        while chain and self.is_proxy(address):
            address = chain.pop()
        return _name(address)


@lru_cache(_MOST_NAMES)
def _name(address: str) -> str:
    found = read_address(address)
    if found is None:
        return address[:64]
    if found.version == 4:  # noqa: PLR2004 - of the protocol
        return str(found)
    return str(ipaddress.ip_network((found, _PREFIX), strict=False))
