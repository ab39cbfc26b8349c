"""Reads and writes JSON where there is much of it: rows that wait on disk, lines of layers."""

from __future__ import annotations

from typing import Any

import orjson


def read_json(text: str | bytes) -> Any:
    """Return what a JSON text says.

    Raises:
        ValueError: it is not JSON, or not in UTF-8.
    """
    return orjson.loads(text)


def write_json(value: list[Any]) -> str:
    """Return a list of texts, lists and mappings as JSON on one line, without blanks."""
    return orjson.dumps(value).decode()
