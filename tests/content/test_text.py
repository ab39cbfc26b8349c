"""Reading text: what is not plain UTF-8 is told with its line."""

from pathlib import Path

import pytest

from pomegraph.content.text import read_text, suggest
from pomegraph.errors import Problem


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"\xef\xbb\xbfa: b\n", 1, "byte-order mark"),
        ("a: b\n".encode("utf-16"), 1, "byte-order mark"),
        (b"a: b\nc: \xff\n", 2, "byte 0xff is not UTF-8"),
        (b"a: b\nc: d\r\n", 2, "a carriage return"),
        (b" \n\n", 0, "the file is empty"),
        (b"", 0, "the file is empty"),
    ],
    ids=["utf-8 mark", "utf-16 mark", "latin-1 byte", "carriage return", "blank", "empty"],
)
def test_unusable_bytes_are_a_problem_with_a_line(tmp_path: Path, data: bytes, line: int, message: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    problems: list[Problem] = []

    assert read_text(path, "x.yaml", problems) is None
    assert [(problem.line, problem.message) for problem in problems] == [(line, message)]


def test_far_word_gets_the_other_cure() -> None:
    assert suggest("zzz", ["generation"], otherwise="see the ontology") == "see the ontology"
