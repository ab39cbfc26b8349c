"""Requests as they come in: in pieces of any size, one after the other, and never more than there is room for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException

from pomegraph.serving.incoming import Incoming, NoRoomError
from pomegraph.serving.pace import Shelf

GET = b"GET /a?b HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nASK {}"
CHUNKED = b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n"
MOST = 200_000


@pytest.fixture
def incoming(request: pytest.FixtureRequest) -> Iterator[Incoming]:
    """What comes from a client, and room for bodies of so many bytes in all."""
    disk = getattr(request, "param", MOST)
    incoming = Incoming(Config(), ("127.0.0.1", 1), MOST, Shelf(0, disk, 0, 0))
    yield incoming
    incoming.close()


def read_all(incoming: Incoming, data: bytes, size: int) -> list[tuple[str, bytes]]:
    """Return the paths and bodies of the requests that come in pieces of a size."""
    found = []
    for start in range(0, len(data), size):
        incoming.feed(data[start : start + size])
        while incoming.is_whole:
            found.append((incoming.request.path, incoming.request.body.read()))
            incoming.go_on()
    return found


@pytest.mark.parametrize("size", [1, 2, 5, 50, 10_000])
def test_requests_are_told_apart(incoming: Incoming, size: int) -> None:
    found = read_all(incoming, GET + POST + b"\r\n" + GET + CHUNKED + POST + GET, size)

    assert found == [("/a", body) for body in (b"", b"ASK {}", b"", b"ASK {}", b"ASK {}", b"")]
    assert not incoming.has_begun


@pytest.mark.parametrize("data", [b"", GET[:-1], POST[:-1], CHUNKED[:-1]])
def test_request_that_is_not_there_yet_is_waited_for(incoming: Incoming, data: bytes) -> None:
    incoming.feed(data)

    assert not incoming.is_whole
    assert incoming.has_begun == bool(data)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"GET /" + b"x" * 9_000, LimitRequestLine),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000, LimitRequestHeaders),
        (b"GET / HTTP/1.1\nHost: x\n", ParseException),
        (b"GET / HTTP/1.1\r\n\r\n", ParseException),
        (b"\r\n\r\n", ParseException),
        (GET.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"), ParseException),
        (CHUNKED.replace(b"6\r\n", b"x\r\n"), ParseException),
    ],
)
def test_what_is_not_http_is_refused(incoming: Incoming, data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        incoming.feed(data)


def write_post(size: int, *, is_chunked: bool) -> bytes:
    if is_chunked:
        return CHUNKED.replace(b"6\r\nASK {}", b"%x\r\n" % size + b"x" * size)
    return POST.replace(b"6\r\n\r\nASK {}", b"%d\r\n\r\n" % size + b"x" * size)


@pytest.mark.parametrize("is_chunked", [True, False])
def test_body_is_collected_in_a_file_and_its_room_is_given_back(incoming: Incoming, is_chunked: bool) -> None:
    for _ in range(3):
        assert read_all(incoming, write_post(MOST, is_chunked=is_chunked), 10_000) == [("/a", b"x" * MOST)]


@pytest.mark.parametrize("incoming", [2 * MOST], indirect=True)
@pytest.mark.parametrize("is_chunked", [True, False])
def test_body_that_is_too_long_is_not_collected(incoming: Incoming, is_chunked: bool) -> None:
    data = write_post(2 * MOST, is_chunked=is_chunked)
    for start in range(0, len(data), 10_000):
        incoming.feed(data[start : start + 10_000])
        if incoming.is_whole:
            break

    assert incoming.is_whole
    assert not incoming.is_clean


@pytest.mark.parametrize("incoming", [MOST // 2], indirect=True)
def test_body_for_which_there_is_no_room_is_refused(incoming: Incoming) -> None:
    with pytest.raises(NoRoomError):
        read_all(incoming, write_post(MOST, is_chunked=False), 10_000)
