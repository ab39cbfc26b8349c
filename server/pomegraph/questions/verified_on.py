"""Remembers when the answers to all questions were verified, and on which release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Self

from pomegraph.content.text import read_text
from pomegraph.errors import ContentError, Problem

if TYPE_CHECKING:
    from pomegraph.content.folder import Content


@dataclass(frozen=True, slots=True)
class Verified:
    """The day, in UTC, on which the answers were compared, and the digest that names the release."""

    day: date
    release: str

    @classmethod
    def today(cls, release: str) -> Self:
        """Return what is to be remembered now."""
        return cls(datetime.now(UTC).date(), release)


def read_verified(content: Content) -> Verified | None:
    """Return what is remembered beside the questions of a content, or None if its answers were never verified.

    Raises:
        ContentError: the file cannot be read.
    """
    place, problems = content.place(content.verified), list[Problem]()
    if not content.verified.exists():
        return None
    text = read_text(content.verified, place, problems) or ""
    day, _, release = text.strip().partition("\t")
    try:
        return Verified(date.fromisoformat(day), release)
    except ValueError as error:
        problems = problems or [Problem(place, 1, f"not a date: '{day[:20]}'", "run pomegraph answers --update")]
        raise ContentError(problems) from error


def write_verified(content: Content, verified: Verified) -> None:
    """Remember it, unless that is of the same release: then the day stays the first."""
    known = read_verified(content)
    if known is None or known.release != verified.release:
        content.verified.write_text(f"{verified.day.isoformat()}\t{verified.release}\n", encoding="utf-8")
