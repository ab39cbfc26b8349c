"""Who a client is: by its address, or as a trusted proxy tells it."""

from __future__ import annotations

import ipaddress

import pytest

from pomegraph.serving.crowd import Crowd

PROXIES = [ipaddress.ip_network(name) for name in ("127.0.0.1", "::1", "10.0.0.0/8")]


@pytest.mark.parametrize(
    ("address", "forwarded", "name"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.7"], "192.0.2.1"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["203.0.113.5, 198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["203.0.113.5", "198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["203.0.113.5, 10.1.2.3"], "203.0.113.5"),
        ("127.0.0.1", ["10.1.2.3"], "10.1.2.3"),
        ("::ffff:127.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("::1", ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", [], "2001:db8:1:2::/64"),
        ("fe80::1%eth0", [], "fe80::/64"),
        ("127.0.0.1", ["unknown"], "unknown"),
        ("127.0.0.1", ["x" * 10_000], "x" * 64),
        ("127.0.0.1", [" , ,"], "127.0.0.1"),
    ],
)
def test_client_is_who_the_last_trusted_proxy_saw(address: str, forwarded: list[str], name: str) -> None:
    assert Crowd(1, PROXIES).name_asker(address, forwarded) == name


def test_all_may_be_trusted() -> None:
    assert Crowd(1, None).name_asker("192.0.2.1", ["198.51.100.7"]) == "198.51.100.7"


@pytest.mark.parametrize(("address", "name"), [("192.0.2.1", "192.0.2.1"), ("10.0.0.7", ""), ("127.0.0.1", "")])
def test_connections_of_a_proxy_are_nobodys(address: str, name: str) -> None:
    assert Crowd(1, PROXIES).name_peer(address) == name


def test_each_may_have_so_many_and_no_more() -> None:
    crowd = Crowd(2, PROXIES)

    assert [crowd.enter("a"), crowd.enter("a"), crowd.enter("a"), crowd.enter("b")] == [True, True, False, True]
    crowd.leave("a")
    crowd.leave("a")
    assert crowd.enter("a")


def test_who_has_no_name_is_not_counted() -> None:
    crowd = Crowd(1, PROXIES)

    assert [crowd.enter("") for _ in range(5)] == [True] * 5
    crowd.leave("")
