"""Writes SPARQL 1.1 Query Results CSV from the TSV of the same table.

The writer of pyoxigraph quotes literals only, so that an IRI with a comma moves the cells behind it. In TSV every end
of a cell can be trusted: tabs and line ends are escaped in literals, and nothing else can hold one. A piece of many
rows is turned at once, since work for each cell takes longer than the query.
"""

from __future__ import annotations

import io
import re
from itertools import chain, zip_longest
from typing import IO, Any

# What follows the text of a literal, and an IRI with a comma; neither can hold a quote.
_SUFFIX = re.compile(rb'"(?:@[A-Za-z0-9-]++|\^\^<[^<>]*+>)')
_COMMA_IRI = re.compile(rb"<([^<>,]*+,[^<>]*+)>")
# RFC 4180, section 2.6.
_NEEDS_QUOTES = re.compile(rb'[",\r\n]')
_TRIPLE_TERM = b"<<("
# Stands for a quote in what has none: no IRI may have this character.
_MARK = b"\x00"
_MARKED = _MARK + rb"\1" + _MARK
# As `_split` leaves them; the backslash is last, since what comes of it is no escape.
_ESCAPES = ((rb"\n", b"\n"), (rb"\r", b"\r"), (rb"\t", b"\t"), (rb"\q", b'"'), (rb"\/", b"\\"))


class CsvWriter(io.RawIOBase):
    """Takes a table as TSV, in pieces of any size, and writes it as CSV to a file; it ends with a line end."""

    def __init__(self, output: IO[bytes]) -> None:
        super().__init__()
        self._output = output
        self._rest: list[bytes] = []
        self._is_headed = False

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def write(self, data: Any) -> int:
        """Write the rows that are complete."""
        piece = bytes(data)
        lines, end, rest = piece.rpartition(b"\n")
        if end:
            self._write_lines(b"".join([*self._rest, lines, end]))
            self._rest.clear()
        self._rest.append(rest)
        return len(piece)

    def _write_lines(self, lines: bytes) -> None:
        if not self._is_headed:
            self._is_headed = True
            head, end, lines = lines.partition(b"\n")
            self._output.write(convert_lines(head.replace(b"?", b"") + end))
        self._output.write(convert_lines(lines))


def convert_lines(lines: bytes) -> bytes:
    r"""Return rows of TSV as rows of CSV.

    >>> convert_lines(b'<http://example.org/Paris,_Texas>\t"a\\nb"@en\t1.5\n')
    b'"http://example.org/Paris,_Texas","a\nb",1.5\r\n'
    """
    if _TRIPLE_TERM in lines:
        return b"".join(map(_convert_cells, lines.split(b"\n")[:-1]))
    texts = _split(lines)
    parts = _convert_between(texts[0::2])
    if b"\\" in lines:
        literals = [_quote(_unescape(text)) for text in texts[1::2]]
    else:
        literals = [b'"' + text + b'"' if b"," in text else text for text in texts[1::2]]
    return b"".join(chain.from_iterable(zip_longest(parts, literals, fillvalue=b"")))


def _split(lines: bytes) -> list[bytes]:
    """Return in turn what stands between literals and the text of one; escaped quotes and backslashes are renamed."""
    if b"\\" in lines:
        lines = lines.replace(rb"\\", rb"\/").replace(rb"\"", rb"\q")
    return lines.split(b'"')


def _convert_between(parts: list[bytes]) -> list[bytes]:
    """Return what stands between literals in CSV: IRIs, blank nodes, numbers and the ends of cells and rows."""
    # A quote stands for each literal, so that all is turned at once.
    lines = _SUFFIX.sub(b'"', b'"'.join(parts))
    has_commas = b"," in lines
    if has_commas:
        lines = _COMMA_IRI.sub(_MARKED, lines)
    lines = lines.translate(None, b"<>").replace(b"\t", b",").replace(b"\n", b"\r\n")
    converted = lines.split(b'"')
    return [part.replace(_MARK, b'"') for part in converted] if has_commas else converted


def _unescape(text: bytes) -> bytes:
    for escape, sign in _ESCAPES:
        text = text.replace(escape, sign)
    return text


def _quote(text: bytes) -> bytes:
    return b'"' + text.replace(b'"', b'""') + b'"' if _NEEDS_QUOTES.search(text) else text


def _convert_cells(line: bytes) -> bytes:
    """Return one row cell by cell; a triple term is written as in TSV, for which CSV has no form of its own."""
    return b",".join(map(_convert_cell, line.split(b"\t"))) + b"\r\n"


def _convert_cell(cell: bytes) -> bytes:
    if cell.startswith(_TRIPLE_TERM):
        return _quote(cell)
    if cell.startswith(b'"'):
        return _quote(_unescape(_split(cell)[1]))
    return _quote(cell.strip(b"<>"))
