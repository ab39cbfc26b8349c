"""JSON of rows and lines: what was written is read, and what is not JSON is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pomegraph.content.quick_json import read_json, write_json

VALUES = st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=9)


@given(st.lists(VALUES))
def test_what_was_written_is_read(value: list[Any]) -> None:
    text = write_json(value)

    assert "\n" not in text
    assert read_json(text) == value


@pytest.mark.parametrize("text", ["", "{", "[1,]", "NaN", b'"\xff"', '"\\ud800"', "[" * 5000])
def test_what_is_not_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_json(text)
