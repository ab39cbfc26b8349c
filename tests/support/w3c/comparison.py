"""Whether two results are the same: bags of rows, blank nodes by what they are connected to."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import pyoxigraph

if TYPE_CHECKING:
    from support.w3c.graphs import Term
    from support.w3c.results import Result, Row, Table

_XSD = "http://www.w3.org/2001/XMLSchema#"
_EXACT = {_XSD + name for name in ("decimal", "integer", "int", "long", "short", "byte", "nonNegativeInteger")}
_BINARY = {_XSD + name for name in ("double", "float")}
_BOOLEANS = {"1": "true", "0": "false"}
_TIMES = {_XSD + name for name in ("date", "dateTime")}

Labels = dict[str, str]


def find_difference(expected: Result, actual: Result, *, is_lax: bool = False) -> str | None:
    """Return what differs, None when nothing does. Lax: as REDUCED allows, each row at most as often as expected."""
    if isinstance(expected, bool) or isinstance(actual, bool):
        return None if expected is actual else f"expected {_show(expected)}, got {_show(actual)}"
    if expected.variables != actual.variables:
        return f"expected the variables {expected.variables}, got {actual.variables}"
    if is_lax:
        return None if _is_reduced(expected, actual) else "expected some of the rows, got others"
    if len(expected.rows) != len(actual.rows):
        return f"expected {len(expected.rows)} rows, got {len(actual.rows)}"
    same = _match_in_order if expected.is_ordered else _match_in_any_order
    return None if same(expected.rows, actual.rows) else _show_difference(expected, actual)


def _show(result: Result) -> str:
    return str(result).lower() if isinstance(result, bool) else "a table"


def _show_difference(expected: Table, actual: Table) -> str:
    wanted = Counter(_shape_row(row) for row in expected.rows)
    found = Counter(_shape_row(row) for row in actual.rows)
    if wanted == found:
        return "the same rows in another order, or other blank nodes"
    return f"missing {sorted(map(str, wanted - found))[:3]}, too many {sorted(map(str, found - wanted))[:3]}"


def _is_reduced(expected: Table, actual: Table) -> bool:
    wanted = Counter(_shape_row(row) for row in expected.rows)
    found = Counter(_shape_row(row) for row in actual.rows)
    return set(wanted) == set(found) and found <= wanted


def _match_in_order(expected: tuple[Row, ...], actual: tuple[Row, ...]) -> bool:
    labels: Labels = {}
    for wanted, found in zip(expected, actual, strict=True):
        after = _match_row(wanted, found, labels)
        if after is None:
            return False
        labels = after
    return True


def _match_in_any_order(expected: tuple[Row, ...], actual: tuple[Row, ...]) -> bool:
    """Compare ground rows as a bag; search a renaming for the rest."""
    wanted = Counter(_shape_row(row) for row in expected)
    if wanted != Counter(_shape_row(row) for row in actual):
        return False
    return _search([row for row in expected if _has_blank(row)], [row for row in actual if _has_blank(row)], {})


def _search(expected: list[Row], actual: list[Row], labels: Labels) -> bool:
    """Give each expected row an actual one of its own under one renaming: the most constrained row first."""
    if not expected:
        return True
    choices = [{found: _match_row(wanted, found, labels) for found in actual} for wanted in expected]
    fits = [{found: after for found, after in choice.items() if after is not None} for choice in choices]
    index = min(range(len(expected)), key=lambda number: len(fits[number]))
    rest = expected[:index] + expected[index + 1 :]
    return any(_search(rest, _remove(actual, found), after) for found, after in fits[index].items())


def _remove(rows: list[Row], row: Row) -> list[Row]:
    index = rows.index(row)
    return rows[:index] + rows[index + 1 :]


def _match_row(expected: Row, actual: Row, labels: Labels) -> Labels | None:
    """Return the renaming, extended so that both rows are the same; None if that cannot be."""
    if _shape_row(expected) != _shape_row(actual):
        return None
    pairs = zip(_list_blanks(expected), _list_blanks(actual), strict=True)
    after = dict(labels)
    taken = set(after.values())
    for wanted, found in pairs:
        if wanted not in after and found not in taken:
            after[wanted] = found
            taken.add(found)
        if after.get(wanted) != found:
            return None
    return after


def _has_blank(row: Row) -> bool:
    return bool(_list_blanks(row))


def _list_blanks(row: Row) -> list[str]:
    return [label for term in row for label in _list_blanks_of(term)]


def _list_blanks_of(term: Term | None) -> list[str]:
    match term:
        case pyoxigraph.BlankNode():
            return [term.value]
        case pyoxigraph.Triple():
            return _list_blanks((term.subject, term.predicate, term.object))
        case _:
            return []


def _shape_row(row: Row) -> tuple[str, ...]:
    return tuple(_shape(term) for term in row)


def _shape(term: Term | None) -> str:
    """Return a term as text, without the label of a blank node, and with a number as its value."""
    match term:
        case None:
            return ""
        case pyoxigraph.BlankNode():
            return "_:"
        case pyoxigraph.Triple():
            return f"<<{' '.join(_shape_row((term.subject, term.predicate, term.object)))}>>"
        case pyoxigraph.Literal():
            return str(_canonicalise(term))
        case _:
            return str(term)


def _canonicalise(literal: pyoxigraph.Literal) -> pyoxigraph.Literal:
    """Return a literal in the one spelling of its value, as engines may keep 1.0 or 1, 1e0 or 1.0E0, +00:00 or Z.

    The datatype stays: an integer is another result than the decimal of its value.
    """
    datatype = literal.datatype.value
    try:
        if datatype in _EXACT:
            return pyoxigraph.Literal(format(Decimal(literal.value).normalize(), "f"), datatype=literal.datatype)
        if datatype in _BINARY:
            return pyoxigraph.Literal(repr(float(literal.value)), datatype=literal.datatype)
    except (ValueError, InvalidOperation):  # "a"^^xsd:integer is a term all the same
        return literal
    if datatype in _TIMES:
        return pyoxigraph.Literal(literal.value.replace("+00:00", "Z"), datatype=literal.datatype)
    if datatype == _XSD + "boolean":
        return pyoxigraph.Literal(_BOOLEANS.get(literal.value, literal.value), datatype=literal.datatype)
    return literal
