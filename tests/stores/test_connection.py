"""What a store says, in plain words; see also the tests of stores elsewhere."""

from __future__ import annotations

import httpx
import pytest

from pomegraph.errors import QueryError, StoreDownError, StoreTimeoutError
from pomegraph.stores.connection import Body, clean_message, explain_refusal, is_timeout, open_client, tell_failures
from support.listener import run_bytes


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Parse error:\n  line 1,\tcolumn 7\n", "Parse error: line 1, column 7"),
        (
            '<!DOCTYPE HTML><html><head><title>500</title></head><body><h3>Error 22023</h3><xmp>No "default"</xmp></body>',
            'Error 22023 No "default"',
        ),
        (
            "Virtuoso 37000 Error SP030: syntax error\n\nSPARQL query:\nSELECT secret",
            "Virtuoso 37000 Error SP030: syntax error",
        ),
        ("Oops\n\tat org.apache.jena.Query.run(Query.java:12)\n\tat x.y(Z.java:1)", "Oops"),
        ("Oops\nCaused by: java.io.IOException", "Oops"),
        ("cannot open /var/lib/store/data.db: full", "cannot open (a path): full"),
        ("unknown <http://example.org/a/b> in ?s ex:p/ex:q", "unknown <http://example.org/a/b> in ?s ex:p/ex:q"),
        ("\x1b[31mred\x00", "[31mred"),
        ("", ""),
    ],
)
def test_message_is_one_clean_line(text: str, message: str) -> None:
    assert clean_message(text) == message


def test_message_is_never_long() -> None:
    assert len(clean_message("x" * 10_000)) == 500
    assert len(clean_message("<html>" + "<" * 100_000)) == 500


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Query timed out", True),
        ("The SPARQL operation has been cancelled", True),
        ("Virtuoso S1T00 Error SR171: Transaction timed out", True),
        ("##  Query cancelled due to timeout during execution   ##", True),
        ("Virtuoso 42000 Error", False),
    ],
)
def test_time_limit_of_a_store_is_known_by_its_words(text: str, verdict: bool) -> None:
    assert is_timeout(text) is verdict


@pytest.mark.parametrize(
    "text",
    ['Parse error: Encountered "<EOF>" at line 3, column 15.', "error at 3:15: expected x", "[line: 3, col: 15] x"],
)
def test_place_of_an_error_is_found(text: str) -> None:
    error = explain_refusal(httpx.Response(400, stream=httpx.ByteStream(text.encode())), "the store")

    assert isinstance(error, QueryError)
    assert (error.line, error.column) == (3, 15)


def test_store_that_does_not_answer_is_given_up() -> None:
    with (
        run_bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n") as listener,
        open_client(listener.url, None, 5) as client,
    ):
        with pytest.raises(StoreDownError, match="x cannot be reached"), tell_failures("x"):
            client.get("http://127.0.0.1:9/")
        with pytest.raises(StoreTimeoutError, match="x did not answer in time"), tell_failures("x"):
            raise httpx.ReadTimeout("")


def test_body_keeps_its_ends() -> None:
    body = Body(httpx.Response(200, stream=httpx.ByteStream(b"a" * 2000 + b"b" * 2000)))
    pieces = list(iter(lambda: body.read(1500), b""))

    assert [len(piece) for piece in pieces] == [1500, 1500, 1000]
    assert (body.head, body.tail) == (b"a" * 1024, b"b" * 1024)
