"""What is known of the request that is being answered: all that is kept beside the arguments of functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g

from pomegraph.web.log import QueryRecord

if TYPE_CHECKING:
    from pomegraph.web.protocol import Call


@dataclass(slots=True)
class Visit:
    """One request, for what Flask calls with no argument of ours: handlers of errors, and what goes round a request.

    Routes write into it what these will need; all other functions are given the record, and do not know of it.

    Args:
        request_id: What the request is called in the log and in problems.
        record: What is known of its query, once that is read.
        call: The query that the page of a problem shows in its editor.
        form: The form of a question that the page of a problem shows.
        table: The table of figures that the page of a problem shows in its form.
    """

    request_id: str
    record: QueryRecord | None = None
    call: Call | None = None
    form: object | None = None
    table: str = ""

    def start_record(self, query: str, route: str) -> QueryRecord:
        """Begin the record of the query of this request."""
        record = self.record = QueryRecord(self.request_id, query, route)
        return record


def begin_visit(request_id: str) -> None:
    """Begin the visit of the request that is being answered."""
    g.visit = Visit(request_id)


def get_visit() -> Visit:
    """Return the visit of the request that is being answered."""
    visit: Visit = g.visit
    return visit
