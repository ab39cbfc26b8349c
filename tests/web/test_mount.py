"""What proxies say of where they offer what is served: heard from those that are named, passed over from all others."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest
from flask import Flask, request, url_for

from pomegraph.web.mount import heed_proxies, is_trusted, read_prefix

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

LOOPBACK = [ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("2001:db8::/64")]


def ask(address: str, proxies: Iterable[str] = ("127.0.0.0/8",), **headers: str) -> TestResponse:
    app = Flask(__name__)

    @app.get("/here")
    def here() -> str:
        return f"{url_for('here', _external=True)} {request.remote_addr}"

    heed_proxies([ipaddress.ip_network(each) for each in proxies], app)
    named = {f"X-Forwarded-{name.title()}": value for name, value in headers.items()}
    return app.test_client().get("/here", headers=named, environ_base={"REMOTE_ADDR": address})


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ({"host": "example.org", "prefix": "/kg"}, "http://example.org/kg/here"),
        ({"host": "example.org:8443"}, "http://example.org:8443/here"),
        ({"prefix": "/a/b/"}, "http://localhost/a/b/here"),
        ({"prefix": "/of-a-client, /kg", "host": "client.example, example.org"}, "http://example.org/kg/here"),
        ({"prefix": "//example.org"}, "http://localhost/here"),
        ({"prefix": "/a/../b"}, "http://localhost/here"),
        ({"prefix": "https://example.org/"}, "http://localhost/here"),
        ({"prefix": "/<script>"}, "http://localhost/here"),
        ({"prefix": "/"}, "http://localhost/here"),
        # The web server hears these.
        ({"proto": "https", "for": "192.0.2.1"}, "http://localhost/here"),
    ],
)
def test_named_proxy_says_where_this_is_offered(headers: dict[str, str], address: str) -> None:
    assert ask("127.0.0.1", **headers).text == f"{address} 127.0.0.1"


def test_nobody_else_is_heard() -> None:
    for address, proxies in (("192.0.2.1", ["127.0.0.0/8"]), ("127.0.0.1", []), ("", ["127.0.0.0/8"])):
        assert ask(address, proxies, host="example.org", prefix="/kg").text.startswith("http://localhost/here ")


@pytest.mark.parametrize(
    ("address", "trusted"),
    [
        ("127.1.2.3", True),
        ("::ffff:127.0.0.1", True),
        ("2001:db8::1", True),
        ("2001:db8::1%eth0", True),
        ("::1", False),
        ("192.0.2.1", False),
        ("unix:", False),
    ],
)
def test_address_is_compared_with_networks(address: str, trusted: bool) -> None:
    assert is_trusted(address, LOOPBACK) is trusted


def test_prefix_is_a_path_of_whole_segments() -> None:
    assert [read_prefix(field) for field in ("/a", "a", "/a//b", "/a b", "", "/./a", "/a%2f", "/\u00e4")] == ["/a"] + [
        ""
    ] * 7
