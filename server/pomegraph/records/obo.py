"""Reads OBO files (OBO Flat File Format 1.4) into a header and its terms, as texts by tag."""

from __future__ import annotations

import re
from typing import Any

_STANZA = re.compile(r"\[(\w+)\]")
# OBO 1.4, 3.3: what begins a comment or modifiers, outside of quotes.
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)")


def read_obo(text: str) -> dict[str, Any]:
    """Return the tags of the header, and those of each term: `{"header": {...}, "terms": [{"id": [...]}]}`.

    Raises:
        ValueError: it is not OBO.
    """
    header: dict[str, list[str]] = {}
    terms: list[dict[str, list[str]]] = []
    stanza: dict[str, list[str]] = header
    for number, line in enumerate(text.splitlines(), 1):
        plain = line.strip()
        match = _STANZA.fullmatch(plain)
        if match:
            stanza = {}
            if match[1] == "Term":
                terms.append(stanza)
        elif plain and not plain.startswith("!"):
            tag, colon, value = plain.partition(":")
            if not colon:
                raise ValueError(f"line {number} is neither a tag with a value nor a stanza")
            stanza.setdefault(tag, []).append(value.strip())
    if "format-version" not in header:
        raise ValueError("no format-version, so it is not OBO")
    return {"header": header, "terms": terms}


def read_quoted(value: str) -> tuple[str, str]:
    r"""Return the text in quotes that a value begins with, and what stands behind it.

    >>> read_quoted('"a \\"b\\" c" EXACT []')
    ('a "b" c', 'EXACT []')
    """
    match = _QUOTED.match(value)
    return (unescape(match[1]), value[match.end() :].strip()) if match else ("", value)


def cut_comment(value: str) -> str:
    """Return a value without its comment and modifiers.

    >>> cut_comment("DOID:162 {source=\\"x\\"} ! cancer")
    'DOID:162'
    """
    return unescape(re.split(r"\s+[!{]", value, maxsplit=1)[0].strip())


def unescape(text: str) -> str:
    """Return a text without the backslashes in front of characters that would mean something."""
    return _ESCAPE.sub(lambda match: {"n": "\n", "W": " ", "t": "\t"}.get(match[1], match[1]), text)
