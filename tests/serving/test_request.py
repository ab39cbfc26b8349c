"""Heads that came before are read as they were, and one that is refused is refused each time."""

from __future__ import annotations

from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import ParseException

from pomegraph.serving.incoming import Incoming
from pomegraph.serving.pace import Shelf

FIELDS = "Host: x\r\nAccept: text/csv\r\nX-Forwarded-Proto: https\r\n"


def read(fields: str, line: str = "GET /a HTTP/1.1", address: str = "127.0.0.1") -> Any:
    incoming = Incoming(Config(), (address, 1234), 1 << 20, Shelf(1 << 20, 1 << 20, 1 << 20, 1))
    try:
        incoming.feed(f"{line}\r\n{fields}\r\n".encode("latin-1"))
        return incoming.request
    finally:
        incoming.close()


def test_same_fields_are_read_alike() -> None:
    first, second = read(FIELDS), read(FIELDS, "GET /b HTTP/1.1")

    assert second.headers == first.headers
    assert second.headers is not first.headers
    assert (first.path, second.path) == ("/a", "/b")


def test_who_sends_them_counts() -> None:
    assert [read(FIELDS, address=address).scheme for address in ("127.0.0.1", "192.0.2.1", "127.0.0.1")] == [
        "https",
        "http",
        "https",
    ]


def test_version_counts() -> None:
    fields = FIELDS + "Expect: 100-continue\r\nContent-Length: 1\r\n"
    expects = [read(fields, f"POST / HTTP/{version}")._expected_100_continue for version in ("1.1", "1.0", "1.1")]

    assert expects == [True, False, True]


@pytest.mark.parametrize("fields", ["Host: x\r\nbad name: 1\r\n", "Host: x\r\nHost: y\r\n"])
def test_what_is_refused_is_refused_again(fields: str) -> None:
    for _ in range(2):
        with pytest.raises(ParseException):
            read(fields)


@pytest.mark.parametrize(
    "target", ["/a?b=c&d=%20", "/", "/a?b?c", "/a[b]", "/a;b:c@d", "/a#b", "//a/b", "http://x/a?b"]
)
def test_target_is_read_alike_whatever_came_before(target: str) -> None:
    fields = f"Host: x\r\nUser-Agent: {target}\r\n"
    found = [read(fields, f"GET {line} HTTP/1.1") for line in ("/first", target, target)]

    assert len({(each.uri, each.path, each.query) for each in found[1:]}) == 1
    alone = read(fields + "Accept: text/csv\r\n", f"GET {target} HTTP/1.1")
    assert (alone.uri, alone.path, alone.query) == (found[1].uri, found[1].path, found[1].query)


def test_method_and_length_of_the_body_count() -> None:
    fields = FIELDS + "Content-Length: 3\r\n"
    found = [read(fields, f"{method} /b HTTP/1.1") for method in ("POST", "GET", "POST", "PUT")]

    assert [each.method for each in found] == ["POST", "GET", "POST", "PUT"]
    assert {each.body.reader.length for each in found} == {3}


def test_line_that_is_too_long_is_refused_whatever_came_before() -> None:
    read(FIELDS)
    with pytest.raises(ParseException):
        read(FIELDS, f"GET /{'a' * 8200} HTTP/1.1")
