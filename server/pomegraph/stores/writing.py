"""Writes results in their formats: as pyoxigraph does, put right where that is not what the standard says."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import QueryResultsFormat, RdfFormat, parse_query_results, serialize

from pomegraph.errors import FormatUnfitError
from pomegraph.sparql.csv_writer import CsvWriter
from pomegraph.sparql.formats import list_formats
from pomegraph.sparql.xml_writer import UnfitError, XmlWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import QueryBoolean, QuerySolutions, Triple

_TABLE_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    # It is turned into CSV on its way.
    "csv": QueryResultsFormat.TSV,
    "tsv": QueryResultsFormat.TSV,
}
RDF_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
}
# N-Triples and N-Quads have no prefixes; the writer of RDF/XML wants them all declared on each node.
_PREFIXED = {"turtle", "trig", "jsonld"}
_WRITERS = {"csv": CsvWriter, "xml": XmlWriter, "rdfxml": XmlWriter}
_BLOCK = 1 << 16


def write_table(results: QuerySolutions | QueryBoolean, form: str, name: str, output: IO[bytes]) -> None:
    """Write the result of a query form in the format of a name; rows are made while they are written.

    Raises:
        FormatUnfitError: the format cannot hold it; what was written is only a part.
    """
    with _open_writer(output, form, name) as writer:
        results.serialize(writer, _TABLE_FORMATS[name])


def rewrite_table(data: bytes, name: str) -> bytes:
    """Return a table in SPARQL 1.1 Query Results JSON in the format of a name.

    Raises:
        FormatUnfitError: the format cannot hold it.
    """
    output = io.BytesIO()
    write_table(parse_query_results(data, QueryResultsFormat.JSON), "SELECT", name, output)
    return output.getvalue()


def write_graph(triples: Iterable[Triple], name: str, output: IO[bytes], prefixes: Mapping[str, str]) -> int:
    """Write triples in the format of a name, and return how many they are.

    Raises:
        FormatUnfitError: the format cannot hold them; what was written is only a part.
    """
    counted = _Counted(triples)
    with _open_writer(output, "CONSTRUCT", name) as writer:
        try:
            serialize(counted, writer, RDF_FORMATS[name], prefixes=dict(prefixes) if name in _PREFIXED else {})
        except OSError as error:
            # Those of the system have a number, those of a query come out of its triples.
            if counted.is_broken or error.errno is not None:
                raise
            raise UnfitError(str(error)) from error
    return counted.number


class _Counted:
    """Triples that are counted while they pass; it is broken if they end with an error."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.number = 0
        self.is_broken = False
        self._triples = triples

    def __iter__(self) -> Iterator[Triple]:
        try:
            for number, triple in enumerate(self._triples, 1):
                self.number = number
                yield triple
        except Exception:
            self.is_broken = True
            raise


@contextmanager
def _open_writer(output: IO[bytes], form: str, name: str) -> Iterator[IO[bytes]]:
    """Give what a result is written to so that it comes out right in a format."""
    kind = _WRITERS.get(name)
    try:
        if kind is None:
            yield output
            return
        buffered = io.BufferedWriter(kind(output), _BLOCK)
        yield cast("IO[bytes]", buffered)
        buffered.flush()
    except UnfitError as error:
        raise FormatUnfitError(name, str(error), list_formats(form, [name])) from error
