"""Opens graphs to ask them in this process: a release, a content without a release, an endpoint elsewhere."""

from __future__ import annotations

import io
import json
import os
import signal
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pomegraph.content.sources import read_facts
from pomegraph.engine.client import EngineClient, Request
from pomegraph.engine.data import Location, find_data
from pomegraph.engine.limits import Limits
from pomegraph.engine.once import answer_once
from pomegraph.engine.process import start_engine
from pomegraph.engine.system import make_run_folder
from pomegraph.errors import ContentError, EngineError
from pomegraph.evidence.words import find_words
from pomegraph.graph.examples import build_examples
from pomegraph.graph.quads import write_quads
from pomegraph.graph.triples import read_prefixes
from pomegraph.names import Names
from pomegraph.questions.catalogue import Graph
from pomegraph.release import open_release
from pomegraph.sparql.formats import Wanted
from pomegraph.sparql.results import read_table
from pomegraph.stores.embedded import open_store
from pomegraph.stores.remote import RemoteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pyoxigraph import Store

    from pomegraph.content.folder import Content
    from pomegraph.errors import Problem
    from pomegraph.files.reading import Manner
    from pomegraph.questions.question import Question

_ROWS = Wanted("json", "json", None)
# What a query may use of whom nobody says otherwise.
USUAL = Limits()
_PREFIXES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?prefix ?namespace { ?declared sh:prefix ?prefix ; sh:namespace ?namespace } ORDER BY ?prefix ?namespace"""
_SOURCE = "SELECT ?source { ?source a <https://w3id.org/pomegraph/ontology#Source> } ORDER BY ?source LIMIT 1"


class OpenGraph(Graph, Protocol):
    """A graph that answers queries in every format."""

    def select_within(self, query: str, seconds: float) -> bytes:
        """Return the result of a SELECT or an ASK like `select`, if that takes no longer."""
        ...

    def run(self, query: str, wanted: Wanted) -> bytes:
        """Return the result of any query in a format."""
        ...


@dataclass(frozen=True, slots=True)
class StoreGraph:
    """A graph in an embedded store; each query runs in a process of its own.

    Args:
        open: Gives the store; called in the process that asks it.
        limits: The seconds that a query may take, and the endpoints that it may call.
    """

    open: Callable[[], Store]
    prefixes: Mapping[str, str]
    base: str | None
    limits: Limits = USUAL

    def select(self, query: str) -> bytes:
        """Return the result of a SELECT or an ASK as SPARQL 1.1 Query Results JSON."""
        return self.run(query, _ROWS)

    def select_within(self, query: str, seconds: float) -> bytes:
        """Return the result of a SELECT or an ASK like `select`, if that takes no longer."""
        limits = replace(self.limits, timeout=min(seconds, self.limits.timeout))
        return answer_once(self.open, query, _ROWS, limits=limits, prefixes=self.prefixes)

    def run(self, query: str, wanted: Wanted) -> bytes:
        """Return the result of any query in a format."""
        return answer_once(self.open, query, wanted, limits=self.limits, prefixes=self.prefixes)


class RemoteGraph:
    """A graph behind an endpoint, which is asked for prefixes and base when they are needed."""

    def __init__(self, endpoint: str, timeout: float = USUAL.timeout) -> None:
        self._endpoint = endpoint
        self._timeout = timeout

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Namespaces by prefix, as the graph declares them."""
        return {prefix: str(namespace) for prefix, namespace in read_table(self.select(_PREFIXES)).rows}

    @cached_property
    def base(self) -> str | None:
        """What the IRIs of things begin with, as those of the sources do; None if there is none."""
        rows = read_table(self.select(_SOURCE)).rows
        return str(rows[0][0]).rpartition("source/")[0] or None if rows else None

    def select(self, query: str) -> bytes:
        """Return the result of a SELECT or an ASK as SPARQL 1.1 Query Results JSON."""
        return self.run(query, _ROWS)

    def select_within(self, query: str, seconds: float) -> bytes:
        """Return the result of a SELECT or an ASK like `select`, if that takes no longer."""
        return self._run(query, _ROWS, min(seconds, self._timeout))

    def run(self, query: str, wanted: Wanted) -> bytes:
        """Return the result of any query in a format."""
        return self._run(query, wanted, self._timeout)

    def _run(self, query: str, wanted: Wanted, timeout: float) -> bytes:
        output, store = io.BytesIO(), RemoteStore(self._endpoint, timeout=timeout)
        try:
            store.answer(query, None, wanted).write(output)
        finally:
            store.close()
        return output.getvalue()


