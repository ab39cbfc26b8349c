"""What a SHACL shape asks of one term: its kind, its datatype, its text, its number. Terms are those of N-Triples."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import Literal, RdfFormat, parse

from pomegraph.names import SH, XSD, iri

if TYPE_CHECKING:
    from collections.abc import Callable

    TermTest: TypeAlias = Callable[[str], bool]

_STRING = iri(XSD + "string")
_LANGUAGE = iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
_NUMBERS = frozenset(iri(XSD + name) for name in ("integer", "decimal"))
# XML Schema 1.1, part 2: the lexical forms of datatypes; what stands for a value of others is not looked at.
_FORMS = {
    iri(XSD + name): re.compile(form)
    for name, form in {
        "boolean": "true|false|1|0",
        "integer": "[+-]?[0-9]+",
        "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
        "date": r"\d{4}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?",
        "dateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?",
        "gYearMonth": r"\d{4}-(0[1-9]|1[0-2])(Z|[+-]\d\d:\d\d)?",
        "gYear": r"\d{4}(Z|[+-]\d\d:\d\d)?",
        "hexBinary": "([0-9a-fA-F]{2})*",
    }.items()
}
_TIMES = {iri(XSD + "date"), iri(XSD + "dateTime")}
# SHACL, section 4.1.3: nodeKind. There is no blank node.
_KINDS = {iri(SH + "IRI"): "<", iri(SH + "Literal"): '"', iri(SH + "IRIOrLiteral"): '<"'}


def read_literal(term: str) -> tuple[str, str]:
    """Return the text of a literal and the term of its datatype.

    >>> read_literal('"4"^^<http://www.w3.org/2001/XMLSchema#integer>')
    ('4', '<http://www.w3.org/2001/XMLSchema#integer>')
    """
    if term[-1] == '"' and "\\" not in term:  # as most are
        return term[1:-1], _STRING
    end = term.rindex('"')
    text, rest = term[1:end], term[end + 1 :]
    if "\\" in text:
        found = next(parse(f"<a:a> <a:a> {term} .", format=RdfFormat.N_TRIPLES)).object
        text = found.value if isinstance(found, Literal) else text
    return text, rest[2:] if rest.startswith("^^") else _LANGUAGE if rest else _STRING


def show_term(term: str) -> str:
    """Return an IRI or the text of a literal; nothing for nothing."""
    return term[1:-1] if term[:1] != '"' else read_literal(term)[0]


def make_kind_test(kind: str) -> TermTest:
    """Return whether a term is of a kind, such as sh:IRI.

    Raises:
        ValueError: there is no such kind of node in a graph without blank nodes.
    """
    if kind not in _KINDS:
        raise ValueError(f"{kind} is not a kind of node that a graph without blank nodes has")
    starts = _KINDS[kind]
    return lambda term: term[0] in starts


def make_datatype_test(datatype: str) -> TermTest:
    """Return whether a term is a literal of a datatype, with a text that stands for a value of it."""
    if datatype == _STRING:
        return lambda term: term[-1] == '"'

    def test(term: str) -> bool:
        return term[0] == '"' and term.endswith(datatype) and _is_form(read_literal(term)[0], datatype)

    return test


def _is_form(text: str, datatype: str) -> bool:
    form = _FORMS.get(datatype)
    if form is not None and not form.fullmatch(text):
        return False
    return datatype not in _TIMES or _is_time(text)


def _is_time(text: str) -> bool:
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        return _is_day(text)
    return True


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text[:10])
    except ValueError:
        return False
    return "T" not in text


def make_pattern_test(pattern: str) -> TermTest:
    """Return whether an expression is found in the text of a literal, or in an IRI.

    Raises:
        re.error: it is not a regular expression.
    """
    search = re.compile(pattern).search

    def test(term: str) -> bool:
        return search(show_term(term)) is not None

    return test


def make_bound_test(bound: str, fits: Callable[[Decimal, Decimal], bool]) -> TermTest:
    """Return whether a term is a number that fits to a bound, which is a number too.

    Raises:
        ValueError: the bound is not a number.
    """
    limit = _read_number(bound)
    if limit is None:
        raise ValueError(f"{bound} is not a number")

    def test(term: str) -> bool:
        number = _read_number(term)
        return number is not None and fits(number, limit)

    return test


def _read_number(term: str) -> Decimal | None:
    if term[0] != '"':
        return None
    text, datatype = read_literal(term)
    try:
        return Decimal(text) if datatype in _NUMBERS else None
    except InvalidOperation:
        return None
