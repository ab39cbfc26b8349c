"""Puts questions to the engine of this server, and keeps what all of them need: things and their labels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import request, url_for

from pomegraph.errors import ValueUnknownError
from pomegraph.questions.additions import WITH, find_added, read_additions, split_additions
from pomegraph.questions.background import find_background
from pomegraph.questions.following import follow_values
from pomegraph.questions.labelling import find_labels
from pomegraph.questions.meta import SECONDS, MetaFinder
from pomegraph.questions.values import is_everything, read_values
from pomegraph.search.finder import make_finder
from pomegraph.sparql.results import TABLE_FORMS, read_table
from pomegraph.sparql.terms import Iri
from pomegraph.web.made import MadeOnce
from pomegraph.web.protocol import Call, is_absolute, read_timeout
from pomegraph.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flask import Response

    from pomegraph.engine.client import EngineClient
    from pomegraph.questions.additions import Added
    from pomegraph.questions.background import Background
    from pomegraph.questions.catalogue import Catalogue
    from pomegraph.questions.meta import AnswerMeta, Offer
    from pomegraph.questions.question import Question
    from pomegraph.questions.things import Things
    from pomegraph.search.finder import Finder
    from pomegraph.sparql.results import Table
    from pomegraph.sparql.terms import RdfTerm
    from pomegraph.web.protocol import Parameters
    from pomegraph.web.results import Results

# What no question may call a parameter of its own.
RESERVED = ("format", "limit", "offset", "timeout", "q")
LARGEST_NUMBER = 999_999_999
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with what it is asked for.

    Args:
        given: What the client gave for each parameter, by its name of today; an empty list stands for the default.
        used: The terms that each parameter has, given or by default; none for everything.
        query: SPARQL, with the terms of these.
        limit: How many rows, or None for all.
        offset: How many rows to leave out before them.
        timeout: Seconds that the client is ready to wait.
        format: The name of the format, if it was asked for by name.
        old_names: Names of parameters that the client used and that are called otherwise now.
        additions: What is to be added to the rows.
    """

    question: Question
    given: dict[str, list[str]]
    used: dict[str, tuple[RdfTerm, ...]]
    query: str
    limit: int | None = None
    offset: int = 0
    timeout: float | None = None
    format: str | None = None
    old_names: tuple[str, ...] = ()
    additions: tuple[str, ...] = ()

    @property
    def told(self) -> dict[str, tuple[RdfTerm, ...]]:
        """The terms that each parameter has; none where it was left open, though that is asked drug by drug."""
        return {name: () if is_everything(self.given.get(name, ())) else terms for name, terms in self.used.items()}

    @property
    def call(self) -> Call:
        """What gives all rows."""
        return Call(self.query, None, self.timeout, self.format)

    @property
    def part(self) -> Call:
        """What gives the rows that were asked for: their order is total, so that parts fit together."""
        limit = f"\nLIMIT {self.limit}" if self.limit is not None else ""
        offset = f"\nOFFSET {self.offset}" if self.offset else ""
        return Call(self.query.rstrip() + limit + offset + "\n", None, self.timeout, self.format)


class CachedGraph:
    """The graph of an engine, as questions ask it."""

    def __init__(self, engine: EngineClient, results: Results) -> None:
        self.prefixes: Mapping[str, str] = engine.status.prefixes
        self.base = engine.status.base
        self._results = results

    def select(self, query: str) -> bytes:
        """Return the result of a SELECT or an ASK as SPARQL 1.1 Query Results JSON."""
        return self._results.ask(query).body


