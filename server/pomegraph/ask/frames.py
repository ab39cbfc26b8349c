"""Makes of an answer what analysts work with: data frames, Arrow tables, a table in a notebook."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

from pomegraph.ask.packages import import_package
from pomegraph.sparql.terms import Iri

if TYPE_CHECKING:
    from pomegraph.sparql.results import Table

# What a notebook shows of a table at most: rows, and characters of a cell.
_ROWS, _LONGEST = 20, 200
# Longer integers have no place in a column of integers.
_MOST_BITS = 63
_FRAME_KINDS = {"integer": "Int64", "number": "Float64", "boolean": "Boolean", "text": "String"}
_ARROW_KINDS = {"integer": "int64", "number": "float64", "boolean": "bool_", "text": "string"}


def make_pandas(table: Table) -> Any:
    """Return a `pandas.DataFrame`; exact decimals become floats, so that pandas can reckon with them.

    Raises:
        PackageMissingError: pandas is not installed.
    """
    pandas = import_package("pandas")
    rows = [[float(cell) if isinstance(cell, Decimal) else _read(cell) for cell in row] for row in table.rows]
    return pandas.DataFrame(rows, columns=list(table.columns)).convert_dtypes()


def make_polars(table: Table) -> Any:
    """Return a `polars.DataFrame` with a type for each column, also where nothing is in it.

    Raises:
        PackageMissingError: polars is not installed.
    """
    polars = import_package("polars")
    typed = _type_columns(table)
    series = [polars.Series(name, values, getattr(polars, _FRAME_KINDS[kind])) for name, kind, values in typed]
    return polars.DataFrame(series)


def make_arrow(table: Table) -> Any:
    """Return a `pyarrow.Table` with a type for each column, also where nothing is in it.

    Raises:
        PackageMissingError: pyarrow is not installed.
    """
    arrow = import_package("pyarrow")
    typed = _type_columns(table)
    arrays = [arrow.array(values, getattr(arrow, _ARROW_KINDS[kind])()) for _, kind, values in typed]
    return arrow.Table.from_arrays(arrays, names=[name for name, _, _ in typed])


def render_html(table: Table) -> str:
    """Return the beginning of a table as HTML, with everything in it escaped, for a notebook."""
    head = "".join(f"<th>{escape(name)}</th>" for name in table.columns)
    body = "".join(f"<tr>{''.join(map(_render_cell, row))}</tr>" for row in table.rows[:_ROWS])
    total = len(table.rows)
    count = f"{total:,} row{'' if total == 1 else 's'}" if total <= _ROWS else f"the first {_ROWS} of {total:,} rows"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{count}</p>"


def _render_cell(cell: Any) -> str:
    if isinstance(cell, Iri):
        text = escape(_shorten(cell.value))
        is_link = cell.value.startswith(("https://", "http://"))
        return f'<td><a href="{escape(cell.value)}">{text}</a></td>' if is_link else f"<td>{text}</td>"
    if isinstance(cell, bool):
        return f"<td>{str(cell).lower()}</td>"
    return f"<td>{'' if cell is None else escape(_shorten(str(cell)))}</td>"


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _read(cell: Any) -> Any:
    return cell.value if isinstance(cell, Iri) else cell


def _type_columns(table: Table) -> list[tuple[str, str, list[Any]]]:
    """Return the name, the kind and the values of each column; values of several kinds in one are texts."""
    columns = zip(*table.rows, strict=True) if table.rows else ((),) * len(table.columns)
    return [(name, *_type_values(list(map(_read, cells)))) for name, cells in zip(table.columns, columns, strict=True)]


def _type_values(cells: list[Any]) -> tuple[str, list[Any]]:
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds == {bool}:
        return "boolean", cells
    if kinds == {int} and all(cell is None or cell.bit_length() <= _MOST_BITS for cell in cells):
        return "integer", cells
    if kinds != {int} and kinds and kinds <= {int, float, Decimal}:
        return "number", [None if cell is None else float(cell) for cell in cells]
    return "text", [_write(cell) for cell in cells]


def _write(cell: Any) -> str | None:
    return str(cell).lower() if isinstance(cell, bool) else None if cell is None else str(cell)
