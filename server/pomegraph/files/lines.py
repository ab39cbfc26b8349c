"""Reads N-Triples and N-Quads line by line where a line is damaged, so that all such lines can be told or left out."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Quad, RdfFormat, Triple, parse

from pomegraph.errors import DataError
from pomegraph.wording import drop_place, show_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

LINE_FORMATS = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
# Bytes that are read at once, and more where a line does not end.
_BLOCK = 1 << 18
# RDF 1.2 N-Triples, 2.1: what the parser does not know yet.
_VERSION = re.compile(rb"""[ \t]*VERSION[ \t]+["']1\.[12](?:-basic)?["'][ \t]*(?:#.*)?""")
# Lines that are told, and after which nothing more is read where they are an error.
_MOST_TOLD, _MOST_FOUND = 20, 1_000
# Signs of a reason.
_LONGEST = 200


@dataclass(slots=True)
class BadLines:
    """The lines of a text that are not of its format.

    Args:
        count: How many they are.
        told: What is wrong with the first ones.
        good: How many statements there are besides.
    """

    count: int = 0
    told: list[str] = field(default_factory=list)
    good: int = 0

    def add(self, number: int, error: SyntaxError) -> None:
        """Take one more."""
        self.count += 1
        if len(self.told) < _MOST_TOLD:
            column = f", column {error.offset}" if error.offset else ""
            self.told.append(f"line {number:,}{column}: {explain(error)}")

    def __str__(self) -> str:
        """Return how many they are, and the first ones."""
        more = [f"and {self.count - len(self.told):,} more"] if self.count > len(self.told) else []
        return "; ".join([*self.told, *more])


def explain(error: SyntaxError) -> str:
    """Return what a parser says of an error without the place; what it quotes from the text may be of any length."""
    reason = drop_place(str(error.msg))
    return show_text(reason if len(reason) <= _LONGEST else f"{reason[:_LONGEST]} ...")


def read_lines(file: BinaryIO, form: RdfFormat, bad: BadLines, *, most: int | None, rename: bool) -> Iterator[Quad]:
    """Yield the quads of the lines that can be read, and take note of the others.

    Args:
        file: The text.
        form: N-Triples or N-Quads.
        bad: Where the other lines are noted.
        most: Read no further than so many of them; None for all.
        rename: Give blank nodes labels that no other text has.
    """
    before, mark = 0, secrets.token_hex(8)
    for block in _read_blocks(file):
        for quad in _parse_block(block, form, bad, before):
            bad.good += 1
            yield _rename(quad, mark) if rename else quad
        if most is not None and bad.count >= most:
            return
        before += block.count(b"\n") if b"\r" not in block else len(block.splitlines())


def refuse_lines(place: str, bad: BadLines) -> DataError:
    """Return the error that tells bad lines."""
    number = f"{bad.count:,} lines" if bad.count != 1 else "one line"
    if bad.count >= _MOST_FOUND:
        number = f"{_MOST_FOUND:,} lines or more"
    cure = "correct them, or leave them out with --skip-bad" if bad.count != 1 else "correct it, or use --skip-bad"
    return DataError(f"{place}: {number} cannot be read: {bad}", cure)


def choose_most(*, skip_bad: bool) -> int | None:
    """Return after how many bad lines nothing more is read."""
    return None if skip_bad else _MOST_FOUND


def _read_blocks(file: BinaryIO) -> Iterator[bytes]:
    """Yield whole lines."""
    rest: list[bytes] = []
    while piece := file.read(_BLOCK):
        end = piece.rfind(b"\n") + 1
        if end:
            yield b"".join([*rest, piece[:end]])
            rest = []
        rest.append(piece[end:])
    if last := b"".join(rest):
        yield last


def _parse_block(block: bytes, form: RdfFormat, bad: BadLines, before: int) -> Iterator[Any]:
    try:
        # All of it before any is given away, since it may have to be read again.
        yield from list(parse(input=block, format=form))
    except SyntaxError:
        for number, line in enumerate(block.splitlines(), before + 1):
            try:
                yield from list(parse(input=line, format=form))
            except SyntaxError as error:
                if not _VERSION.fullmatch(line):
                    bad.add(number, error)


def _rename(quad: Quad, mark: str) -> Quad:
    terms = (quad.subject, quad.object, quad.graph_name)
    if not any(isinstance(term, (BlankNode, Triple)) for term in terms):
        return quad
    subject, object_, graph = (_rename_term(term, mark) for term in terms)
    return Quad(subject, quad.predicate, object_, graph)


def _rename_term(term: Any, mark: str) -> Any:
    if isinstance(term, BlankNode):
        return BlankNode(mark + term.value)
    if isinstance(term, Triple):
        return Triple(_rename_term(term.subject, mark), term.predicate, _rename_term(term.object, mark))
    return term