class EngineGraph:
    """A graph in an engine of its own, where a query has the limits that it has in an endpoint."""

    def __init__(self, client: EngineClient) -> None:
        self._client = client

    @property
    def prefixes(self) -> Mapping[str, str]:
        """Namespaces by prefix."""
        return self._client.status.prefixes

    @property
    def base(self) -> str | None:
        """What the IRIs of things begin with."""
        return self._client.status.base

    def select(self, query: str) -> bytes:
        """Return the result of a SELECT or an ASK as SPARQL 1.1 Query Results JSON."""
        return self.run(query, _ROWS)

    def select_within(self, query: str, seconds: float) -> bytes:
        """Return the result of a SELECT or an ASK like `select`, if that takes no longer."""
        return self._run(Request(query, _ROWS, None, seconds))

    def run(self, query: str, wanted: Wanted) -> bytes:
        """Return the result of any query in a format."""
        return self._run(Request(query, wanted))

    def _run(self, wish: Request) -> bytes:
        answer = self._client.run(wish)
        try:
            return b"".join(answer.body)
        finally:
            answer.close()


@contextmanager
def run_engine(release: Path, limits: Limits) -> Iterator[EngineGraph]:
    """Start an engine with a release and end it afterwards; call it before any thread is started.

    Raises:
        EngineError: the release cannot be opened.
    """
    with make_run_folder() as run:
        number, told = start_engine(Location(release=release), limits, run)
        try:
            with told.makefile("rb") as file:
                said = json.loads(file.readline() or '{"ready": false, "error": "the engine ended"}')
            if not said["ready"]:
                raise EngineError(said["error"])
            yield EngineGraph(EngineClient(run, limits))
        finally:
            os.kill(number, signal.SIGTERM)
            os.waitpid(number, 0)
            told.close()


def open_release_graph(release: Path, limits: Limits = USUAL) -> StoreGraph:
    """Open a release on the disk: it is ready at once, however large it is.

    Raises:
        ReleaseError: there is none, or it is damaged.
    """
    found = open_release(release)
    return StoreGraph(partial(open_store, found.store), found.manifest.prefixes, found.manifest.base, limits)


def open_files(files: tuple[Path, ...], manner: Manner, limits: Limits = USUAL) -> StoreGraph:
    """Read files of RDF into memory; what there is to tell of them goes to the log.

    Raises:
        DataError: one cannot be read or is not RDF.
    """
    data = find_data(Location(files=files, mode="memory", manner=manner), Path())
    return StoreGraph(data.open, data.prefixes, None, limits)


def make_graph(content: Content, questions: Iterable[Question], limits: Limits = USUAL) -> StoreGraph:
    """Make the graph of a content and its questions in memory, without the checks that a build makes.

    Raises:
        ContentError: the content cannot be read.
    """
    content.require()
    problems: list[Problem] = []
    facts, names = read_facts(content, problems), Names()
    with tempfile.TemporaryDirectory() as folder:
        quads = Path(folder, "pomegraph.nq")
        write_quads(facts, names, quads, build_examples(questions, names), words=find_words(content.aliases))
        if problems:
            raise ContentError(problems)
        store = find_data(Location(files=(quads,), mode="memory"), Path(folder)).open()
    return StoreGraph(lambda: store, read_prefixes(facts.registry, names), names.base, limits)


def open_endpoint(url: str, limits: Limits = USUAL) -> RemoteGraph:
    """Return the graph behind an endpoint: `https://example.org/` stands for `https://example.org/sparql`."""
    plain = url.rstrip("/")
    return RemoteGraph(plain if plain.endswith("/sparql") else f"{plain}/sparql", limits.timeout)
