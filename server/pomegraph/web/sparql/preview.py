"""Reads the beginning of a result, written as TSV or N-Triples, into rows for people."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.web.terms import Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# One term as SPARQL 1.1 TSV and N-Triples write it; the last kind are numbers and booleans of TSV.
_TERM = re.compile(
    r"<<\(.*\)>>|<(?P<iri>[^>]*)>|_:\S+"
    r'|"(?P<text>(?:[^"\\]|\\.)*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^<(?P<datatype>[^>]*)>)?'
    r"|[^\s<\"]+"
)
# Of code points only those that are characters: no surrogates, none above U+10FFFF.
_ESCAPE = re.compile(
    r"\\(?:(?:u|U0000)((?![dD][89a-fA-F])[0-9A-Fa-f]{4})|U(000[1-9a-fA-F][0-9a-fA-F]{4}|0010[0-9a-fA-F]{4})|(.))"
)
_LETTERS = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_LONGEST = 2_000
# Datatypes that a reader sees from the value.
_EVIDENT = {"xsd:string", "xsd:boolean", "xsd:integer", "xsd:decimal", "xsd:double"}
_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a result; the number of all rows, or None where there are more and nobody counted them."""

    columns: list[str]
    rows: list[list[Term]]
    total: int | None


def read_solutions(chunks: Iterable[bytes], most: int, *, count: bool) -> Preview:
    """Return the first rows of a result in TSV; whether to `count` the rest decides how far it is read."""
    lines = _split_lines(chunks)
    columns = [name.removeprefix("?") for name in next(lines, "").split("\t") if name]
    rows, total = _take(lines, most, count=count)
    return Preview(columns, [[read_term(cell) for cell in row.split("\t")][: len(columns)] for row in rows], total)


def read_triples(chunks: Iterable[bytes], most: int, *, count: bool) -> Preview:
    """Return the first triples of a result in N-Triples."""
    rows, total = _take((line for line in _split_lines(chunks) if line), most, count=count)
    terms = [[read_term(found[0]) for found in _TERM.finditer(row)][:3] for row in rows]
    return Preview(["subject", "predicate", "object"], terms, total)


def _take(lines: Iterator[str], most: int, *, count: bool) -> tuple[list[str], int | None]:
    rows = list(itertools.islice(lines, most))
    if count:
        return rows, len(rows) + sum(1 for _ in lines)
    return rows, len(rows) if len(rows) < most or next(lines, None) is None else None


def _split_lines(chunks: Iterable[bytes]) -> Iterator[str]:
    parts: list[bytes] = []
    for chunk in chunks:
        first, *others = chunk.split(b"\n")
        parts.append(first)
        for other in others:
            yield b"".join(parts).decode("utf-8", "replace")
            parts = [other]
    if any(parts):
        yield b"".join(parts).decode("utf-8", "replace")


def read_term(written: str) -> Term:
    r"""Return a term for people to read; an unbound one is empty, a very long one is cut.

    >>> read_term('"Ka\\u00efn"@fr')
    Term(text='Kaïn', iri=None, note='fr')
    >>> read_term("<http://example.org/>")
    Term(text='http://example.org/', iri='http://example.org/', note='')
    """
    found = _TERM.fullmatch(written)
    if found is None or (found["iri"] is None and found["text"] is None):
        return Term(_cut(written))
    if found["iri"] is not None:
        return Term(_cut(found["iri"]), found["iri"])
    datatype = (found["datatype"] or "").replace(_XSD, "xsd:")
    note = found["language"] or ("" if datatype in _EVIDENT else datatype)
    return Term(_cut(_ESCAPE.sub(_unescape, found["text"])), None, note)


def _unescape(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _LETTERS.get(found[3], found[3])


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ... ({len(text):,} characters)"
