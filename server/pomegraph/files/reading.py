"""Reads the quads of files into whatever takes them, and keeps what there is to tell of them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from pomegraph.errors import DataError
from pomegraph.files.contexts import REMOTE, fill_contexts, refuse_context
from pomegraph.files.documents import Document, find_documents
from pomegraph.files.lines import LINE_FORMATS, BadLines, choose_most, explain, read_lines, refuse_lines
from pomegraph.files.rewriting import Rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from pyoxigraph import Quad, QuadParser

    from pomegraph.files.contexts import ContextFile


@dataclass(frozen=True, slots=True)
class Manner:
    """How files are read.

    Args:
        skip_bad: Whether lines of N-Triples and N-Quads that cannot be read are left out.
        contexts: Files that hold the contexts to which JSON-LD refers.
    """

    skip_bad: bool = False
    contexts: tuple[ContextFile, ...] = ()


@dataclass(slots=True)
class Remarks:
    """What there is to tell of files that were read.

    Args:
        lines: Sentences.
        rewritten: The values that are kept in another form.
    """

    lines: list[str] = field(default_factory=list)
    rewritten: Rewritten = field(default_factory=Rewritten)

    def list_all(self) -> list[str]:
        """Return everything as sentences."""
        where = "docs/operations.md tells which, under Values"
        return [*self.lines, *([f"{self.rewritten}; {where}"] if self.rewritten.count else [])]


def read_files(paths: Iterable[Path], manner: Manner, remarks: Remarks) -> Iterator[Quad]:
    """Yield the quads of files; blank nodes of another file are other nodes, also where they have the same label.

    Raises:
        DataError: a file cannot be read or is not RDF.
    """
    is_first = True
    for path in paths:
        for document in _find_documents(path):
            quads = _read_document(document, manner, remarks, rename=not is_first)
            yield from remarks.rewritten.watch(quads)
            is_first = False


def find_prefixes(paths: Iterable[Path], manner: Manner) -> dict[str, str]:
    """Return the prefixes that files declare before their first triples.

    Raises:
        DataError: a file cannot be read or is not RDF.
    """
    found: dict[str, str] = {}
    for path in paths:
        for document in _find_documents(path):
            if document.format not in LINE_FORMATS:
                found |= _read_prefixes(document, manner)
    return found


def _find_documents(path: Path) -> list[Document]:
    try:
        return find_documents(path)
    except OSError as error:
        raise _tell(str(path), error) from error


def _read_document(document: Document, manner: Manner, remarks: Remarks, *, rename: bool) -> Iterator[Quad]:
    if document.format in LINE_FORMATS:
        yield from _read_lines(document, manner, remarks, rename=rename)
        return
    is_empty = True
    with _explaining(document), document.open() as file:
        for quad in _start_parser(document, file, manner, rename=rename):
            is_empty = False
            yield quad
    if is_empty:
        remarks.lines.append(f"{document.place}: there is no triple in it")


def _read_lines(document: Document, manner: Manner, remarks: Remarks, *, rename: bool) -> Iterator[Quad]:
    bad, most = BadLines(), choose_most(skip_bad=manner.skip_bad)
    with _explaining(document), document.open() as file:
        yield from read_lines(file, document.format, bad, most=most, rename=rename)
    if bad.count and (not manner.skip_bad or not bad.good):
        raise refuse_lines(document.place, bad)
    if bad.count:
        remarks.lines.append(f"{document.place}: {_count_lines(bad.count)} left out: {bad}")


def _read_prefixes(document: Document, manner: Manner) -> dict[str, str]:
    with _explaining(document), document.open() as file:
        parser = _start_parser(document, file, manner)
        next(parser, None)
        return dict(parser.prefixes)


def _start_parser(document: Document, file: BinaryIO, manner: Manner, *, rename: bool = False) -> QuadParser:
    text: BinaryIO | bytes = file
    if document.format == RdfFormat.JSON_LD and manner.contexts:
        text = fill_contexts(file, document.place, document.base, manner.contexts)
    return parse(input=text, format=document.format, base_iri=document.base, rename_blank_nodes=rename)


@contextmanager
def _explaining(document: Document) -> Iterator[None]:
    """Say what is wrong with a document, and where."""
    try:
        yield
    except SyntaxError as error:
        if str(error.msg).startswith(REMOTE):
            with document.open() as file:
                raise refuse_context(document.place, file) from error
        place = f"line {error.lineno:,}, column {error.offset}: " if error.lineno else ""
        raise DataError(f"{document.place}: {place}{explain(error)}", "correct the file there") from error
    except (OSError, ValueError) as error:
        raise _tell(document.place, error) from error


def _tell(place: str, error: OSError | ValueError) -> DataError:
    reason = getattr(error, "strerror", None) or error
    return DataError(f"{place}: {reason}", "give a file of RDF that can be read")


def _count_lines(count: int) -> str:
    return f"{count:,} of its lines are" if count != 1 else "1 of its lines is"
