"""Lines that are damaged: all are found with their numbers, and the others are read."""

from __future__ import annotations

import io

import pytest
from pyoxigraph import BlankNode, Quad, RdfFormat, Triple

from pomegraph.files.lines import BadLines, choose_most, read_lines, refuse_lines

GOOD = b'<http://x/s> <http://x/p> "%d" .'
# Each takes others with it, where a parser goes on after it by itself.
BAD = {
    3: b"not a triple",
    7: b'<http://x/s> <http://x/p> "no end .',
    8: b"\xff\xfe",
    11: b'<http://x/s> <http://x/p> "\\q" .',
    12: b"<http://x/s> <http://x/p> <no scheme> .",
    40: b"<http://x/s> <http://x/p> ",
    60_000: b"<http://x/s>",
}


def write_lines(count: int, ending: bytes = b"\n") -> bytes:
    return ending.join(BAD.get(number, GOOD % number) for number in range(1, count + 1))


def read(data: bytes, *, most: int | None = None, rename: bool = False) -> tuple[list[Quad], BadLines]:
    bad = BadLines()
    found = read_lines(io.BytesIO(data), RdfFormat.N_TRIPLES, bad, most=most, rename=rename)
    return list(found), bad


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_every_bad_line_is_told_with_its_number_and_all_others_are_read(ending: bytes) -> None:
    found, bad = read(write_lines(60_001, ending))
    numbers = [
        int(told.removeprefix("line ").partition(",")[0]) for told in str(bad).replace("60,000", "60000").split("; ")
    ]

    assert numbers == list(BAD)
    assert [int(quad.object.value) for quad in found] == [n for n in range(1, 60_002) if n not in BAD]  # type: ignore[union-attr]
    assert (bad.count, bad.good) == (len(BAD), 60_001 - len(BAD))


def test_reason_is_told_with_the_column() -> None:
    _, bad = read(write_lines(4))

    assert str(bad) == "line 3, column 1: The subject of a triple must be an IRI or a blank node"


def test_reason_is_short_and_steers_no_terminal() -> None:
    _, bad = read(
        b'<http://x/s> <http://x/p> "x"@\x1b[31m .\n' + b"<http://x/s> <http://x/p> " + b"p" * 10_000 + b":x ."
    )

    assert bad.count == 2
    assert "\x1b" not in str(bad)
    assert len(str(bad)) < 600


def test_first_twenty_are_told_and_all_are_counted() -> None:
    _, bad = read(b"bad\n" * 100)

    assert (bad.count, len(bad.told)) == (100, 20)
    assert str(bad).endswith("; and 80 more")
    assert "100 lines cannot be read: line 1, " in str(refuse_lines("x.nt", bad))


def test_reading_ends_where_nothing_is_right() -> None:
    _, bad = read(b"bad\n" * 1_000_000, most=choose_most(skip_bad=False))

    assert 1_000 <= bad.count < 100_000
    assert str(refuse_lines("x.nt", bad)).startswith("x.nt: 1,000 lines or more cannot be read: line 1, ")


def test_very_long_line_is_read() -> None:
    found, bad = read(b'<http://x/s> <http://x/p> "' + b"x" * 2_000_000 + b'" .\n' + GOOD % 1)

    assert [len(quad.object.value) for quad in found] == [2_000_000, 1]  # type: ignore[union-attr]
    assert bad.count == 0


def test_blank_nodes_keep_their_labels_across_blocks_or_all_get_others() -> None:
    data = b"_:b <http://x/p> <<( _:b <http://x/p> _:c )>> .\n" + write_lines(30_000) + b"\n_:b <http://x/p> _:c ."
    kept, renamed = (read(data, rename=rename)[0] for rename in (False, True))
    first, last = renamed[0], renamed[-1]

    assert (kept[0].subject, kept[-1].subject) == (BlankNode("b"), BlankNode("b"))
    assert isinstance(first.object, Triple)
    assert first.subject == last.subject == first.object.subject != BlankNode("b")
    assert first.object.object == last.object != BlankNode("c")


def test_version_of_rdf_1_2_is_read() -> None:
    assert read(b'VERSION "1.2"\n' + GOOD % 1)[1].count == 0
