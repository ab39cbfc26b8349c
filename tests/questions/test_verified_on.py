"""When the answers to the questions were verified, and on which release."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pomegraph.content.folder import Content
from pomegraph.errors import ContentError
from pomegraph.questions.verified_on import Verified, read_verified, write_verified

FIRST, SECOND = Verified(date(2026, 2, 3), "a1"), Verified(date(2026, 3, 4), "b2")


def test_what_was_never_verified_is_none(small: Content) -> None:
    assert read_verified(small) is None


def test_it_is_remembered(small: Content) -> None:
    write_verified(small, FIRST)

    assert read_verified(small) == FIRST
    assert small.verified.read_text(encoding="utf-8") == "2026-02-03\ta1\n"


def test_day_stays_while_the_release_does(small: Content) -> None:
    write_verified(small, FIRST)
    write_verified(small, Verified(SECOND.day, FIRST.release))

    assert read_verified(small) == FIRST


def test_other_release_is_verified_anew(small: Content) -> None:
    write_verified(small, FIRST)
    write_verified(small, SECOND)

    assert read_verified(small) == SECOND


def test_today_is_a_day() -> None:
    assert abs((Verified.today("a1").day - datetime.now(UTC).date()).days) <= 1


@pytest.mark.parametrize(("text", "told"), [("", "the file is empty"), ("yesterday\ta1\n", "not a date: 'yesterday'")])
def test_file_that_holds_no_day_is_told(small: Content, text: str, told: str) -> None:
    small.verified.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=f"queries/verified.tsv.*{told}"):
        read_verified(small)
