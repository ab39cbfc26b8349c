"""The dataset of a test as one N-Quads file, and its query as text that can be sent alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph

from support.w3c.graphs import name_file, read_quads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.w3c.manifest import QueryTest

Dataset = tuple[tuple["Path", ...], tuple["Path", ...]]

_BASE = re.compile(r"^\s*base\s*<", re.IGNORECASE | re.MULTILINE)
_RELATIVE = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)[^<>\"{}|^`\\\s]+>")
_FROM = re.compile(r"\bfrom\s+(?:named\s+)?<([^>]*)>", re.IGNORECASE)


def read_query(test: QueryTest) -> bytes:
    """Return the query as it is sent: the file, with a BASE line before it where an evaluation needs one.

    The suites take a query's own address as its base; a query that comes over HTTP has none.
    So `FROM <data.ttl>` would name nothing. Syntax tests are sent as they are.
    """
    query = test.query.read_bytes()
    text = query.decode()
    if test.result and _RELATIVE.search(text) and not _BASE.search(text):
        return f"BASE <{name_file(test.query)}>\n".encode() + query
    return query


def find_dataset(test: QueryTest) -> Dataset:
    """Return the files of the default graph and those that are each a named graph.

    Where a manifest gives none, they are those that the query names in FROM and FROM NAMED.
    """
    if test.data or test.graphs or not test.result:
        return test.data, test.graphs
    return (), tuple(test.query.with_name(name) for name in _list_names(test))


def names_dataset(test: QueryTest) -> bool:
    """Return whether a query has FROM or FROM NAMED."""
    return bool(_list_names(test))


def read_dataset(dataset: Dataset) -> Iterator[pyoxigraph.Quad]:
    """Read the quads of a dataset; a named graph has the address of its file as its name."""
    data, graphs = dataset
    for path in data:
        yield from read_quads(path)
    for path in graphs:
        name = pyoxigraph.NamedNode(name_file(path))
        yield from (pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, name) for quad in read_quads(path))


def _list_names(test: QueryTest) -> list[str]:
    return sorted(set(_FROM.findall(test.query.read_text(encoding="utf-8"))))
