"""The chunked coding of bodies, in pieces of any size and of any kind."""

from __future__ import annotations

import pytest
from gunicorn.http.errors import ParseException
from hypothesis import given
from hypothesis import strategies as st

from pomegraph.serving.chunked import ChunkedDecoder


def decode(data: bytes, size: int = 1_000_000) -> tuple[bytes, bytes, bool]:
    """Return the body, what comes after it, and whether it is whole."""
    decoder = ChunkedDecoder()
    body = b""
    for start in range(0, len(data), size):
        part, rest = decoder.decode(data[start : start + size])
        body += part
        if decoder.is_done:
            return body, rest + data[start + size :], True
    return body, b"", False


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1_000])
@pytest.mark.parametrize(
    "data",
    [
        b"6\r\nASK {}\r\n0\r\n\r\nGET",
        b"3\r\nASK\r\n003\r\n {}\r\n000\r\n\r\nGET",
        b"6;a=b\r\nASK {}\r\n0;last\r\n\r\nGET",
        b'6 ; a = "b;c"\r\nASK {}\r\n0\r\n\r\nGET',
        b"6\r\nASK {}\r\n0\r\nX-Sum: 1\r\nHost: example.org\r\n\r\nGET",
    ],
)
def test_body_ends_where_it_says(data: bytes, size: int) -> None:
    assert decode(data, size) == (b"ASK {}", b"GET", True)


@pytest.mark.parametrize("size", [1, 2, 1_000])
@pytest.mark.parametrize(
    "data",
    [
        b"zz\r\n",
        b"-6\r\nASK {}\r\n",
        b"+6\r\nASK {}\r\n",
        b"0x6\r\nASK {}\r\n",
        b" 6\r\nASK {}\r\n",
        b"\r\nASK {}\r\n",
        b"6\nASK {}\r\n",
        b"6;a\x00\r\nASK {}\r\n",
        b"11111111111111111\r\n",
        b"6\r\nASK {}X",
        b"6\r\nASK {}\n0\r\n",
        b"6\r\nASK {}0\r\n\r\n",
        b"0\r\n: x\r\n\r\n",
        b"0\r\nX\r\n\r\n",
        b"0\r\nX : y\r\n\r\n",
        b"0\r\n folded\r\n\r\n",
        b"1" * 10_000,
        b"0\r\n" + b"X: y\r\n" * 20_000,
    ],
)
def test_what_is_not_chunked_is_refused(data: bytes, size: int) -> None:
    with pytest.raises(ParseException):
        decode(data, size)


@pytest.mark.parametrize("data", [b"", b"6", b"6\r", b"6\r\nASK", b"6\r\nASK {}\r\n", b"0\r\n", b"0\r\nX: y\r\n\r"])
def test_body_that_stops_early_is_not_whole(data: bytes) -> None:
    assert not decode(data)[2]


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=10), st.binary(max_size=10), st.integers(1, 50))
def test_any_chunks_are_put_together(chunks: list[bytes], rest: bytes, size: int) -> None:
    data = b"".join(b"%X\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"

    assert decode(data + rest, size) == (b"".join(chunks), rest, True)
