"""Credentials: from the environment, sent only where nobody can listen, never shown."""

from __future__ import annotations

import httpx
import pytest

from pomegraph.errors import StoreError
from pomegraph.stores.connection import open_client
from pomegraph.stores.credentials import Credentials, check_address, read_credentials
from support.listener import run_bytes

ADA = Credentials(None, "ada", "secret")
ASKS_BASIC = b'HTTP/1.1 401 Who\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n'
ASKS_DIGEST = (
    b'HTTP/1.1 401 Who\r\nWWW-Authenticate: Digest realm="x", nonce="n", qop="auth", algorithm=MD5\r\n'
    b"Content-Length: 0\r\n\r\n"
)
FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


@pytest.mark.parametrize(
    ("environment", "credentials"),
    [
        ({}, None),
        ({"X_TOKEN": " "}, None),
        ({"X_TOKEN": "abc\n"}, Credentials("abc")),
        ({"X_USER": "ada", "X_PASSWORD": "sé cret"}, Credentials(None, "ada", "sé cret")),
        ({"X_TOKEN": "abc", "X_PLAIN_HTTP": "1"}, Credentials("abc", plain=True)),
        ({"Y_TOKEN": "abc"}, None),
    ],
)
def test_credentials_come_from_the_environment(environment: dict[str, str], credentials: Credentials | None) -> None:
    assert read_credentials(environment, "X") == credentials


@pytest.mark.parametrize(
    "environment",
    [
        {"X_TOKEN": "secret", "X_USER": "ada", "X_PASSWORD": "secret"},
        {"X_USER": "ada"},
        {"X_PASSWORD": "secret"},
        {"X_TOKEN": "secret\r\nX-Header: 1"},
        {"X_TOKEN": "sécret"},
        {"X_USER": "ada:x", "X_PASSWORD": "secret"},
        {"X_USER": "ada", "X_PASSWORD": "secret\nx"},
    ],
)
def test_credentials_that_cannot_be_sent_are_an_error_that_hides_them(environment: dict[str, str]) -> None:
    with pytest.raises(StoreError, match=r"set|choose") as caught:
        read_credentials(environment, "X")

    assert "secret" not in str(caught.value)


def test_secrets_are_not_shown() -> None:
    assert "secret" not in repr([ADA, Credentials("secret")])


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://ada:secret@127.0.0.1/sparql", "holds a user or a password"),
        ("https://secret@example.org/sparql", "holds a user or a password"),
        ("http://example.org/sparql", "others could read the credentials on their way to example.org"),
        ("http://localhost.example.org/sparql", "others could read"),
        ("http://127.0.0.1/#secret", "holds a #"),
        ("ftp://ada:secret@example.org/", "is not an HTTP URL"),
        ("ada:secret@example.org", "is not an HTTP URL"),
        ("http://[::1/secret", "is not an HTTP URL"),
        ("http://127.0.0.1:secret/", "is not an HTTP URL"),
        ("http:///sparql", "is not an HTTP URL"),
        ("http://127.0.0.1/a secret", "is not an HTTP URL"),
        ("", "is not an HTTP URL"),
    ],
)
def test_address_that_is_not_safe_is_an_error_that_hides_it(url: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as caught:
        check_address(url, ADA)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "credentials"),
    [
        ("https://example.org/sparql", ADA),
        ("http://localhost:3030/ds", ADA),
        ("http://[::1]:3030/ds", ADA),
        ("http://example.org/sparql", None),
        ("http://example.org/sparql", Credentials("t", plain=True)),
    ],
)
def test_address_that_is_safe_is_taken(url: str, credentials: Credentials | None) -> None:
    check_address(url, credentials)


def test_token_is_sent_at_once() -> None:
    with run_bytes(FINE) as listener, open_client(listener.url, Credentials("abc"), 5) as client:
        client.post(listener.url, content=b"x")

    assert b"\r\nAuthorization: Bearer abc\r\n" in listener.requests[0]


def test_password_is_sent_only_when_it_is_asked_for() -> None:
    with run_bytes(FINE, ASKS_BASIC, FINE) as listener, open_client(listener.url, ADA, 5) as client:
        statuses = [client.post(listener.url, content=b"x").status_code for _ in range(3)]

    assert statuses == [200, 200, 200]
    assert [b"Authorization: Basic YWRhOnNlY3JldA==" in request for request in listener.requests] == [0, 0, 1, 1]


def test_password_is_not_told_to_one_that_asks_for_a_digest() -> None:
    with run_bytes(ASKS_DIGEST, ASKS_DIGEST, FINE) as listener, open_client(listener.url, ADA, 5) as client:
        assert client.post(listener.url, content=b"x").status_code == 200

    assert b'Authorization: Digest username="ada"' in listener.requests[-1]
    assert all(b"Basic" not in request and b"secret" not in request for request in listener.requests)
    assert listener.requests[-1].endswith(b"\r\n" + b"x")


def test_credentials_do_not_follow_to_another_address() -> None:
    with run_bytes(FINE) as other:
        moved = b"HTTP/1.1 307 Moved\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % other.url.encode()
        with run_bytes(moved) as listener, open_client(listener.url, Credentials("abc"), 5) as client:
            response = client.post(listener.url, content=b"x")

    assert response.status_code == httpx.codes.TEMPORARY_REDIRECT
    assert other.requests == []
