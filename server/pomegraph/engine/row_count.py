"""Counts the rows of a table that was written already, from its bytes."""

from __future__ import annotations


class RowCounter:
    """Counts rows while the bytes of a result pass by, in pieces of any size.

    What begins a row cannot stand inside a value of its format. Rows without any value count in JSON only where no row
    has one.
    """

    def __init__(self, form: str, name: str) -> None:
        self.rows = 0
        self._count = {"json": self._count_json, "xml": self._count_xml, "csv": self._count_csv, "tsv": self._count_tsv}
        self._kind = name if form == "SELECT" else ""
        self._tail = b""
        self._quoted = False
        self._headed = False

    def add(self, piece: bytes) -> None:
        """Count the rows that begin or end in a piece."""
        if self._kind:
            self._count[self._kind](piece)

    def _count_json(self, piece: bytes) -> None:
        # SPARQL 1.1 JSON: inside a string a quote has a backslash before it, so neither can be text.
        text = self._tail + piece
        found = text.count(b',{"') + text.count(b'[{"')
        if not found and not self.rows:
            found = text.count(b"[{}") + text.count(b",{}")
        self.rows += found
        self._tail = text[-2:]

    def _count_xml(self, piece: bytes) -> None:
        # XML: < is written &lt; in a value.
        text = self._tail + piece
        self.rows += text.count(b"<result>")
        self._tail = text[-7:]

    def _count_tsv(self, piece: bytes) -> None:
        # SPARQL 1.1 TSV: a line end in a value is written \n.
        self._count_lines(piece.count(b"\n"))

    def _count_csv(self, piece: bytes) -> None:
        # RFC 4180: a line end inside quotes belongs to the value; a doubled quote changes nothing.
        if b'"' not in piece:
            self._count_lines(0 if self._quoted else piece.count(b"\n"))
            return
        parts = piece.split(b'"')
        self._count_lines(sum(part.count(b"\n") for part in parts[self._quoted :: 2]))
        self._quoted ^= len(parts) % 2 == 0

    def _count_lines(self, lines: int) -> None:
        if lines and not self._headed:
            self._headed = True
            lines -= 1
        self.rows += lines
