"""Reads a text file of the content, and tells on which line it is not plain text that everybody sees alike."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING

from pomegraph.errors import Problem
from pomegraph.wording import find_invisible, with_article

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


_LONGEST_WORD = 100
# YAML 1.1's words for nothing, for what is not a number, and for the infinite.
_EMPTY_WORD = re.compile(r"~|null|Null|NULL|\.(nan|NaN|NAN)|[-+]?\.(inf|Inf|INF)")


def read_text(path: Path, place: str, problems: list[Problem]) -> str | None:
    """Return the text of a file, or None after adding to `problems` why it cannot be used.

    What is written so that nobody sees it is a problem as well; the text is read nevertheless, so that all is told.
    """
    try:
        # A pipe or a device would block; a folder or a broken link is no file either.
        data = path.read_bytes() if path.is_file() else None
    except OSError as error:
        problems.append(Problem(place, 0, f"cannot be read ({error.strerror})", "give yourself the right to read it"))
        return None
    if data is None:
        problems.append(Problem(place, 0, "not a file", "put a text file there or take it away"))
        return None
    fault = _find_fault(data)
    if fault is not None:
        problems.append(Problem(place, *fault))
        return None
    text = data.decode("utf-8")
    for line, row in enumerate(text.split("\n"), 1):
        hidden = find_hidden(row)
        if hidden is not None:
            problems.append(Problem(place, line, *hidden))
    return text


def find_hidden(text: str) -> tuple[str, str] | None:
    """Return what of a text nobody sees, and the cure: an invisible character, or a letter made of two.

    >>> find_hidden("Exampla\N{NO-BREAK SPACE}")
    ('a no-break space (U+00A0)', 'write a plain blank')
    """
    invisible = find_invisible(text.replace("\t", " ").replace("\n", " "))
    if invisible is not None:
        name = unicodedata.name(invisible, "control character").lower()
        cure = "write a plain blank" if unicodedata.category(invisible) == "Zs" else "take it out"
        return f"{with_article(name)} (U+{ord(invisible):04X})", cure
    composed = unicodedata.normalize("NFC", text)
    if composed == text:
        return None
    start = next((at for at, pair in enumerate(zip(text, composed, strict=False)) if len(set(pair)) > 1), 0)
    codes = f"U+{ord(text[start]):04X}, where U+{ord(composed[start]):04X} is meant"
    return f"'{composed[start]}' is not in Unicode's normal form C ({codes})", "save the text in that form (NFC)"


def make_plain(text: str) -> str:
    """Return a text as it was meant, without what nobody sees in it and without blanks at its ends.

    >>> make_plain("Exampla\N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}")
    'Exampla'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    spaced = (" " if unicodedata.category(one) == "Zs" else one for one in unicodedata.normalize("NFC", text))
    return "".join(one for one in spaced if find_invisible(one) is None).strip()


def find_empty_word(text: str) -> str | None:
    """Return what is wrong with a value that other readers take for none, or None if it is not such a word.

    >>> find_empty_word(".nan")
    "'.nan' stands for no value"
    """
    return f"'{text}' stands for no value" if _EMPTY_WORD.fullmatch(text) else None


def find_blank_end(text: str) -> str | None:
    """Return what is wrong with a text that begins or ends with a blank, or None if it does not.

    >>> find_blank_end("Exampla ")
    "'Exampla ' ends with a blank"
    """
    where = "begins" if text != text.lstrip(" \t") else "ends" if text != text.rstrip(" \t") else ""
    return f"'{text}' {where} with a blank" if where else None


def _find_fault(data: bytes) -> tuple[int, str, str] | None:
    """Return the line of the first thing that keeps bytes from being plain text, what it is, and the cure."""
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return 1, "byte-order mark", "save the file as UTF-8 without a byte-order mark"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return line, f"byte 0x{data[error.start]:02x} is not UTF-8", "save the file as UTF-8"
    if "\r" in text:
        return text.count("\n", 0, text.index("\r")) + 1, "a carriage return", "end lines with a line feed alone"
    return None if text.strip() else (0, "the file is empty", "fill it or delete it")


def suggest(word: str, known: Iterable[str], *, otherwise: str) -> str:
    """Return the cure for an unknown word: the nearest known one, else the given sentence.

    >>> suggest("generaton", ["generation", "brandName"], otherwise="see the ontology")
    "did you mean 'generation'?"
    """
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6) if len(word) <= _LONGEST_WORD else []
    return f"did you mean '{near[0]}'?" if near else otherwise
