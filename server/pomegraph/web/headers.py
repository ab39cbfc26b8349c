"""Headers that tell caches what an answer is, and browsers what a page may do."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pomegraph.web.cache import hash_parts

if TYPE_CHECKING:
    from flask import Request, Response

    from pomegraph.web.protocol import Call

# Pages hold text from the data and from requests; should any of it be taken for markup, nothing is run or loaded.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_FIELD = "Content-Security-Policy"
# Servers and proxies read 4 KB at the least, of which the host and the path take a part.
_LONGEST_URL = 2048


def build_tag(version: str, call: Call, name: str) -> str:
    """Return the entity tag of the answer to a call in one format from one version of the data.

    It is known before the query runs. It is sent as a weak one: rows without ORDER BY, and labels of blank nodes, may
    differ between two runs that mean the same (RFC 9110, 8.8.1).
    """
    return hash_parts(version, call.query, call.dataset, name)[:32]


def is_fresh(request: Request, tag: str) -> bool:
    """Tell whether the client has the answer with this tag already."""
    # `*` would be true of any answer, but whether there is one is known only after the run.
    tags = request.if_none_match
    return is_conditional(request) and not tags.star_tag and tags.contains_weak(tag)


def is_conditional(request: Request) -> bool:
    """Tell whether a client wants an answer only if it has not got it already."""
    return "If-None-Match" in request.headers and request.method in {"GET", "HEAD"}


def mark_lasting(response: Response, tag: str) -> None:
    """Let caches keep an answer; the data can change at any time, so they have to ask whether it still holds."""
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"


def mark_checked(response: Response) -> None:
    """Let caches keep a page, or what stands in its place, but ask each time whether it is still the same."""
    response.headers["Cache-Control"] = "no-cache"
    response.vary.add("Accept")


def allow_script(response: Response) -> None:
    """Let a page run the files of scripts that are served here, and let these ask here; nothing written in the page."""
    response.headers[_FIELD] = f"{POLICY}; script-src 'self'; connect-src 'self'"


def mark_fleeting(response: Response) -> None:
    """Keep an answer out of caches: the next one to the same request may differ, or it is an error."""
    response.headers["Cache-Control"] = "no-store"
    response.headers.pop("ETag", None)


def mark_private(response: Response) -> None:
    """Keep a page out of all caches and archives, and let no other page read it: it shows what is not ours to give."""
    mark_fleeting(response)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, noarchive, nosnippet"


def _build_query_string(call: Call) -> str:
    """Return the parameters that ask for the same again; without the time limit, which changes no result."""
    default, named = call.dataset or ([], [])
    pairs = [("query", call.query)]
    pairs += [("default-graph-uri", name) for name in default]
    pairs += [("named-graph-uri", name) for name in named]
    return urlencode(pairs)


def build_location(path: str, call: Call) -> str | None:
    """Return the URL that asks for the same by GET, or None if servers and proxies would find it too long."""
    location = f"{path}?{_build_query_string(call)}" if len(call.query) <= _LONGEST_URL else ""
    return location if 0 < len(location) <= _LONGEST_URL else None
