"""Reads the beginning of a result, written as TSV or N-Triples, into rows for people.

Of a value no more than its beginning is kept, and that while it is read: how long it is makes no difference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.web.terms import LONGEST, Term, cut_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# One term as SPARQL 1.1 TSV and N-Triples write it; the last kind are numbers and booleans of TSV. Possessive, so that
# nothing is remembered for each character.
_TERM = re.compile(
    r"<<\(.*\)>>|<(?P<iri>[^>]*+)>|_:\S+"
    r'|"(?P<text>(?:[^"\\]++|\\.)*+)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^<(?P<datatype>[^>]*+)>)?'
    r"|[^\s<\"]+"
)
# Of code points only those that are characters: no surrogates, none above U+10FFFF.
_ESCAPE = re.compile(
    r"\\(?:(?:u|U0000)((?![dD][89a-fA-F])[0-9A-Fa-f]{4})|U(000[1-9a-fA-F][0-9a-fA-F]{4}|0010[0-9a-fA-F]{4})|(.))"
)
_LETTERS = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
# Bytes of a term that are kept: more than it takes to show its beginning.
_KEPT = 16_384
# What a term begins with that is not a part of its text.
_BEGINNINGS = '"<'
# What a page holds at most, however many rows it may have.
_MOST_COLUMNS, _MOST_CELLS, _MOST_TEXT = 1_000, 100_000, 4 << 20
# Bytes that are read for a page of a result of which nobody knows the end.
_MOST_READ = 64 << 20
_PIECE = 1 << 16
# Datatypes that a reader sees from the value.
_EVIDENT = {"xsd:string", "xsd:boolean", "xsd:integer", "xsd:decimal", "xsd:double"}
_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a result.

    Args:
        total: The number of all rows, or None where there are more and nobody counted them.
        is_narrowed: Whether there are more columns.
    """

    columns: list[str]
    rows: list[list[Term]]
    total: int | None
    is_narrowed: bool = False


def read_solutions(chunks: Iterable[bytes], most: int, *, count: bool) -> Preview:
    """Return the first rows of a result in TSV; whether to `count` the rest decides how far it is read."""
    pieces = _Pieces(chunks, None if count else _MOST_READ)
    rows = _split_rows(pieces, b"\t", _MOST_COLUMNS + 1)
    head = next(rows, None)
    names = [cell.text.removeprefix("?") for cell in head.read_terms() if cell.text] if head else []
    columns = names[:_MOST_COLUMNS]
    found, is_more = _take(rows, len(columns), most)
    total = max(0, pieces.count_lines() - 1) if count else None if is_more or pieces.is_cut else len(found)
    return Preview(columns, found, total, is_narrowed=len(names) > len(columns))


def read_triples(chunks: Iterable[bytes], most: int, *, count: bool) -> Preview:
    """Return the first triples of a result in N-Triples."""
    columns = ["subject", "predicate", "object"]
    pieces = _Pieces(chunks, None if count else _MOST_READ)
    # Only the object may hold blanks; the full stop is taken off it.
    found, is_more = _take(_split_rows(pieces, b" ", len(columns)), len(columns), most)
    total = pieces.count_lines() if count else None if is_more or pieces.is_cut else len(found)
    return Preview(columns, found, total)


