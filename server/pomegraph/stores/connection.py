"""Speaks HTTP with a store elsewhere, and says in plain words what went wrong there."""

from __future__ import annotations

import html
import re
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx

from pomegraph.errors import QueryError, StoreDownError, StoreError, StoreTimeoutError
from pomegraph.stores.credentials import Login, check_address, is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pomegraph.stores.credentials import Credentials

# How the store is called to clients of an endpoint, who need not know its address.
STORE = "the store behind this endpoint"
_LONGEST = 500
_MOST_OF_A_PAGE = 1 << 16
_CONNECT = 5.0
_TAIL = 1024
# How far to read on behind an answer that cannot be understood, for what the store says there.
_MOST_OF_A_REST = 1 << 20
# How Fuseki, Oxigraph and Virtuoso say that they stopped a query at their own time limit.
_TIMED_OUT = re.compile(r"tim(?:ed|e)[ -]?out|cancelled|Virtuoso S1T", re.IGNORECASE)
# What is the query's fault although the status is 500: by SQLSTATE of Virtuoso data, syntax, and a function not known.
_QUERY_FAULT = re.compile(r"Virtuoso (?:22|37|42001)|The custom (?:aggregate )?function")
_PLACE = re.compile(r"\bline:? ?(\d+), ?col(?:umn)?:? ?(\d+)|error at (\d+):(\d+)", re.IGNORECASE)
_MARKUP = re.compile(r"<(head|script|style)\b.*?</\1\s*>|<!?/?[a-z][^>]*>", re.IGNORECASE | re.DOTALL)
# What follows is the query once more, or the inside of the store.
_INSIDE = re.compile(r"\s*\n(?:SPARQL query:|\s*at [\w$.]+\(|Caused by:|Traceback ).*", re.DOTALL)
_PATH = re.compile(r"""(?<![^\s"'(=])(?:file:)?/(?:[\w.+-]+/)+[\w.+-]*""")
_SAYS_TO_WAIT = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE}


def open_client(url: str, credentials: Credentials | None, timeout: float) -> httpx.Client:
    """Return a client for one store; `timeout` are the seconds to wait for each piece of an answer.

    Raises:
        StoreError: the credentials may not be sent there.
    """
    check_address(url, credentials)
    return httpx.Client(
        auth=Login(credentials) if credentials else None,
        timeout=httpx.Timeout(timeout, connect=min(timeout, _CONNECT)),
        # Compressed answers that end too early look whole.
        headers={"Accept-Encoding": "identity", "User-Agent": "pomegraph"},
        # A proxy must not be asked for this machine, nor a store that moved be told our credentials.
        trust_env=not is_loopback(url),
        follow_redirects=False,
        # A store that closes idle connections must not do so while we send.
        limits=httpx.Limits(keepalive_expiry=2.0),
    )


@contextmanager
def tell_failures(name: str) -> Iterator[None]:
    """Turn failures of the connection to a store, as it is called to the reader, into errors.

    Raises:
        StoreDownError: it cannot be reached.
        StoreTimeoutError: it does not answer in time.
        StoreError: the connection broke off, or the answer is not HTTP.
    """
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
        reason = re.sub(r"\[[^\]]*\] ?|\s*\(_\w+\.c:\d+\)", "", str(error)) or "no answer"
        raise StoreDownError(f"{name} cannot be reached ({reason})", "try again later") from error
    except httpx.TimeoutException as error:
        raise StoreTimeoutError(f"{name} did not answer in time", "try again, or ask for less") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise StoreError(f"the connection to {name} broke off before the answer was whole", "try again") from error


def read_message(response: httpx.Response) -> str:
    """Return what a response with an error says, as one line for people."""
    data = b""
    for piece in response.iter_raw():
        data += piece
        if len(data) > _MOST_OF_A_PAGE:
            break
    return clean_message(data.decode("utf-8", "replace"))


def clean_message(text: str) -> str:
    """Return a message of a store without markup, its stack trace, its paths, and the query that it repeats.

    >>> clean_message("<html><h1>Error 400</h1><pre>Unknown prefix &lt;ex&gt;</pre></html>")
    'Error 400 Unknown prefix <ex>'
    """
    if re.search(r"<(?:html|!doctype|body)\b", text[:1000], re.IGNORECASE):
        text = html.unescape(_MARKUP.sub(" ", text))
    text = _PATH.sub("(a path)", _INSIDE.sub("", text))
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4]} ..."


def explain_refusal(response: httpx.Response, name: str) -> QueryError | StoreError:
    """Return the error for a response that is not a success of a query."""
    status = response.status_code
    message = read_message(response)
    said = f": {message}" if message else ""
    if is_timeout(message) and status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return explain_timeout(name)
    if status == HTTPStatus.BAD_REQUEST or _QUERY_FAULT.match(message):
        return _explain_query(message)
    if status in {HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.REQUEST_URI_TOO_LONG}:
        return QueryError(f"the query is too long for {name}", "make it shorter")
    return explain_status(response, name, said)


def explain_status(response: httpx.Response, name: str, said: str) -> StoreError:
    """Return the error for a status that says nothing about the request itself."""
    status = response.status_code
    if response.is_redirect:
        return StoreError(f"{name} has moved", "the operator must give its new address")
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED}:
        return StoreError(f"{name} refuses our credentials, or asks for some ({status})", "the operator must set them")
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.GONE}:
        return StoreError(f"{name} has nothing at this address ({status})", "the operator must correct the address")
    if status in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT}:
        return explain_timeout(name)
    if status in _SAYS_TO_WAIT:
        return StoreDownError(f"{name} is busy or not available ({status}){said}", "try again later")
    return StoreError(f"{name} failed ({status}){said}")


def explain_timeout(name: str) -> StoreTimeoutError:
    """Return the error for a query that the store stopped."""
    return StoreTimeoutError(
        f"{name} stopped the query at a time limit (timeout) of its own",
        "make the query smaller: more constants, fewer patterns without a shared variable, a LIMIT without ORDER BY",
    )


def is_timeout(message: str) -> bool:
    """Return whether a store says that it stopped a query at a time limit."""
    return _TIMED_OUT.search(message) is not None


def _explain_query(message: str) -> QueryError:
    place = _PLACE.search(message)
    numbers = [int(number) for number in place.groups() if number] if place else []
    line, column = numbers or (None, None)
    return QueryError(message or "the store does not understand the query", line=line, column=column)


class Body:
    """The body of a response as a file to parsers; its first and last bytes are kept."""

    def __init__(self, response: httpx.Response) -> None:
        self.head = b""
        self.tail = b""
        self._pieces = response.iter_raw()
        self._piece = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        """Return some bytes, at most as many as asked for; none at the end."""
        while not self._piece:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self.head = self.head or piece[:_TAIL]
            self.tail = piece[-_TAIL:] if len(piece) >= _TAIL else (self.tail + piece)[-_TAIL:]
            self._piece = memoryview(piece)
        found = self._piece[: size if size >= 0 else None]
        self._piece = self._piece[len(found) :]
        return bytes(found)

    def finish(self) -> None:
        """Read to the end, as far as it is not too far: it shows whether the answer is whole."""
        rest = 0
        while rest < _MOST_OF_A_REST and (piece := self.read(_MOST_OF_A_REST)):
            rest += len(piece)
