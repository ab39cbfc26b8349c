"""No request makes a fault: whatever is sent, the answer is a result or a problem, and shows nothing of the inside."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import create_environ, run_wsgi_app

from pomegraph.engine.limits import Limits
from support.endpoint import COLOURS, EVERYTHING, make_client

# What a page or a problem must not hold: traces, paths of this machine, names and addresses of Python.
INSIDE = re.compile(r"Traceback|File \"|[.]py\b|/work/|/tmp/|site-packages|pyoxigraph|[A-Z][a-z]+Error\b|0x[0-9a-f]{8}")
PATHS = [
    "/",
    "/sparql",
    "/sparql/",
    "/sparql.json",
    "/sparql.ttl",
    "/sparql.html",
    "/graphs",
    "/graphs/x",
    "/metrics",
    "/health/live",
    "/health/ready",
    "/problems/size",
    "/static/style.css",
    "/static/../app",
    "/static/%2e%2e/app",
]
METHODS = ["GET", "GET", "GET", "HEAD", "POST", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW"]
PARAMETERS = ["query", "update", "default-graph-uri", "named-graph-uri", "timeout", "format", "graph", "default"]
FIELDS = [
    "Accept",
    "Accept-Encoding",
    "Accept-Charset",
    "If-None-Match",
    "If-Modified-Since",
    "X-Request-Id",
    "Origin",
    "Range",
    "Content-Encoding",
    "Host",
    "Access-Control-Request-Method",
    "Access-Control-Request-Headers",
    "Cookie",
    "Authorization",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "Forwarded",
    "Content-Length",
    "Transfer-Encoding",
    "Expect",
    "TE",
    "Upgrade",
]
MEDIA = [
    "text/html",
    "text/plain",
    "text/csv",
    "text/turtle",
    "application/json",
    "application/*",
    "*/*",
    "*",
    "q=0",
    ";q=0.5",
    ",",
    ";",
    "x",
]
TYPES = [
    *(f"application/{name}" for name in ("x-www-form-urlencoded", "sparql-query", "sparql-update", "x")),
    "multipart/form-data",
]
CHARSETS = ["", *(f"; charset={name}" for name in ("utf-8", "utf-16", "latin-1", '"', ""))]
HOSTS = ["", ".", "a..b", "x:y", "[::1", "é", "a b", "localhost:99999", "x" * 300, "<b>"]
BITS = [
    "",
    "a:b",
    "https://example.org/red",
    "json",
    "turtle",
    "html",
    "0",
    "1",
    "1e9",
    "é",
    "%",
    "%FF",
    "*/*",
    "../..",
    "{",
    "'",
    "\0",
    "{{7*7}}",
]
SPARQL = [
    r"SELECT",
    r"*",
    r"ASK",
    r"CONSTRUCT",
    r"{",
    r"}",
    r"?s",
    r"?p",
    r"?o",
    r".",
    r"<a:b>",
    r'"x"',
    r"FILTER(",
    r")",
    r"SERVICE",
    r"GRAPH",
    r"\u0053",
    r"#",
    r"()",
    r"LIMIT",
    r"1",
]
QUERIES = [COLOURS, EVERYTHING, "ASK {}", "DESCRIBE <a:b>", "CLEAR ALL", "SELECT (UUID() AS ?x) {}"]

words = st.one_of(st.sampled_from(BITS), st.text(st.characters(codec="utf-8"), max_size=12))
raw = st.one_of(words.map(str.encode), st.binary(max_size=12))
queries = st.one_of(
    st.sampled_from(QUERIES).map(str.encode), st.lists(st.sampled_from(SPARQL)).map(" ".join).map(str.encode), raw
)
pairs = st.one_of(
    st.tuples(st.just(b"query"), queries),
    st.tuples(st.sampled_from(PARAMETERS).map(str.encode), raw),
    st.tuples(raw, raw),
)


def join(pairs: list[tuple[bytes, bytes]]) -> str:
    return "&".join(f"{quote_from_bytes(name)}={quote_from_bytes(value)}" for name, value in pairs)


parameters = st.lists(pairs, max_size=4).map(join)
# Mostly what can be answered, so that not all ends at the door.
asking = st.tuples(st.sampled_from(QUERIES).map(str.encode) | queries, st.lists(pairs, max_size=2)).map(
    lambda found: join([(b"query", found[0]), *found[1]])
)
naming = st.tuples(st.sampled_from(["default", "graph=https://example.org/red", "graph=a:b", ""]), parameters).map(
    "&".join
)
lines = st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=20)
types = st.tuples(st.sampled_from(TYPES), st.sampled_from(CHARSETS)).map("".join)
fields = st.one_of(
    st.tuples(st.sampled_from(FIELDS), st.one_of(st.lists(st.sampled_from(MEDIA)).map("".join), lines)),
    st.tuples(st.just("Host"), st.sampled_from(HOSTS)),
    st.tuples(st.just("Content-Type"), st.one_of(types, lines)),
)


def build_environ(method: str, path: bytes, query: str, fields: list[tuple[str, str]], body: bytes) -> dict[str, Any]:
    """Return a request as a WSGI server gives it, which cannot be built from parts that are no HTTP."""
    environ = create_environ(method=method, data=body if method in {"POST", "PUT", "PATCH"} else None)
    environ |= {"PATH_INFO": path.decode("latin-1"), "QUERY_STRING": query}
    for name, value in fields:
        key = name.upper().replace("-", "_")
        environ[key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"] = value
    return environ


headers = st.lists(fields, max_size=4)
posted = st.sampled_from([("Content-Type", TYPES[0]), ("Content-Type", TYPES[1])])
REQUESTS = {
    "get": st.builds(
        build_environ, st.sampled_from(["GET", "HEAD"]), st.just(b"/sparql"), asking, headers, st.just(b"")
    ),
    "post": st.builds(
        build_environ,
        st.just("POST"),
        st.sampled_from([b"/sparql", b"/sparql.json"]),
        parameters,
        st.tuples(posted, headers).map(lambda found: [found[0], *found[1]]),
        asking.map(str.encode) | queries,
    ),
    "graphs": st.builds(build_environ, st.just("GET"), st.just(b"/graphs"), naming, headers, st.just(b"")),
    "anything": st.builds(
        build_environ,
        st.sampled_from(METHODS),
        st.one_of(st.sampled_from(PATHS).map(str.encode), raw.map(b"/graphs/".__add__), raw.map(b"/".__add__)),
        parameters,
        headers,
        parameters.map(str.encode),
    ),
}


@pytest.fixture(scope="module")
def app() -> Flask:
    return make_client(limits=Limits(timeout=2.0), max_body=100_000, cache_size=100_000).application


def check(app: Flask, environ: dict[str, Any]) -> None:
    """Send a request and check the answer, of which little is known."""
    body, status, headers = run_wsgi_app(app, environ, buffered=True)
    text, code = b"".join(body).decode("utf-8", "replace"), int(status.partition(" ")[0])

    assert code not in {500, 502, 504}
    assert headers["X-Request-Id"]
    if code >= 400:
        assert not INSIDE.search(text), text
        if headers["Content-Type"] == "application/problem+json" and environ["REQUEST_METHOD"] != "HEAD":
            assert json.loads(text)["status"] == code


@pytest.mark.parametrize("number", [100, pytest.param(2_500, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", REQUESTS)
def test_no_request_makes_a_fault(app: Flask, kind: str, number: int) -> None:
    @settings(max_examples=number, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(REQUESTS[kind])
    def run(environ: dict[str, Any]) -> None:
        check(app, environ)

    run()
