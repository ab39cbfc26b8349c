"""Describes the answer to a question as a file: W3C Metadata Vocabulary for Tabular Data (CSV on the Web)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pomegraph.questions.meta import AnswerMeta, Offer
    from pomegraph.questions.question import Column, Question

MEDIA_TYPE = "application/csvm+json"
# SPARQL 1.1 Query Results CSV and TSV, sections 3 and 4: TSV has terms as Turtle does, below variables.
_DIALECTS: dict[str, dict[str, Any]] = {"csv": {}, "tsv": {"delimiter": "\t", "quoteChar": None, "doubleQuote": False}}
_DATATYPES = {
    "text": "string",
    "any": "string",
    "integer": "integer",
    "decimal": "number",
    "year": "gYear",
    "boolean": "boolean",
    # Many are known by month or year only.
    "date": "string",
}
_IRI = "anyURI"


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """An answer as a file.

    Args:
        extension: csv or tsv.
        address: Where it is; may be relative to where the description is.
        page: Where people read it.
        release: The version of the data.
        licence: The address of the licence of these.
    """

    extension: str
    address: str
    page: str
    release: str
    licence: str


def describe_file(
    question: Question,
    columns: Sequence[Column],
    meta: AnswerMeta,
    file: AnswerFile,
    *,
    locate: Callable[[Offer], str],
) -> dict[str, Any]:
    """Return the description of the answer to a question as a file.

    Args:
        question: What was asked.
        columns: The columns in their order.
        meta: What is told with the answer.
        file: The file.
        locate: Returns the address of what is offered or left out.
    """
    dialect = _DIALECTS[file.extension]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": file.address,
        "dc:title": question.summary,
        **({"dc:description": question.description} if question.description else {}),
        "dc:license": {"@id": file.licence},
        "dc:source": {"@id": file.page},
        "schema:version": file.release,
        **({"dialect": dialect} if dialect else {}),
        "tableSchema": {"columns": [_describe_column(column, file.extension) for column in columns]},
        **_tell_values(meta),
        "notes": _list_notes(meta, locate),
    }


def _describe_column(column: Column, extension: str) -> dict[str, Any]:
    is_csv = extension == "csv"
    return {
        "name": column.name,
        "titles": column.name if is_csv else f"?{column.name}",
        "dc:description": column.means,
        "datatype": _DATATYPES.get(column.type, _IRI) if is_csv else "string",
    }


def _tell_values(meta: AnswerMeta) -> dict[str, Any]:
    """Return what each parameter had, as schema.org tells of properties."""
    values = [
        {
            "@type": "schema:PropertyValue",
            "schema:name": one.name,
            "schema:value": list(one.labels) or "any",
            **({"schema:description": one.follows or "default"} if one.is_default else {}),
        }
        for one in meta.values
    ]
    return {"schema:additionalProperty": values} if values else {}


def _list_notes(meta: AnswerMeta, locate: Callable[[Offer], str]) -> list[dict[str, Any]]:
    """Return what is left out, why there are no rows and what would give some, and former names."""
    old = [f"{old} is now called {name}; the old name still works" for old, name in meta.old_names]
    led = [("left out", one) for one in meta.left_out] + [("has rows", one) for one in meta.offers]
    return [
        *({"dc:type": "former name", "dc:description": one} for one in old),
        *([{"dc:type": "no rows", "dc:description": meta.reason}] if meta.reason else []),
        *(
            {"dc:type": kind, "dc:description": one.words, "dc:relation": {"@id": locate(one)}, "schema:size": one.rows}
            for kind, one in led
        ),
    ]
