"""How messages are worded: articles that fit, and nothing that a reader cannot see."""

from __future__ import annotations

import re

# Characters that leave no mark and that Unicode nevertheless counts among letters, marks and symbols.
_UNMARKED = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# Beginnings that sound otherwise than they are written: like yoo or won, or with a silent h.
_LIKE_A_CONSONANT = re.compile(r"uni(?!n)|us[aeiu]|uti|ur[eil]|eu|ewe|one\b|once\b", re.IGNORECASE)
_LIKE_A_VOWEL = re.compile(r"[aeiou]|hour|honest|honou?r|heir", re.IGNORECASE)
# Letters that are spelled: those whose names begin with a vowel, in a word that has none.
_SPELLED = re.compile(r"[FHLMNRSX](?:[B-DF-HJ-NP-TV-Z0-9]*\b)")


# Control characters but the tab and line feed, those that turn the direction of writing, and what is no character.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
    r"|\r(?!\n)"
)


# How pyoxigraph begins a message: the error holds the place besides.
_PLACE = re.compile(r"^Parser error [^:]*: ")


def drop_place(message: str) -> str:
    """Return what pyoxigraph says of an error without the place.

    >>> drop_place("Parser error at line 2 column 3: The prefix ex: has not been declared")
    'The prefix ex: has not been declared'
    """
    return _PLACE.sub("", message)


def with_article(noun: str) -> str:
    """Return a noun behind the article that fits how it is spoken.

    >>> [with_article(noun) for noun in ("adverse event", "unit", "IRI", "XML file", "drug")]
    ['an adverse event', 'a unit', 'an IRI', 'an XML file', 'a drug']
    """
    vowel = _LIKE_A_VOWEL.match(noun) and not _LIKE_A_CONSONANT.match(noun)
    return f"{'an' if vowel or _SPELLED.match(noun) else 'a'} {noun}"


def find_invisible(text: str) -> str | None:
    """Return the first character that a reader cannot see, or cannot tell from a blank; None if there is none.

    These are control characters, those that turn the direction of writing, those without a width, and every space but
    the plain one.
    """
    if text.isprintable() and not _UNMARKED.search(text):
        return None
    return next((one for one in text if not one.isprintable() or _UNMARKED.match(one)), None)


def show_text(text: str) -> str:
    r"""Return a text with invisible characters as their codes.

    >>> show_text("Exampla\u00a0\u202e")
    'Exampla<U+00A0><U+202E>'
    """
    if find_invisible(text) is None:
        return text
    return "".join(one if find_invisible(one) is None else f"<U+{ord(one):04X}>" for one in text)


def show_hidden(text: str) -> str:
    r"""Return a text with the characters as their codes that steer a terminal or turn what stands beside them.

    >>> show_hidden("ESC\x1b[31m\u202e\nnext\u00a0line")
    'ESC<U+001B>[31m<U+202E>\nnext\xa0line'
    """
    return _HIDDEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)
