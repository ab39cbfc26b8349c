"""Everything that can go wrong without being a bug."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


_LONGEST = 400


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in the content: the place, what is wrong, what would be right.

    >>> print(Problem("data/sources/x.yaml", 14, "unknown property 'generaton'", "did you mean 'generation'?"))
    data/sources/x.yaml:14: unknown property 'generaton'; did you mean 'generation'?
    """

    file: str
    line: int
    message: str
    cure: str

    def __str__(self) -> str:
        """Return the problem as one line; line 0 stands for the whole file."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        message = self.message
        if len(message) > _LONGEST:
            message = f"{message[: _LONGEST // 2]} ... {message[-_LONGEST // 2 :]}"
        return f"{place}: {message}; {self.cure}"


class PomegraphError(Exception):
    """An error that a user can understand and mend."""


class ContentError(PomegraphError):
    """The content has problems, all of which are told."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class ReleaseError(PomegraphError):
    """A release cannot be read, written or put in use."""


class QueryError(PomegraphError):
    """A query that is not SPARQL or that fails while it runs."""


class AddressError(PomegraphError):
    """A server cannot listen where it was told to."""


class ResultFormatError(PomegraphError):
    """A result has no such format."""
