"""Misspelt words are mended by known ones; what is not known at all stays as it is."""

from __future__ import annotations

import pytest

from pomegraph.search.correcting import Corrector, is_like_drug

CORRECTOR = Corrector({"neutropenia": "neutropenia", "interact": "interactions", "oil": "oil"}, ["lenalidomide"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nuetropenia", "neutropenia"),
        ("intreactions", "interactions"),
        ("lenalidamid", "lenalidomide"),
        # What a name begins with, what is too short, and what is like nothing.
        ("lenali", "lenali"),
        ("oll", "oll"),
        ("quetzal", "quetzal"),
        ("hba1c", "hba1c"),
    ],
)
def test_word_is_mended_by_the_one_that_is_most_like_it(typed: str, meant: str) -> None:
    assert CORRECTOR.correct(typed) == meant


def test_word_is_no_misspelt_code() -> None:
    known = {"immun": "immuned", "salt": "salt"}

    assert Corrector(known, [], {"immun"}).correct("immunde") == "immunde"
    assert Corrector(known, []).correct("immunde") == "immuned"


def test_long_word_of_letters_that_nothing_has_is_unknown() -> None:
    assert [CORRECTOR.is_unknown(word) for word in ("quetzal", "interaction", "oil", "hba1c")] == [
        True,
        False,
        False,
        False,
    ]


def test_ending_tells_a_drug() -> None:
    assert [is_like_drug(word) for word in ("linvoseltamab", "simvastatins", "stomach")] == [True, True, False]
