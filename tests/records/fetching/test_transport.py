"""How a service is asked: with patience, and no faster than it wishes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from pomegraph.errors import FetchError
from pomegraph.records.fetching.transport import Answer, PoliteClient, Politeness
from support.records_service import Reply, run_service

if TYPE_CHECKING:
    from collections.abc import Mapping


def accept(body: bytes, _headers: Mapping[str, str]) -> None:
    if body != b"good":
        raise ValueError("not good")


def get(address: str, pace: Politeness, said: list[str] | None = None) -> Answer:
    with PoliteClient("The service", pace, (said if said is not None else []).append) as client:
        return client.get(address, accept)


def test_requests_keep_their_distance() -> None:
    begun = time.monotonic()
    with (
        run_service(lambda _asked, _count: Reply(b"good")) as service,
        PoliteClient("It", Politeness(0.2), print) as client,
    ):
        for _ in range(3):
            client.get(service.address, accept)

    assert time.monotonic() - begun >= 0.4


def test_pause_is_as_long_as_the_service_asks_for() -> None:
    said: list[str] = []
    late = Reply(b"slow", 429, {"Retry-After": "1"})
    with run_service(lambda _asked, count: Reply(b"good") if count else late) as service:
        get(service.address, Politeness(0, first=0), said)

    assert said == ["The service: status 429; trying again in 1.0 s"]


def test_pauses_grow_and_end() -> None:
    said: list[str] = []
    ended = pytest.raises(FetchError, match=r"failed 4 times: the page is not whole \(not good\)")
    with run_service(lambda _asked, _count: Reply(b"bad")) as service, ended:
        get(service.address, Politeness(0, first=0.01, tries=4), said)

    assert [one.rpartition(" in ")[2] for one in said] == ["0.0 s"] * 3
    assert len(service.asked) == 4


def test_service_that_is_not_there_is_told() -> None:
    with pytest.raises(FetchError, match=r"failed 2 times: the connection broke off \(ConnectError\)"):
        get("http://127.0.0.1:9/api", Politeness(0, first=0, tries=2))


def test_move_is_not_followed() -> None:
    moved = Reply(b"", 302, {"Location": "http://127.0.0.1:9/"})
    with run_service(lambda _asked, _count: moved) as service, pytest.raises(FetchError, match=r"refuses \(302\)"):
        get(service.address, Politeness(0, first=0))


def test_answers_are_asked_for_as_they_are() -> None:
    with run_service(lambda _asked, _count: Reply(b"good")) as service:
        get(service.address, Politeness(0))

    assert service.fields["accept-encoding"] == "identity"
    assert "pomegraph" in service.fields["user-agent"]
