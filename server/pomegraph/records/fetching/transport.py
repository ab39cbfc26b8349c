"""Asks a public service politely: not too often, by name, again after a while, and as late as it wishes."""

from __future__ import annotations

import email.utils
import re
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx

from pomegraph.errors import FetchError
from pomegraph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Accept = Callable[[bytes, Mapping[str, str]], None]

USER_AGENT = f"pomegraph/{__version__} (+https://w3id.org/pomegraph/)"
_AGAIN = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
_TIMEOUT = httpx.Timeout(120.0, connect=20.0)
# A page is some megabytes long.
_LONGEST = 1 << 28
_MOST_OF_A_MESSAGE = 4096


@dataclass(frozen=True, slots=True)
class Politeness:
    """How fast a service is asked, in seconds.

    Args:
        interval: At least so long between two requests.
        first: How long to wait after the first failure; twice as long after each further one.
        longest: The most to wait, also when the service asks for more: then it is told to the user.
        tries: How often a page is asked for.
    """

    interval: float
    first: float = 2.0
    longest: float = 300.0
    tries: int = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered: the status, the bytes, and its header fields by names in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class PoliteClient:
    """A connection to one service; to be closed."""

    def __init__(self, label: str, pace: Politeness, tell: Callable[[str], None]) -> None:
        self._label, self._pace, self._tell = label, pace, tell
        # Compressed answers that end too early look whole. Nothing may send us elsewhere.
        headers = {"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": "identity"}
        self._client = httpx.Client(headers=headers, timeout=_TIMEOUT, follow_redirects=False)
        self._free_at = time.monotonic()

    def __enter__(self) -> PoliteClient:
        """Return the client."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self._client.close()

    def get(self, address: str, accept: Accept, *, good: frozenset[int] = frozenset()) -> Answer:
        """Return the answer at an address, asking again while the service fails or what it sends is not whole.

        `accept` raises a ValueError for a body that is not what was asked for; a status of `good` needs no body.

        Raises:
            FetchError: the service refuses, or fails again and again.
        """
        reason = ""
        for number in range(self._pace.tries):
            wait = 0.0
            try:
                answer = self._ask(address)
            except httpx.HTTPError as error:
                reason = f"the connection broke off ({type(error).__name__})"
            else:
                reason = self._judge(answer, accept, good)
                wait = _read_wait(answer.headers.get("retry-after", ""))
                if not reason:
                    return answer
            self._wait(number, wait, reason)
        raise FetchError(
            f"{self._label} failed {self._pace.tries} times: {reason}", "run the command again later to go on"
        )

    def _ask(self, address: str) -> Answer:
        time.sleep(max(0.0, self._free_at - time.monotonic()))
        try:
            with self._client.stream("GET", address) as response:
                body = bytearray()
                for piece in response.iter_raw():
                    body += piece
                    if len(body) > _LONGEST:
                        raise FetchError(f"{self._label} sends more than {_LONGEST:,} bytes in a page", "ask for less")
                return Answer(response.status_code, bytes(body), dict(response.headers))
        finally:
            self._free_at = time.monotonic() + self._pace.interval

    def _judge(self, answer: Answer, accept: Accept, good: frozenset[int]) -> str:
        """Return why to ask again, or nothing for an answer that is what was asked for."""
        if answer.status in good:
            return ""
        if answer.status in _AGAIN:
            return f"status {answer.status}"
        if answer.status != HTTPStatus.OK:
            said = _show_message(answer.body)
            raise FetchError(
                f"{self._label} refuses ({answer.status}): {said}".rstrip(": "), "change the query", answer.status
            )
        try:
            accept(answer.body, answer.headers)
        except ValueError as error:
            return f"the page is not whole ({str(error)[:200]})"
        return ""

    def _wait(self, number: int, asked: float, reason: str) -> None:
        """Wait before the next try, as long as the service asks for.

        Raises:
            FetchError: it asks for more than anybody would wait.
        """
        if number + 1 == self._pace.tries:
            return
        if asked > self._pace.longest:
            cure = "run the command again then to go on"
            raise FetchError(f"{self._label} asks to come back in {asked:,.0f} seconds", cure)
        pause = max(asked, min(self._pace.first * 2.0**number, self._pace.longest))
        self._tell(f"{self._label}: {reason}; trying again in {pause:,.1f} s")
        time.sleep(pause)


def _show_message(body: bytes) -> str:
    """Return the beginning of what a service says of an error, as one line without markup."""
    text = re.sub(r"<[^<>]*>", " ", body[:_MOST_OF_A_MESSAGE].decode("utf-8", "replace"))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:300]


def _read_wait(text: str) -> float:
    """Return the seconds that a field Retry-After asks for: a number, or a date (RFC 9110, 10.2.3)."""
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError):
        return 0.0
