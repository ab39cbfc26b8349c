"""Words of messages: what is invisible is shown, and articles fit."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from pomegraph.errors import ContentError, Problem
from pomegraph.wording import find_invisible, show_text, with_article

INVISIBLE = {
    "null": "\0",
    "line feed": "\n",
    "escape": "\x1b",
    "next line": "\x85",
    "no-break space": "\xa0",
    "soft hyphen": "\xad",
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "line separator": "\u2028",
    "narrow no-break space": "\u202f",
    "right-to-left override": "\u202e",
    "isolate": "\u2066",
    "word joiner": "\u2060",
    "ideographic space": "\u3000",
    "byte-order mark": "\ufeff",
    "Hangul filler": "\u3164",
    "Braille blank": "\u2800",
    "variation selector": "\ufe0f",
    "tag": "\U000e0041",
    "lone surrogate": "\ud800",
    "private use": "\ue000",
    "noncharacter": "\uffff",
}


@pytest.mark.parametrize("name", INVISIBLE)
def test_invisible_character_is_shown_as_its_code(name: str) -> None:
    one = INVISIBLE[name]

    assert find_invisible(f"a{one}b") == one
    assert show_text(f"a{one}b") == f"a<U+{ord(one):04X}>b"


@pytest.mark.parametrize("name", INVISIBLE)
@pytest.mark.parametrize("part", ["file", "message", "cure"])
def test_problem_prints_none_of_them(name: str, part: str) -> None:
    parts = {"file": "x.yaml", "message": "wrong", "cure": "mended", part: f"a{INVISIBLE[name]}b"}
    problem = Problem(line=1, **parts)

    assert str(problem).isprintable()
    assert str(ContentError([problem])) == str(problem)


def test_whatever_has_no_mark_is_shown() -> None:
    """Over all of Unicode: controls, formats, surrogates, private and unknown ones, and spaces but one."""
    unmarked = [
        one for one in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(one)[0] in "CZ" and one != " "
    ]

    assert [f"U+{ord(one):04X}" for one in unmarked if find_invisible(one) is None] == []


@pytest.mark.parametrize("text", ["", "plain text", "Öl, 4 µg/m², ≥ ½", "한국어 العربية", "👩 ±≥"])
def test_what_can_be_seen_stays(text: str) -> None:
    assert show_text(text) == text


def test_long_message_and_cure_are_cut() -> None:
    shown = str(Problem("x.yaml", 1, "\0" * 10_000, "b" * 10_000))

    assert shown.startswith("x.yaml:1: <U+0000><U+0000>")
    assert len(shown) < 5_000


@pytest.mark.parametrize(
    "phrase",
    [
        "an adverse event",
        "an action value",
        "an Outcome",
        "an integer",
        "an anyURI",
        "an hour",
        "an unintended effect",
        "an ulcer",
        "an FDG scan",
        "an IRI",
        "a unit value",
        "a union",
        "a user",
        "a one-line text",
        "a urinary infection",
        "a URL",
        "a European agency",
        "a drug",
        "a hexBinary",
        "a SKOS mapping property",
        "a Mechanism",
        "a right-to-left override",
    ],
)
def test_article_fits(phrase: str) -> None:
    assert with_article(phrase.partition(" ")[2]) == phrase
