"""Reads records out of texts: JSON, lines of JSON, YAML, OBO; what is made to fill memory is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pomegraph.content.yaml_nodes import load_texts
from pomegraph.errors import RecordError
from pomegraph.records.converted import RawRecord
from pomegraph.records.obo import read_obo
from pomegraph.records.texts import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pomegraph.records.converted import Importer
    from pomegraph.records.texts import RecordText

# The longest field that was seen in a record has some 60,000 characters.
_LONGEST_FIELD, _DEEPEST, _MOST_VALUES = 1_000_000, 60, 5_000_000


def parse_text(importer: Importer, text: RecordText) -> Iterator[RawRecord | LeftOut]:
    """Yield the records in a text, and why others are none."""
    place = f"{text.place}:{text.line}" if text.line else text.place
    try:
        documents = list(_load(importer.form, text))
    except (ValueError, RecursionError) as error:
        yield LeftOut(place, _explain(error))
        return
    for line, document in documents:
        where = f"{text.place}:{line}" if line else place
        try:
            for pointer, value in importer.split(document):
                yield _check(RawRecord(f"{where}#{pointer}" if pointer else where, value))
        except RecordError as error:
            yield LeftOut(where, error.detail)


def _load(form: str, text: RecordText) -> Iterator[tuple[int, Any]]:
    """Yield the documents in a text, each with its line if there are several."""
    if form == "obo" and not text.data.lstrip().startswith(b"{"):
        yield 0, read_obo(text.data.decode("utf-8-sig"))
    elif form == "yaml" and not text.data.lstrip().startswith(b"{"):
        yield 0, load_texts(text.data.decode("utf-8-sig"))
    else:
        try:
            yield 0, _load_json(text.data)
        except json.JSONDecodeError as error:
            if not error.msg.startswith("Extra data") or text.line:
                raise
            # Lines of JSON under the name of a JSON file.
            yield from ((n, _load_json(line)) for n, line in enumerate(text.data.splitlines(), 1) if line.strip())


def _load_json(data: bytes) -> Any:
    return json.loads(data, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _explain(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "is nested too deeply"
    return f"cannot be read: {' '.join(str(error).split())[:200]}"


def _check(record: RawRecord) -> RawRecord | LeftOut:
    """Return a record, or why it is not one that anybody wrote: a field without end, nesting without end."""
    seen, values = 0, [("", record.value, 0)]
    while values:
        pointer, value, depth = values.pop()
        seen += 1
        if isinstance(value, str) and len(value) > _LONGEST_FIELD:
            return LeftOut(f"{record.place}#{pointer}", f"a field of {len(value):,} characters")
        if depth > _DEEPEST or seen > _MOST_VALUES:
            return LeftOut(record.place, "is nested too deeply" if depth > _DEEPEST else "holds too many values")
        if isinstance(value, dict):
            values += [(f"{pointer}/{name}", one, depth + 1) for name, one in value.items()]
        elif isinstance(value, list):
            values += [(f"{pointer}/{number}", one, depth + 1) for number, one in enumerate(value)]
    return record
