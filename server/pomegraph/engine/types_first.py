"""Puts the types of things into a store in memory before everything else.

A store in memory keeps what has one predicate, or one object, as a chain, in the order in which it came. Types, of
which queries ask most, lie side by side when they come first; else each is in a page of its own, which a process copies
when it counts who uses it. Those of one class lie side by side when they come one after the other.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Store

if TYPE_CHECKING:
    from pathlib import Path

_TYPE = b" <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
_LINES = (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES)
_BLOCK = 1 << 22


def load_types(store: Store, path: Path, form: RdfFormat) -> None:
    """Load the lines of a file that tell a type, if it has lines; then all of it is to be loaded by others.

    Raises:
        SyntaxError: a line is not RDF.
        OSError: the file cannot be read.
    """
    if form not in _LINES:
        return
    with path.open("rb") as file:
        while lines := file.readlines(_BLOCK):
            # A blank node has another name each time that a file is loaded.
            found = [line for line in lines if _TYPE in line and b"_:" not in line and b'"' not in line]
            found.sort(key=_find_class)
            store.bulk_load(input=io.BytesIO(b"".join(found)), format=form)


def _find_class(line: bytes) -> bytes:
    return line.partition(_TYPE)[2]
