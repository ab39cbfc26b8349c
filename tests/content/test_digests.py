"""Tables of digests: what is read beside the facts, and what is refused with line and cure."""

from __future__ import annotations

import pytest

from pomegraph.content.digests import digest_document, read_digests, render_digests
from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.errors import Problem

FILL = "run pomegraph verify DIR --fill, with the document in the folder DIR"
ONE = "1\t7a5e038126d15191e1e197f499fb7b61de7b730dc861054078760f8cd386a85f\n"
DIGEST = "3a1cd0fa10b69c2400e74a337514812a86c6271cd6873d47a5fcc1f12f869366"
# What is replaced in the table of a sound source, by what, and the problem that it makes.
FAULTS = {
    "row without a passage": (
        ONE,
        f"{ONE}2\t{DIGEST}\n",
        "data/digests/alpha.tsv:4: no passage of data/sources/alpha.yaml is at '2'; delete the row, or run pomegraph",
    ),
    "passage without a row": (
        ONE,
        "",
        "data/sources/alpha.yaml:5: data/digests/alpha.tsv has no digest of line 1; run",
    ),
    "unsound digest": (
        DIGEST,
        "zz" + DIGEST[2:],
        f"data/digests/alpha.tsv:4: 'zz{DIGEST[2:]}' is not a digest of 64 hexadecimal digits; run",
    ),
    "short digest": (DIGEST, DIGEST[:-1], f"data/digests/alpha.tsv:4: '{DIGEST[:-1]}' is not a digest of 64"),
    "unsound digest of the document": ("all 7\t", "all 7\tx", "data/digests/alpha.tsv:2: 'x"),
    "row twice": (ONE, ONE * 2, "data/digests/alpha.tsv:4: '1' stands in line 3 too; run pomegraph verify"),
    "unsorted": (ONE, f"9\t{DIGEST}\n{ONE}", "data/digests/alpha.tsv:4: '1' stands after '9'; run"),
    "unusual range": (
        ONE,
        f"01{ONE[1:]}",
        "data/digests/alpha.tsv:3: '01' is not a range of lines, such as 8 or 8-12; run",
    ),
    "one line as two": (ONE, f"1-1{ONE[1:]}", "data/digests/alpha.tsv:3: '1-1' is not a range of lines"),
    "reversed range": (
        "3-4\t",
        "4-3\t",
        "data/digests/alpha.tsv:5: '4-3' is not a range of lines",
    ),
    "line 0": (ONE, f"0{ONE[1:]}", "data/digests/alpha.tsv:3: '0' is not a range of lines"),
    "huge range": ("3-4\t", "9" * 5000 + "\t", "is not a range of lines"),
    "no document": (
        "all 7\t",
        "1-7\t",
        "data/digests/alpha.tsv:2: '1-7' stands where the whole document should, such as 'all",
    ),
    "no line": ("all 7\t", "all 0\t", "data/digests/alpha.tsv:2: 'all 0' stands where the whole document should"),
    "fewer lines": ("all 7\t", "all 6\t", "data/sources/alpha.yaml:46: the document has no line 7; it has lines 1-6"),
    "other header": ("lines\t", "line\t", "data/digests/alpha.tsv:1: the header is not 'lines', a tab, 'sha256'; run"),
    "no tab": (ONE, ONE.replace("\t", " "), "data/digests/alpha.tsv:3: too few cells: 1, and the header has 2"),
    "conflict of a merge": (ONE, f"<<<<<<< main\n{ONE}=======\n", "data/digests/alpha.tsv:3: too few cells: 1"),
    "empty line": (ONE, "\n" + ONE, "data/digests/alpha.tsv:3: an empty line; take it out"),
    "carriage return": (ONE, ONE.replace("\n", "\r\n"), "data/digests/alpha.tsv:3: a carriage return"),
}


def read(content: Content) -> list[str]:
    problems: list[Problem] = []
    list(read_facts(content, problems).sources)
    return [str(problem) for problem in problems]


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told_with_line_and_cure(small: Content, name: str) -> None:
    old, new, message = FAULTS[name]
    path = small.root / "data/digests/alpha.tsv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")

    found = read(small)
    assert any(message in problem for problem in found), found


def test_missing_table_is_told_alone(small: Content) -> None:
    (small.root / "data/digests/alpha.tsv").unlink()

    assert read(small) == [f"data/digests/alpha.tsv: no such file; {FILL}"]


def test_table_of_the_header_alone_has_no_document(small: Content) -> None:
    (small.root / "data/digests/alpha.tsv").write_text("lines\tsha256\n", encoding="utf-8")

    assert read(small)[0] == (
        f"data/digests/alpha.tsv:2: '' stands where the whole document should, such as 'all 46'; {FILL}"
    )


def test_range_that_is_mended_has_one_problem_on_each_side(small: Content) -> None:
    path = small.root / "data/sources/alpha.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("lines: 6", "lines: 5-6"), encoding="utf-8")

    assert read(small) == [
        f"data/sources/alpha.yaml:31: data/digests/alpha.tsv has no digest of lines 5-6; {FILL}",
        f"data/digests/alpha.tsv:7: no passage of data/sources/alpha.yaml is at '6'; delete the row, or {FILL}",
    ]


def test_range_that_is_unsound_is_told_alone(small: Content) -> None:
    path = small.root / "data/sources/alpha.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("lines: 6", "lines: six"), encoding="utf-8")

    assert read(small) == ["data/sources/alpha.yaml:31: 'six' is not a range of lines; write 8 or 8-12"]


def test_one_changed_line_changes_the_rows_that_hold_it() -> None:
    ranges = [(3, 3), (1, 1), (1, 2)]
    old, new = digest_document(b"a\nb\nc\n", ranges), digest_document(b"a\nx\nc\n", ranges)

    assert list(old.passages) == ["1", "1-2", "3"]
    assert [lines for lines in old.passages if old.passages[lines] != new.passages[lines]] == ["1-2"]


def test_what_is_rendered_is_read_back(small: Content) -> None:
    digests, problems = digest_document(b"a\n\n\xff", [(1, 1), (2, 3)]), list[Problem]()
    path = small.root / "data/digests/gamma.tsv"
    path.write_text(render_digests(digests), encoding="utf-8")
    found = read_digests(path, "gamma.tsv", problems)

    assert problems == []
    assert found is not None
    assert (found.document, found.line_count, found.passages) == (digests.document, 3, digests.passages)
