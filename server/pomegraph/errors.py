"""Everything that can go wrong without being a bug."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pomegraph.wording import show_text

if TYPE_CHECKING:
    from collections.abc import Sequence


_LONGEST = 400
_SENTENCE = ("detail", "cure")
_NOTHING = (None, ())


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} ... {text[-_LONGEST // 2 :]}"


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
        """Return the problem as one line without invisible characters; line 0 stands for the whole file."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{show_text(place)}: {show_text(_shorten(self.message))}; {show_text(_shorten(self.cure))}"


class PomegraphError(Exception):
    """An error that a user can understand and put right: what is wrong, and where it can be said, what would work.

    The fields of an error are public: each is a member of the document that tells of it.
    """

    def __init__(self, detail: str = "", cure: str = "") -> None:
        self.detail = detail
        self.cure = cure
        super().__init__(f"{detail}; {cure}" if cure else detail)

    @property
    def members(self) -> dict[str, Any]:
        """What is known besides the sentence, by the names of the fields that hold something.

        >>> TimeLimitError(2.5).members
        {'limit': 2.5}
        """
        return {name: value for name, value in vars(self).items() if name not in _SENTENCE and value not in _NOTHING}


class ContentError(PomegraphError):
    """The content has problems, all of which are told."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class RecordError(PomegraphError):
    """A record of a public source cannot be used; `pointer` leads to what is wrong in it."""

    def __init__(self, detail: str, pointer: str = "") -> None:
        self.pointer = pointer
        super().__init__(detail)


class FetchError(PomegraphError):
    """A public service does not give its records; `status` is what it answered, where that is known."""

    def __init__(self, detail: str, cure: str, status: int | None = None) -> None:
        self.status = status
        super().__init__(detail, cure)


class ReleaseError(PomegraphError):
    """A release cannot be read, written or put in use."""


class HelperEndedError(ReleaseError):
    """A process that helped to make a release has ended before it was done."""

    def __init__(self) -> None:
        super().__init__(
            "a process that helped was ended, perhaps because there was too little memory; free some, and try again"
        )


class DataError(PomegraphError):
    """A file of RDF cannot be served."""


class ClusterError(PomegraphError):
    """Apache Spark cannot be used, or a task failed on it."""


class ServeError(PomegraphError):
    """The server cannot start."""


class QueryError(PomegraphError):
    """A query that is not SPARQL or that fails while it runs; of a syntax error the place, counted from 1."""

    def __init__(
        self,
        detail: str,
        cure: str = "",
        *,
        line: int | None = None,
        column: int | None = None,
        expected: Sequence[str] = (),
    ) -> None:
        self.line = line
        self.column = column
        self.expected = tuple(expected)
        super().__init__(detail, cure)


class AddressError(PomegraphError):
    """A server cannot listen where it was told to."""


class ResultFormatError(PomegraphError):
    """A result has no such format; the names of those that it has."""

    def __init__(self, detail: str, formats: Sequence[str] = ()) -> None:
        self.formats = tuple(formats)
        super().__init__(detail, f"ask for one of {', '.join(self.formats)}" if formats else "")


class FormatUnfitError(ResultFormatError):
    """A result cannot be written in a format, though others of its kind can; the names of those in which it can."""

    def __init__(self, name: str, reason: str, formats: Sequence[str] = ()) -> None:
        self.format = name
        self.reason = reason
        super().__init__(f"this result cannot be written as {name}: {reason}", formats)


class ServiceRefusedError(PomegraphError):
    """A query calls other endpoints by SERVICE that it may not call; None stands for one named by a variable."""

    def __init__(self, service: str | None, allowed: Sequence[str] = ()) -> None:
        self.service = service
        self.allowed = tuple(allowed)
        which = f"SERVICE <{service}>" if service is not None else "SERVICE with an endpoint that is not a constant IRI"
        others = f"call one of {', '.join(f'<{name}>' for name in allowed)}, or take" if allowed else "take"
        super().__init__(f"{which} is not allowed here", f"{others} SERVICE out and join the results yourself")


class TimeLimitError(PomegraphError):
    """A query was stopped at its deadline."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        super().__init__(
            f"the query was stopped at its time limit (timeout) of {limit:g} s",
            "make it smaller: more constants, fewer patterns without a shared variable, a LIMIT without ORDER BY",
        )


class MemoryLimitError(PomegraphError):
    """A query was stopped because it needed more memory than it may, in bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(
            f"the query was stopped at its memory limit of {limit / 2**20:,.0f} MiB",
            "make it smaller: ask for fewer rows, and leave out ORDER BY, DISTINCT and GROUP BY over everything",
        )


class OverloadError(PomegraphError):
    """Too many queries run and wait already; seconds after which to try again."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__("too many queries are waiting", f"try again in {retry_after} s")


class EngineError(PomegraphError):
    """The engine cannot answer now, or the process that ran a query died."""


class StoreError(PomegraphError):
    """A store elsewhere refused, failed, or gave an answer that is not whole."""


class StoreDownError(StoreError):
    """A store elsewhere cannot be reached, or says that it is not available now."""


class StoreTimeoutError(StoreError):
    """A store elsewhere stopped a query at a time limit of its own, or did not answer in time."""


class DrawingError(PomegraphError):
    """A chart cannot be drawn now."""


class ClientGoneError(PomegraphError):
    """The client left before its answer was there."""


class BrokenAnswerError(PomegraphError):
    """An answer failed after its beginning was sent."""


class QuestionUnknownError(PomegraphError):
    """There is no question of a name (stem); `suggestions` are names that look like it."""

    def __init__(self, stem: str, cure: str, suggestions: Sequence[str] = ()) -> None:
        self.suggestions = tuple(suggestions)
        super().__init__(f"there is no question '{stem[:100]}'", cure)


class ValueUnknownError(PomegraphError):
    """A parameter of a question does not take what it was given; names that may have been meant."""

    def __init__(self, name: str, detail: str, cure: str, suggestions: Sequence[str] = ()) -> None:
        self.name = name
        self.suggestions = tuple(suggestions)
        super().__init__(detail, cure)


class PackageMissingError(PomegraphError):
    """Something needs a package that is not installed; `extra` is the extra of ours that brings it, if one does."""

    def __init__(self, name: str, extra: str | None = None) -> None:
        self.name = name
        self.extra = extra
        wanted = f"'pomegraph[{extra}]'" if extra else name
        super().__init__(f"the package {name} is not installed", f"install it: pip install {wanted}")
