"""Lets tools and texts ask the engine of this server: what a client puts is in the log, what else is needed is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.agents.desk import Desk
from pomegraph.agents.schema_text import SchemaText
from pomegraph.errors import PomegraphError
from pomegraph.web.problem_documents import find_kind
from pomegraph.web.protocol import Call
from pomegraph.web.questions.request import CachedGraph
from pomegraph.web.results import check_call
from pomegraph.web.turns import read_whole
from pomegraph.web.visit import get_visit

if TYPE_CHECKING:
    from pomegraph.sparql.formats import Wanted
    from pomegraph.web.log import QueryRecord
    from pomegraph.web.questions.request import QuestionService


class AgentService:
    """What tools and texts stand on here."""

    def __init__(self, service: QuestionService) -> None:
        self.questions = service
        self.schema = SchemaText(lambda: service.engine.version)

    def open_desk(self) -> Desk:
        """Return what is asked, with the data as they are now."""
        graph = CachedGraph(self.questions.engine, self.questions.results)
        asked = self.questions
        return Desk(graph, self._run, asked.catalogue, asked.list_things, asked.open_finder, asked.select_briefly)

    def _run(self, query: str, wanted: Wanted) -> bytes:
        record = get_visit().start_record(query, "mcp")
        try:
            return self._fetch(query, wanted, record)
        except PomegraphError as error:
            # A tool tells it to its caller: the request itself succeeds.
            kind = find_kind(error)
            record.outcome = kind.name if kind else "fault"
            raise

    def _fetch(self, query: str, wanted: Wanted, record: QueryRecord) -> bytes:
        call = Call(query)
        result = self.questions.results.fetch(call, check_call(call, wanted, record), wanted, record)
        try:
            return read_whole(result.body)
        finally:
            result.close()
