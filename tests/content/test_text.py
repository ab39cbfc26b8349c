"""Reading text: what is not plain UTF-8 is told with its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pomegraph.content.text import find_blank_end, find_hidden, make_plain, read_text, suggest
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


HIDDEN = {
    "no-break space at the end": ("a\xa0", "a no-break space (U+00A0)", "write a plain blank"),
    "no-break space inside": ("4\xa0mg", "a no-break space (U+00A0)", "write a plain blank"),
    "ideographic space": ("a\u3000b", "an ideographic space (U+3000)", "write a plain blank"),
    "zero-width space": ("a\u200bb", "a zero width space (U+200B)", "take it out"),
    "soft hyphen": ("a\xadb", "a soft hyphen (U+00AD)", "take it out"),
    "writing turned": ("a\u202eb", "a right-to-left override (U+202E)", "take it out"),
    "line separator": ("a\u2028b", "a line separator (U+2028)", "take it out"),
    "control character": ("a\x1b[0m", "a control character (U+001B)", "take it out"),
    "mark inside": ("a\ufeffb", "a zero width no-break space (U+FEFF)", "take it out"),
    "accent apart": ("caf\u0065\u0301", "'é' is not in Unicode's normal form C (U+0065, where U+00E9 is meant)", "NFC"),
    "sign for a letter": (
        "5 \u2126",
        "'\u03a9' is not in Unicode's normal form C (U+2126, where U+03A9 is meant)",
        "NFC",
    ),
    "marks in another order": (
        "q\u0307\u0323",
        "is not in Unicode's normal form C (U+0307, where U+0323 is meant)",
        "NFC",
    ),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_nobody_sees_is_told_with_its_line(tmp_path: Path, name: str) -> None:
    text, message, cure = HIDDEN[name]
    path, problems = tmp_path / "x.tsv", list[Problem]()
    path.write_text(f"a\tb\n{text}\n", encoding="utf-8")

    assert read_text(path, "x.tsv", problems) is not None
    (problem,) = problems
    assert problem.line == 2
    assert message in problem.message
    assert cure in problem.cure
    assert str(problem).isprintable()


@pytest.mark.parametrize("text", ["a\tb", "café", "4 µg/m²", "p ≤ 0.05", "Ω 한국어", "naïve “quoted”"])
def test_plain_text_is_not_told(text: str) -> None:
    assert find_hidden(text) is None


@given(st.text())
def test_what_is_made_plain_hides_nothing(text: str) -> None:
    plain = make_plain(text)

    assert find_hidden(plain) is None
    assert find_blank_end(plain) is None
