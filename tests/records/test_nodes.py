"""Values of JSON: what is of the wrong type is told where it stands."""

from __future__ import annotations

import pytest

from pomegraph.errors import RecordError
from pomegraph.records.nodes import RecordNode

RECORD = RecordNode({"a": {"b/c": ["x", " y  z "]}, "n": 3, "half": 1.5, "text": "7", "yes": True, "none": None})


def test_place_is_a_json_pointer() -> None:
    assert [node.pointer for node in RECORD.members("a", "b/c")] == ["/a/b~1c/0", "/a/b~1c/1"]
    assert RECORD.texts("a", "b/c") == ["x", "y z"]


def test_what_is_not_there_is_nothing() -> None:
    assert (RECORD.text("no"), RECORD.count("no", "way"), list(RECORD.members("none"))) == ("", "", [])


def test_whole_number_may_be_written_as_text() -> None:
    assert (RECORD.count("n"), RECORD.count("text"), RecordNode({"n": 3.0}).count("n")) == ("3", "7", "3")


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (lambda: RECORD.text("a"), ("an object stands where a text should", "/a")),
        (lambda: RECORD.text("a", "b/c"), ("a list stands where a text should", "/a/b~1c")),
        (lambda: RECORD.get("text", "more"), ("a text stands where an object should", "/text")),
        (lambda: list(RECORD.members("n")), ("a number stands where a list should", "/n")),
        (lambda: RECORD.count("half"), ("a number stands where a whole number should", "/half")),
        (lambda: RECORD.count("yes"), ("true or false stands where a whole number should", "/yes")),
        (lambda: RecordNode("x" * 30_000).text(), ("30000 characters stand where a name should", "")),
    ],
)
def test_wrong_type_is_told_with_its_place(read: object, told: tuple[str, str]) -> None:
    with pytest.raises(RecordError) as caught:
        read()  # type: ignore[operator]

    assert (caught.value.detail, caught.value.pointer) == told


def test_digest_does_not_depend_on_the_order_of_names() -> None:
    assert RecordNode({"a": 1, "b": 2.0}).digest == RecordNode({"b": 2, "a": 1}).digest