class QuestionService:
    """Everything that a face of a question needs: the questions, the engine, the things in it."""

    def __init__(self, catalogue: Catalogue, engine: EngineClient, results: Results) -> None:
        self.catalogue = catalogue
        self.engine = engine
        self.results = results
        self._things = MadeOnce(self._tell_version, self._make_things)
        self._finder = MadeOnce(self._tell_version, self._make_finder)

    def list_things(self) -> Things:
        """Return all things of the data as they are now."""
        return self._things.get()

    def open_finder(self) -> Finder:
        """Return what searches the data as they are now."""
        return self._finder.get()

    def _tell_version(self) -> str:
        return self.engine.version

    def _make_things(self) -> Things:
        return self.catalogue.list_things(CachedGraph(self.engine, self.results))

    def _make_finder(self) -> Finder:
        return make_finder(self.catalogue, CachedGraph(self.engine, self.results), self.list_things())

    def read(self, question: Question, parameters: Parameters, name: str | None) -> AskedQuestion:
        """Return what a request asks of a question, in a format that it may name.

        Raises:
            ValueUnknownError: a parameter of the question, the limit or the offset is not understood.
            ParameterError: another parameter is not.
        """
        (texts, typed), base = split_additions(question, read_given(parameters)), self.engine.status.base
        given = question.name_anew(typed)
        read = read_values(question, given, self.list_things())
        values = follow_values(question, read, self.select, base)
        limit, offset = _read_number(parameters, "limit", 1), _read_number(parameters, "offset", 0)
        if question.form not in TABLE_FORMS and (limit is not None or offset):
            raise ValueUnknownError("limit", "a graph is given whole", "leave limit and offset out")
        return AskedQuestion(
            question,
            given,
            used=question.complete(values, base=base),
            query=question.bind(values, base=base),
            limit=limit,
            offset=offset or 0,
            timeout=read_timeout(parameters),
            format=name,
            old_names=tuple(name for name in typed if name not in given),
            additions=read_additions(question, texts),
        )

    def find_background(self, iris: Iterable[str], *, with_sources: bool = True) -> Background:
        """Return what a reader must know of the claims, and of the sources, among some IRIs."""
        named = (name for name in iris if is_absolute(name))
        return find_background(self.select, named, with_sources=with_sources)

    def find_meta(self, asked: AskedQuestion, total: int) -> AnswerMeta:
        """Return what is to be told with an answer that has so many rows in all."""
        finder = MetaFinder(self.catalogue, self.list_things(), self.engine.status.base, self.select_briefly)
        typed = asked.given | {name: [] for name in asked.old_names}
        return finder.find(asked.question, typed, asked.used, total)

    def find_added(self, asked: AskedQuestion, table: Table) -> Added:
        """Return what is to be added to some rows of an answer."""
        return find_added(self.select, asked.question, asked.additions, table)

    def select(self, query: str) -> Table:
        """Return the rows of a query of our own."""
        return read_table(self.results.ask(query).body)

    def select_briefly(self, query: str) -> Table:
        """Return the rows of a query that must not take long: it is for what is told besides an answer."""
        return read_table(self.results.ask(query, SECONDS).body)

    def find_labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return the labels of those IRIs that have one."""
        return find_labels(self.select, iris)


def read_given(parameters: Parameters) -> dict[str, list[str]]:
    """Return what a request gives for the parameters of a question; empty texts, as a form sends them, count as none.

    Raises:
        ParameterError: something is not UTF-8.
    """
    names = [name for name in parameters.list_names() if name not in RESERVED]
    return {name: [text for text in parameters.list_values(name) if text.strip()] for name in names}


def _read_number(parameters: Parameters, name: str, least: int) -> int | None:
    texts = parameters.list_values(name)
    if len(texts) > 1:
        raise ValueUnknownError(name, f"'{name}' was given {len(texts)} times and takes one value", "give it once")
    if not texts:
        return None
    if not _NUMBER.fullmatch(texts[0]) or int(texts[0]) < least:
        raise ValueUnknownError(
            name,
            f"'{texts[0][:100]}' is not {with_article(name)}",
            f"give a whole number from {least} to {LARGEST_NUMBER}",
        )
    return int(texts[0])


def list_iris(table: Table) -> set[str]:
    """Return the IRIs in the cells of a table."""
    return {cell.value for row in table.rows for cell in row if isinstance(cell, Iri)}


def list_pairs(asked: AskedQuestion) -> list[tuple[str, str]]:
    """Return the parameters that ask for the same again, all rows of it, in any format."""
    given = [(name, text) for name, texts in asked.given.items() for text in texts]
    return [*given, *((WITH, name) for name in asked.additions)]


def build_address(
    asked: AskedQuestion, extension: str | None = None, *, limit: int | None = None, offset: int | None = None
) -> str:
    """Return the address of the answer in a format, or of its page."""
    name = f"{asked.question.stem}.{extension}" if extension else asked.question.stem
    pairs = [*list_pairs(asked), *build_window(limit, offset)]
    path = url_for("questions.answer", name=name)
    return f"{path}?{urlencode(pairs)}" if pairs else path


def locate_offer(offer: Offer) -> str:
    """Return the address of the page that an offer leads to."""
    pairs = [(name, text) for name, texts in offer.values.items() for text in texts]
    path = url_for("questions.answer", name=offer.question)
    return f"{path}?{urlencode(pairs)}" if pairs else path


def build_window(limit: int | None, offset: int | None) -> list[tuple[str, str]]:
    """Return the parameters that ask for some rows only."""
    return [(name, str(number)) for name, number in (("limit", limit), ("offset", offset)) if number]


def list_steps(limit: int, offset: int, total: int) -> dict[str, int]:
    """Return the offsets of the first, previous, next and last part of some rows; those that there are.

    >>> list_steps(10, 20, 35)
    {'first': 0, 'prev': 10, 'next': 30, 'last': 30}
    >>> list_steps(10, 0, 0)
    {'first': 0, 'last': 0}
    """
    last = max(0, (total - 1) // limit * limit)
    steps = {"first": 0}
    if offset:
        steps["prev"] = max(0, min(offset - limit, last))
    if offset + limit < total:
        steps["next"] = offset + limit
    return steps | {"last": last}


def give_tag(response: Response) -> Response:
    """Give a page or a list the tag that its bytes have, and send nothing to a client that has these already."""
    is_whole = response.status_code == HTTPStatus.OK and not response.is_streamed
    if is_whole and "ETag" not in response.headers and not response.cache_control.no_store:
        response.add_etag(weak=True)
        response.make_conditional(request)
    return response


def build_links_header(path: str, asked: AskedQuestion, total: int) -> str:
    """Return the Link field that leads from a path to the other parts of an answer there (RFC 8288)."""
    if asked.limit is None:
        return ""
    chosen = [("format", asked.format)] if asked.format and "." not in path else []
    chosen += [("timeout", f"{asked.timeout:.6f}".rstrip("0").rstrip("."))] if asked.timeout else []
    links = []
    for name, offset in list_steps(asked.limit, asked.offset, total).items():
        pairs = [*list_pairs(asked), *chosen, *build_window(asked.limit, offset)]
        links.append(f'<{path}?{urlencode(pairs)}>; rel="{name}"')
    return ", ".join(links)
