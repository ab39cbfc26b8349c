"""Records are read out of texts; what nobody wrote by hand or by a sound program is left out with its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from pomegraph.errors import RecordError
from pomegraph.records.converted import Importer, RawRecord
from pomegraph.records.parsing import parse_text
from pomegraph.records.texts import LeftOut, RecordText


def split(document: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(document, str):
        raise RecordError("a text is no record")
    rows = document if isinstance(document, list) else [document]
    yield from ((f"/{number}" if isinstance(document, list) else "", row) for number, row in enumerate(rows))


def parse(data: bytes, form: str = "json", line: int = 0) -> list[tuple[str, Any]]:
    importer = Importer("x", "x", "", "", form, split, lambda _: lambda record: record)
    found = parse_text(importer, RecordText("a.json", data, line))
    return [(one.place, one.value if isinstance(one, RawRecord) else one.reason) for one in found]


def test_record_of_a_list_has_its_place() -> None:
    assert parse(b'[{"a": 1}, {"a": 2}]') == [("a.json#/0", {"a": 1}), ("a.json#/1", {"a": 2})]


def test_record_of_a_line_has_its_line() -> None:
    assert parse(b'{"a": 1}', line=7) == [("a.json:7", {"a": 1})]


def test_lines_under_the_name_of_a_json_file_are_read() -> None:
    assert parse(b'{"a": 1}\n{"a": 2}\n') == [("a.json:1", {"a": 1}), ("a.json:2", {"a": 2})]


def test_yaml_is_texts() -> None:
    assert parse(b"a: no\nb: 1.10\n", "yaml") == [("a.json", {"a": "no", "b": "1.10"})]


@pytest.mark.parametrize(
    ("data", "form", "told"),
    [
        (b'{"a": 1', "json", "cannot be read: Expecting ',' delimiter"),
        (b'{"a": NaN}', "json", "cannot be read: NaN is not JSON"),
        (b"\xff\xfe\x00\xd8", "json", "cannot be read"),
        (b'"x"', "json", "a text is no record"),
        (b"[" * 100_000, "json", "is nested too deeply"),
        (json.dumps([[[]]]).encode().replace(b"[]", b"[" * 70 + b"]" * 70), "json", "is nested too deeply"),
        (b'{"a": "' + b"x" * 1_000_001 + b'"}', "json", "a field of 1,000,001 characters"),
        (b"a: [1, 2", "yaml", "cannot be read"),
        (b"a: b: c", "yaml", "cannot be read"),
        (b"a: \xff", "yaml", "cannot be read"),
        (b"no colon", "obo", "cannot be read: line 1"),
    ],
)  # fmt: skip
def test_what_is_no_record_is_left_out(data: bytes, form: str, told: str) -> None:
    ((_, reason),) = parse(data, form)

    assert reason.startswith(told)


def test_place_leads_to_the_field_without_end() -> None:
    data = json.dumps([{"a": 1}, {"b": {"c": "x" * 2_000_000}}]).encode()
    found = parse_text(Importer("x", "x", "", "", "json", split, lambda _: lambda one: one), RecordText("a.json", data))

    assert [one.place for one in found if isinstance(one, LeftOut)] == ["a.json#/1#/b/c"]


def test_aliases_of_yaml_that_stand_for_millions_of_values_are_refused() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 8)]
    ((_, reason),) = parse("\n".join(rows).encode(), "yaml")

    assert reason == "holds too many values"
