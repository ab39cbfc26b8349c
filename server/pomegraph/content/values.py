"""Checks and normalises the values that curators type, by XML Schema datatype."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from urllib.parse import urlsplit

_PATTERNS = {
    "decimal": re.compile(r"[+-]?([0-9]{1,18}(\.[0-9]{1,18})?|\.[0-9]{1,18})"),
    "integer": re.compile(r"[+-]?[0-9]{1,18}"),
    "boolean": re.compile(r"true|false"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "partialDate": re.compile(r"\d{4}(-\d\d(-\d\d)?)?"),
    "dateTime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"),
    "anyURI": re.compile(r"[^\s<>\"{}|\\^`]+"),
    "hexBinary": re.compile(r"([0-9a-f]{2})+"),
    # Not the characters that XML 1.0, section 2.2, has no way to write.
    "string": re.compile(r"(?=.*\S)[^\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]*", re.DOTALL),
}
_CURES = {
    "decimal": "write a plain number such as 11.5",
    "integer": "write a whole number such as 28, of at most 18 digits",
    "boolean": "write true or false",
    "date": "write a day as YYYY-MM-DD",
    "partialDate": "write a day as YYYY-MM-DD, a month as YYYY-MM or a year as YYYY",
    "dateTime": "write a time as YYYY-MM-DDThh:mm:ssZ",
    "anyURI": "write an absolute address that starts with https:// or http://",
    "hexBinary": "write hexadecimal digits in pairs",
    "string": "write some text, without control characters",
}

# By the number of hyphens: XML Schema 1.1 Part 2, 3.3.9 to 3.3.11.
_PARTS_OF_DATES = ("gYear", "gYearMonth", "date")


def cure_of(datatype: str) -> str:
    """Return what to write for a datatype."""
    return _CURES[datatype]


def canonical(text: str, datatype: str) -> str | None:
    """Return the canonical form of a value, or None if it is not a value of the datatype.

    The canonical decimal has no needless digit (XML Schema 1.1 Part 2, 3.3.3, without the `.0` of whole numbers).

    >>> canonical("11.20", "decimal")
    '11.2'
    >>> canonical("about 11", "decimal") is None
    True
    """
    pattern = _PATTERNS.get(datatype)
    if pattern is not None and not pattern.fullmatch(text):
        return None
    match datatype:
        case "decimal":
            return _plain_decimal(text)
        case "integer":
            return str(int(text))
        case "date" | "dateTime" | "partialDate" if not _is_time(text, datatype):
            return None
        case "anyURI" if not _is_address(text):
            return None
    return text


def narrow_datatype(value: str, datatype: str) -> str:
    """Return the datatype that a canonical value is written with: a whole decimal is an integer, as people type it.

    SPARQL 1.1, 4.1.2, reads 4 as an integer and 4.2 as a decimal, and a pattern matches terms, not numbers. A partial
    date has no datatype of its own: it is a day, a month or a year.

    >>> narrow_datatype("4", "decimal"), narrow_datatype("4.2", "decimal")
    ('integer', 'decimal')
    >>> narrow_datatype("2015-04", "partialDate")
    'gYearMonth'
    """
    if datatype == "partialDate":
        return _PARTS_OF_DATES[value.count("-")]
    return "integer" if datatype == "decimal" and "." not in value else datatype


def _plain_decimal(text: str) -> str:
    plain = format(Decimal(text), "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in {"-0", ""} else plain


def _is_time(text: str, datatype: str) -> bool:
    kind = datetime.datetime if datatype == "dateTime" else datetime.date
    # A month or a year is one if it has a first day.
    text = f"{text}-01-01"[:10] if datatype == "partialDate" else text
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
