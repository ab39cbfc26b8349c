"""Reads the head of a request; Gunicorn does not read again what differs from an earlier one in its target alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gunicorn.http.body import Body, LengthReader
from gunicorn.http.errors import InvalidHeader, UnsupportedTransferCoding
from gunicorn.http.message import Request

if TYPE_CHECKING:
    from gunicorn.http.unreader import Unreader

# Heads that are kept, and the bytes of the longest, without its first line.
_MOST, _LONGEST = 512, 2048
# RFC 9112, section 3.2.1: a target in origin form, without what Gunicorn looks at twice.
_LINE = re.compile(rb"(GET|HEAD|POST) (/(?!/)[!\"$-~]*) HTTP/1\.1\r\n")
_known: dict[tuple[bytes, bytes, str, Any], tuple[Any, int]] = {}


def read_request(settings: Any, unreader: Unreader, address: Any, head: bytes) -> Any:
    """Return the request that a head begins, which the unreader gives too.

    Raises:
        ParseException: the head is not one of HTTP/1.1.
        NoMoreData: it does not end.
    """
    line = _LINE.match(head)
    if line is None:
        return _read(settings, unreader, address)
    # What the fields say depends on who sent them; the version is the same in all.
    key = line[1], head[line.end() :], address[0] if isinstance(address, tuple) else "", settings
    known, length = _known.get(key) or (None, 0)
    if known is not None and len(line[0]) - 2 <= known.limit_request_line:
        return _repeat(known, line[2].decode("ascii"), length, unreader, address)
    request = _read(settings, unreader, address)
    if len(key[1]) <= _LONGEST and not request._expected_100_continue and type(request.body.reader) is LengthReader:
        if len(_known) >= _MOST:
            _known.clear()
        _known[key] = _repeat(request, request.uri, 0, unreader, address), request.body.reader.length
    return request


def _repeat(known: Any, target: str, length: int, unreader: Unreader, address: Any) -> Any:
    """Return a request like another one, with a target and a body of its own."""
    request = Request.__new__(Request)
    request.__dict__.update(known.__dict__, headers=known.headers.copy())
    request.uri = target
    request.path, _, request.query = target.partition("?")
    request.unreader, request.peer_addr, request.remote_addr = unreader, address, address
    request.body = Body(LengthReader(unreader, length))
    return request


def _read(settings: Any, unreader: Unreader, address: Any) -> Any:
    """Let Gunicorn read a request, and refuse what it lets pass."""
    request: Any = Request(settings, unreader, address)
    # RFC 9112, section 3.2: a request of HTTP/1.1 without Host is answered with 400.
    if request.version >= (1, 1) and not any(name == "HOST" for name, _ in request.headers):
        raise InvalidHeader("HOST")
    codings = [value for name, value in request.headers if name == "TRANSFER-ENCODING"]
    for coding in ",".join(codings).lower().split(","):
        # Section 7: of the others none is taken off, and identity is none any more.
        if coding.strip(" \t") not in {"", "chunked", "identity"}:
            raise UnsupportedTransferCoding(coding)
    return request
