"""Frames of an answer: what was packed is read again, in pieces of any size."""

from __future__ import annotations

import pytest

from pomegraph.engine.frames import BODY, HEAD, VERDICT, FrameReader, pack_frame

FRAMES = [(HEAD, b"{}"), (BODY, b"some rows"), (BODY, b""), (BODY, b"more"), (VERDICT, b'{"end": "done"}')]
DATA = b"".join(pack_frame(kind, data) for kind, data in FRAMES)


@pytest.mark.parametrize("size", range(1, len(DATA) + 1))
def test_frames_are_read_in_pieces_of_any_size(size: int) -> None:
    reader = FrameReader()
    found = [frame for start in range(0, len(DATA), size) for frame in reader.read(DATA[start : start + size])]

    assert [frame for frame in found if frame[0] != BODY] == [FRAMES[0], FRAMES[-1]]
    assert b"".join(data for kind, data in found if kind == BODY) == b"some rowsmore"
    assert not reader.has_rest


@pytest.mark.parametrize("data", [b"X\0\0\0\1x", b"V\xff\xff\xff\xffx", b"H\0\1\0\1x"])
def test_what_is_no_frame_is_an_error(data: bytes) -> None:
    with pytest.raises(ValueError, match="no frame"):
        FrameReader().read(data)


def test_frame_that_has_begun_is_told() -> None:
    reader = FrameReader()
    reader.read(DATA[:3])

    assert reader.has_rest
