"""Reads a table of figures from a request, and holds it against the primary figures of the data as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from pomegraph.errors import ContentError
from pomegraph.evidence.figures import Bounds, read_figures
from pomegraph.evidence.primary import PRIMARY, make_tracer
from pomegraph.sparql.results import read_table
from pomegraph.web.made import MadeOnce
from pomegraph.web.problems import BodyTypeError, ParameterError, TableError
from pomegraph.web.protocol import FORM, read_body
from pomegraph.web.questions.request import CachedGraph

if TYPE_CHECKING:
    from pomegraph.evidence.attribution import Tracer
    from pomegraph.evidence.figures import Figure
    from pomegraph.evidence.words import Words
    from pomegraph.web.protocol import Parameters
    from pomegraph.web.questions.request import QuestionService

# What a table may hold: a thousand rows take some seconds of one process.
BOUNDS = Bounds(rows=1_000, letters=1_000)
LARGEST_TABLE = 1 << 20
# The field of the form with the table.
FIELD = "table"
# The form of the table is found from its first characters: any of these will do.
TABLE_TYPES = (
    "text/csv",
    "text/tab-separated-values",
    "application/json",
    "application/jsonl",
    "application/x-ndjson",
    "text/plain",
)
_PLACE = "table"


class TraceService:
    """What traces figures: the questions, the words that people use, and the primary figures."""

    def __init__(self, service: QuestionService, words: Words) -> None:
        self.questions = service
        self._words = words
        self._tracer = MadeOnce(lambda: service.engine.version, self._make_tracer)

    def open_tracer(self) -> Tracer:
        """Return what holds figures against the primary ones of the data as they are now.

        Raises:
            PomegraphError: the data cannot be asked.
        """
        return self._tracer.get()

    def _make_tracer(self) -> Tracer:
        graph = CachedGraph(self.questions.engine, self.questions.results)
        query = self.questions.catalogue.get(PRIMARY).bind({}, base=graph.base)
        trials = self.questions.list_things().list_names("trial")
        return make_tracer(read_table(graph.select(query)), self._words, trials)


def read_posted(parameters: Parameters) -> bytes:
    """Return the table of a request: its body, or the field of a form.

    Raises:
        ParameterError: there is no table, or more than one.
        BodyTypeError: the body is of another kind.
    """
    if request.mimetype in TABLE_TYPES:
        return read_body(request)
    if request.mimetype != FORM:
        found = f"a body of type {request.mimetype}" if request.mimetype else "a body without Content-Type"
        cure = f"send the table as {', '.join(TABLE_TYPES)}, or as the parameter {FIELD} of {FORM}"
        raise BodyTypeError(f"{found} is not read here", cure)
    text = parameters.find_value(FIELD)
    if text is None:
        raise ParameterError(FIELD, "there is no table in this request", f"give the parameter {FIELD}")
    return text.encode()


def read_sent(data: bytes) -> list[Figure]:
    """Return the figures of a table.

    Raises:
        TableError: it is not such a table, or too large.
    """
    if len(data) > LARGEST_TABLE:
        raise TableError([(0, f"the table has more than {LARGEST_TABLE >> 20} MiB", "send it in parts")])
    try:
        return read_figures(data, _PLACE, BOUNDS)
    except ContentError as error:
        raise TableError([(each.line, each.message, each.cure) for each in error.problems]) from error
