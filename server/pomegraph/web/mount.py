"""Heeds where trusted proxies say that they offer what is served: at another host, below a path.

Nobody else is heard, and a proxy must be named to be heard: one that passes on what its clients say would let any of
them lead others astray, by an answer that a cache keeps.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask

    from pomegraph.web.settings import Network

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PREFIX = "HTTP_X_FORWARDED_PREFIX"
# RFC 3986, 3.3: segments that are not empty, of what stands in a path without escapes.
_PATH = re.compile(r"(?:/[A-Za-z0-9._~!$&'()*+;=:@-]+)*/?")


def heed_proxies(proxies: Sequence[Network], app: Flask) -> None:
    """Go round an application so that it hears what trusted proxies say."""
    if not proxies:
        return
    behind = app.wsgi_app
    # The web server has heard by which scheme and for whom they ask.
    told = ProxyFix(behind, x_for=0, x_proto=0, x_host=1, x_prefix=1)

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        chosen: WSGIApplication = behind
        if is_trusted(str(environ.get("REMOTE_ADDR", "")), proxies):
            environ[_PREFIX] = read_prefix(environ.get(_PREFIX, ""))
            chosen = told
        return chosen(environ, start_response)

    app.wsgi_app = answer  # type: ignore[method-assign]


def is_trusted(address: str, proxies: Iterable[Network]) -> bool:
    """Tell whether an address is that of a proxy.

    >>> is_trusted("::ffff:127.0.0.1", [ipaddress.ip_network("127.0.0.0/8")])
    True
    """
    found = read_address(address)
    return found is not None and any(found in network for network in proxies)


def read_address(text: str) -> Address | None:
    """Return an address of the other end of a connection, one of IPv4 as such; None where it is none, as of a socket.

    >>> read_address("::ffff:127.0.0.1"), read_address("fe80::1%eth0"), read_address("")
    (IPv4Address('127.0.0.1'), IPv6Address('fe80::1'), None)
    """
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def read_prefix(field: str) -> str:
    """Return the path that the last of several proxies names; none where it is not a path.

    >>> read_prefix("/a, /kg/"), read_prefix("//example.org")
    ('/kg', '')
    """
    path = field.rpartition(",")[2].strip()
    is_path = _PATH.fullmatch(path) and not {".", ".."} & set(path.split("/"))
    return path.rstrip("/") if is_path else ""
