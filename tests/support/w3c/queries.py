"""Puts the queries of the suites to an endpoint, and tells which answers are wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from support.w3c.comparison import find_difference
from support.w3c.datasets import find_dataset, names_dataset, read_dataset, read_query
from support.w3c.graphs import name_file
from support.w3c.results import SEQUENCES, choose_media_type, read_answer, read_expected

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from support.w3c.endpoint import Endpoint
    from support.w3c.manifest import QueryTest
    from support.w3c.results import Result

_ENDS_ORDERED = re.compile(r"\border\s+by\b[^}]*\Z", re.IGNORECASE)


def find_failures(tests: Iterable[QueryTest], endpoint: Endpoint) -> dict[str, str]:
    """Run tests, those of one dataset together, and return the names of those that fail, with what was seen."""
    failures = {}
    for test in sorted(tests, key=find_dataset):
        endpoint.serve(read_dataset(find_dataset(test)))
        if failure := find_failure(test, endpoint):
            failures[test.name] = failure
    return failures


def can_name_dataset(test: QueryTest) -> bool:
    """Return whether the dataset of a test is made of whole graphs, and its query names no other."""
    files = test.data + test.graphs
    return bool(files) and not any(path.suffix in {".nq", ".trig"} for path in files) and not names_dataset(test)


def find_failures_by_parameters(tests: list[QueryTest], endpoint: Endpoint) -> dict[str, str]:
    """Run tests on one dataset that has every file as a named graph; parameters say which make that of the test."""
    files = sorted({path for test in tests for path in test.data + test.graphs})
    endpoint.serve(read_dataset(((), tuple(files))))
    failures = {test.name: find_failure(test, endpoint, _write_parameters(test)) for test in tests}
    return {name: failure for name, failure in failures.items() if failure}


def find_failure(test: QueryTest, endpoint: Endpoint, parameters: str = "") -> str | None:
    """Return what is wrong with the answer to a query: 400 is right for one that cannot be read, else 200."""
    accept = choose_media_type(test.result) if test.result else "*/*"
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    reply = endpoint.send("POST", f"/sparql{parameters}", headers, read_query(test))
    if reply.status != (400 if test.kind == "negative" else 200):
        return reply.describe()
    if not test.result:
        return None
    if reply.media_type not in accept:
        return f"{accept} was asked for, {reply.media_type} came"
    expected = _read_expected(test, test.result)
    return find_difference(expected, read_answer(reply.body, reply.media_type), is_lax=test.is_lax)


def _read_expected(test: QueryTest, file: Path) -> Result:
    """Read what the answer must be; a query that ends in ORDER BY makes a sequence of a file that lists rows."""
    expected = read_expected(file)
    if isinstance(expected, bool) or file.suffix not in SEQUENCES:
        return expected
    is_ordered = _ENDS_ORDERED.search(test.query.read_text(encoding="utf-8")) is not None
    return replace(expected, is_ordered=is_ordered)


def _write_parameters(test: QueryTest) -> str:
    names = [("default-graph-uri", name_file(path)) for path in test.data]
    names += [("named-graph-uri", name_file(path)) for path in test.graphs]
    return f"?{urlencode(names)}"
