"""What can go wrong when a request is answered: the errors that only the web has, and all kinds of problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.errors import (
    BrokenAnswerError,
    ClientGoneError,
    DrawingError,
    EngineError,
    MemoryLimitError,
    OverloadError,
    PomegraphError,
    QueryError,
    QuestionUnknownError,
    ResultFormatError,
    ServiceRefusedError,
    StoreDownError,
    StoreError,
    StoreTimeoutError,
    TimeLimitError,
    ValueUnknownError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_PROBLEMS = 20
_LONGEST = 200
PROBLEM_JSON = "application/problem+json"


class AnswerTooLongError(PomegraphError):
    """An answer has more bytes than one may have that is made into JSON rows, a chart or a page."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(
            f"the answer is too long for this form of it: it may have {limit >> 20} MiB or a million values",
            "take it as CSV or TSV, which may be of any length unless columns are added, or ask for fewer rows, "
            "as by limit= and offset=",
        )


class ParameterError(PomegraphError):
    """A parameter or header of a request cannot be used."""

    def __init__(self, name: str, detail: str, cure: str) -> None:
        self.name = name
        super().__init__(detail, cure)


class BodyTypeError(PomegraphError):
    """The body of a request is of a kind that is not read here."""


class TableError(PomegraphError):
    """A table of figures cannot be read; the first problems, each with its line, 0 for the whole table."""

    def __init__(self, problems: Sequence[tuple[int, str, str]]) -> None:
        self.problems = [
            {"line": line, "detail": message, "cure": cure} for line, message, cure in problems[:_MOST_PROBLEMS]
        ]
        line, message, cure = problems[0]
        place = f"line {line} of the table: " if line else ""
        more = f", and {len(problems) - 1:,} more" if len(problems) > 1 else ""
        super().__init__(f"{place}{message}{more}", cure)


class ReadOnlyError(PomegraphError):
    """A request would change the data, which is only read here."""

    def __init__(self) -> None:
        super().__init__(
            "this is a SPARQL Update, and the data are read-only here",
            "send a query: SELECT, ASK, CONSTRUCT or DESCRIBE",
        )


class GraphNotFoundError(PomegraphError):
    """There is no graph of a name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"there is no graph <{name}> here", "the service description lists the graphs")


class ThingUnknownError(PomegraphError):
    """The graph says nothing of an IRI."""

    def __init__(self, iri: str) -> None:
        super().__init__(f"the graph says nothing of <{iri}>", "the list of questions tells what it knows")


class AddressUnknownError(PomegraphError):
    """Nothing has an address; the addresses of things that may be meant."""

    def __init__(self, path: str, suggestions: Sequence[str] = ()) -> None:
        self.suggestions = list(suggestions)
        cure = f"did you mean {' or '.join(self.suggestions)}?" if suggestions else "the first page tells what there is"
        super().__init__(f"nothing has the address /{path[:_LONGEST]}", cure)


class IdentifierUnknownError(PomegraphError):
    """Nothing has an identifier or a name; names that look like it."""

    def __init__(self, name: str, suggestions: Sequence[str] = ()) -> None:
        self.suggestions = list(suggestions)
        cure = f"did you mean {' or '.join(self.suggestions)}?" if suggestions else "the question 'things' lists all"
        super().__init__(f"nothing here has the identifier or the name '{name[:_LONGEST]}'", cure)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, its name in the log and in the address of its page, and what it means."""

    status: int
    name: str
    title: str
    meaning: str


_NOTHING_HERE = Kind(404, "address", "There is nothing here", "Nothing has this address.")
_NOTHING_KNOWN = Kind(404, "thing", "Nothing is known of this", "The graph says nothing of what is asked for.")
BY_ERROR: dict[type[Exception], Kind] = {
    AddressUnknownError: _NOTHING_HERE,
    ParameterError: Kind(
        400, "parameter", "A parameter cannot be used", "A parameter or header is missing, repeated or not well formed."
    ),
    QueryError: Kind(
        400, "query", "The query is not understood", "The query is not SPARQL 1.1, or calls a function not known here."
    ),
    TableError: Kind(
        400,
        "table",
        "The table cannot be read",
        "A table of figures is CSV, TSV, JSON or JSON lines, with a heading that names its columns, up to a size.",
    ),
    ReadOnlyError: Kind(403, "read-only", "The data are read-only", "SPARQL Update is not answered here."),
    ServiceRefusedError: Kind(
        403,
        "service",
        "SERVICE is not allowed",
        "A query may call other endpoints only if the operator of this one has named them.",
    ),
    GraphNotFoundError: Kind(404, "graph", "There is no such graph", "No graph of this name is served here."),
    QuestionUnknownError: Kind(404, "question", "There is no such question", "No question of this name is asked here."),
    ThingUnknownError: _NOTHING_KNOWN,
    IdentifierUnknownError: _NOTHING_KNOWN,
    ResultFormatError: Kind(
        406,
        "format",
        "There is no such format",
        "The result cannot be written in any format that is acceptable to you.",
    ),
    AnswerTooLongError: Kind(
        406,
        "length",
        "The answer is too long",
        "What is made of an answer as a whole, such as JSON rows, a chart or a page, is made of answers up to a size.",
    ),
    BodyTypeError: Kind(
        415, "body", "The body is not understood", "The body of a POST is the query, or a form with the query."
    ),
    ValueUnknownError: Kind(
        422,
        "value",
        "A value is not understood",
        "A parameter of a question is unknown, missing or repeated, or does not take this value.",
    ),
    TimeLimitError: Kind(503, "timeout", "The query took too long", "A query is stopped when its time is up."),
    MemoryLimitError: Kind(
        503,
        "memory",
        "The query needed too much memory",
        "A query is stopped when it needs more memory than it may use.",
    ),
    OverloadError: Kind(
        503, "overload", "Too many queries", "As many queries run and wait already as this server takes on."
    ),
    EngineError: Kind(
        503, "engine", "The query could not be run", "The process that runs queries ended or is not ready; try again."
    ),
    StoreError: Kind(502, "store", "The store failed", "The store behind this server refused the query, or failed."),
    StoreDownError: Kind(503, "store-down", "The store is down", "The store behind this server is not available now."),
    StoreTimeoutError: Kind(
        504,
        "store-timeout",
        "The store took too long",
        "The store behind this server stopped the query, or was silent.",
    ),
    BrokenAnswerError: Kind(503, "broken", "The answer broke off", "A result failed after a part of it was made."),
    DrawingError: Kind(503, "drawing", "The chart could not be drawn", "A chart is given up when its time is up."),
    ClientGoneError: Kind(499, "gone", "The client left", "The connection was closed before the answer was there."),
}
BY_STATUS = {
    400: Kind(400, "request", "The request is not understood", "The request is not well formed."),
    404: _NOTHING_HERE,
    405: Kind(405, "method", "The method is not allowed", "What is served here is only read."),
    413: Kind(
        413, "size", "The body is too large", "The body of a request may not be larger than the operator allows."
    ),
}
FAULT = Kind(
    500,
    "fault",
    "A fault of this server",
    "This is a bug. The log of the server tells more, under the id of the request.",
)
NO_MEMORY = Kind(
    503,
    "web-memory",
    "Not enough memory",
    "The process that makes the answer has no more memory; others may be asking for much at the same time.",
)
KINDS = {kind.name: kind for kind in [*BY_ERROR.values(), *BY_STATUS.values(), FAULT, NO_MEMORY]}