def _take(rows: Iterator[_Row], columns: int, most: int) -> tuple[list[list[Term]], bool]:
    """Return the first rows, as many as a page can hold, and whether there are more."""
    most = min(most, _MOST_CELLS // max(columns, 1))
    found: list[list[Term]] = []
    size = 0
    for row in rows:
        if len(found) == most or size > _MOST_TEXT:
            return found, True
        terms = row.read_terms()[:columns]
        found.append(terms + [Term("", note="not read")] * (columns - len(terms)))
        size += sum(len(term.text) + len(term.note) for term in terms)
    return found, False


class _Pieces:
    """A result in small pieces, whose lines are counted while they pass; it ends where no more is to be read."""

    def __init__(self, chunks: Iterable[bytes], most: int | None) -> None:
        self.is_cut = False
        self._lines = 0
        self._is_line_open = False
        self._pieces = self._divide(chunks, most)

    def __iter__(self) -> Iterator[bytes]:
        """Give the pieces that were not given yet."""
        return self._pieces

    def count_lines(self) -> int:
        """Return how many lines there are, once the rest has passed."""
        for _ in self._pieces:
            pass
        return self._lines + self._is_line_open

    def _divide(self, chunks: Iterable[bytes], most: int | None) -> Iterator[bytes]:
        size = 0
        for chunk in chunks:
            for start in range(0, len(chunk), _PIECE):
                if most is not None and size >= most:
                    self.is_cut = True
                    return
                piece = chunk[start : start + _PIECE]
                size += len(piece)
                self._lines += piece.count(b"\n")
                self._is_line_open = not piece.endswith(b"\n")
                yield piece


class _Row:
    """The beginnings of the cells of a line, and how long each is in truth; the last takes all that is left."""

    __slots__ = ("_cells", "_most", "_separator", "_sizes", "is_whole")

    def __init__(self, separator: bytes, most: int) -> None:
        self.is_whole = True
        self._separator = separator
        self._most = most
        self._cells = [b""]
        self._sizes = [0]

    @property
    def is_begun(self) -> bool:
        """Whether there is anything in it."""
        return self._sizes != [0]

    def add(self, piece: bytes) -> None:
        """Take a part of the line."""
        first, *others = piece.split(self._separator, self._most - len(self._cells))
        self._cells[-1] += first[: _KEPT - len(self._cells[-1])]
        self._sizes[-1] += len(first)
        self._cells += [cell[:_KEPT] for cell in others]
        self._sizes += map(len, others)

    def read_terms(self) -> list[Term]:
        """Return the cells as people read them."""
        terms = [_read_cell(cell, size) for cell, size in zip(self._cells, self._sizes, strict=True)]
        if not self.is_whole:
            terms[-1] = Term(terms[-1].text, note="not read to its end")
        return terms


def _split_rows(pieces: _Pieces, separator: bytes, most: int) -> Iterator[_Row]:
    row = _Row(separator, most)
    for piece in pieces:
        first, *others = piece.split(b"\n")
        row.add(first)
        for other in others:
            yield row
            row = _Row(separator, most)
            row.add(other)
    if row.is_begun:
        row.is_whole = not pieces.is_cut
        yield row


def _read_cell(cell: bytes, size: int) -> Term:
    """Return the term that a cell begins with, of which no more than a part may be there."""
    written = cell.removesuffix(b" .").decode("utf-8", "replace")
    if size <= _KEPT:
        return read_term(written)
    is_marked = written[0] in _BEGINNINGS and not written.startswith("<<(")
    text = _ESCAPE.sub(_unescape, written[1:]) if is_marked else written
    return Term(f"{text[:LONGEST]} ... ({size:,} bytes)")


def read_term(written: str) -> Term:
    r"""Return a term for people to read; an unbound one is empty, a very long one is cut.

    >>> read_term('"Ka\\u00efn"@fr')
    Term(text='Kaïn', iri=None, note='fr')
    >>> read_term("<http://example.org/>")
    Term(text='http://example.org/', iri='http://example.org/', note='')
    """
    found = _TERM.fullmatch(written)
    if found is None or (found["iri"] is None and found["text"] is None):
        return Term(cut_text(written))
    if found["iri"] is not None:
        iri = found["iri"]
        return Term(cut_text(iri), iri if len(iri) <= LONGEST else None)
    datatype = (found["datatype"] or "").replace(_XSD, "xsd:")
    note = found["language"] or ("" if datatype in _EVIDENT else datatype)
    return Term(cut_text(_ESCAPE.sub(_unescape, found["text"])), None, cut_text(note))


def _unescape(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _LETTERS.get(found[3], found[3])
