"""Writes tables in their formats: those of pyoxigraph, put right where they are not what their standard says."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import QueryResultsFormat

from pomegraph.sparql.csv_writer import CsvWriter

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions

_TABLE_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "tsv": QueryResultsFormat.TSV,
}
_BLOCK = 1 << 16


def write_table(results: QuerySolutions | QueryBoolean, name: str, output: IO[bytes]) -> None:
    """Write rows, or the answer to an ASK, in the format of a name; rows are made while they are written."""
    if name != "csv":
        results.serialize(output, _TABLE_FORMATS[name])
        return
    buffered = io.BufferedWriter(CsvWriter(output), _BLOCK)
    results.serialize(cast("IO[bytes]", buffered), QueryResultsFormat.TSV)
    buffered.flush()
