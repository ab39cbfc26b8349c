"""Gunicorn's request, which reads header fields that came before only once: clients send the same over and over."""

from __future__ import annotations

from typing import Any

from gunicorn.http.message import Request

# Heads that are kept, and the bytes of the longest.
_MOST, _LONGEST = 512, 2048
_known: dict[tuple[bytes, str, Any], tuple[list[tuple[str, str]], str, bool]] = {}


class HeadRequest(Request):
    """A request; what its header fields say depends on their bytes, on who sent them and on the version of HTTP."""

    headers: list[tuple[str, str]]
    scheme: Any

    def parse_headers(self, data: bytes, from_trailer: bool = False) -> list[tuple[str, str]]:
        """Return the header fields.

        Raises:
            ParseException: they are not those of HTTP.
        """
        peer = self.peer_addr[0] if isinstance(self.peer_addr, tuple) else ""
        key = (data, peer, self.version)
        found = None if from_trailer else _known.get(key)
        if found is not None:
            headers, self.scheme, self._expected_100_continue = found
            return headers.copy()
        read: list[tuple[str, str]] = super().parse_headers(data, from_trailer=from_trailer)
        if not from_trailer and len(data) <= _LONGEST:
            if len(_known) >= _MOST:
                _known.clear()
            _known[key] = (read.copy(), self.scheme, self._expected_100_continue)
        return read
