"""What Python programs use: open a graph, put questions to it, get typed rows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from pomegraph.ask.frames import make_arrow, make_pandas, make_polars, render_html
from pomegraph.ask.graphs import USUAL, make_graph, open_endpoint, open_release_graph
from pomegraph.content.folder import Content
from pomegraph.content.habits import find_habits
from pomegraph.errors import ResultFormatError
from pomegraph.questions.additions import WITH, find_added, read_additions
from pomegraph.questions.background import find_background
from pomegraph.questions.catalogue import Catalogue
from pomegraph.questions.following import follow_values
from pomegraph.questions.meta import SECONDS, AnswerMeta, MetaFinder
from pomegraph.questions.reading import read_questions
from pomegraph.questions.things import Things
from pomegraph.questions.typed import list_texts
from pomegraph.questions.values import read_values
from pomegraph.search.finder import USUAL_NUMBER, make_finder
from pomegraph.sparql.formats import Wanted
from pomegraph.sparql.outline import read_outline
from pomegraph.sparql.results import TABLE_FORMS, read_table
from pomegraph.sparql.terms import Iri
from pomegraph.stores.writing import rewrite_table

if TYPE_CHECKING:
    from pomegraph.ask.graphs import OpenGraph
    from pomegraph.content.habits import Habits
    from pomegraph.questions.background import Background
    from pomegraph.questions.question import Question
    from pomegraph.search.finder import Finder
    from pomegraph.search.found import Found
    from pomegraph.sparql.results import Table
    from pomegraph.sparql.terms import RdfTerm

_USUAL_RELEASE = Path("release")
_GRAPH = Wanted(None, None, "turtle")

Row = dict[str, Any]


def open_graph(
    where: Path | str | None = None,
    *,
    content: Path | Content | None = None,
    timeout: float = USUAL.timeout,
    services: Sequence[str] = (),
) -> EvidenceGraph:
    """Return a graph to ask.

    >>> graph = open_graph()  # doctest: +SKIP
    >>> graph.ask("brand-names", drug="pomalidomide")[0]["brand"]  # doctest: +SKIP
    'Actimid'

    Args:
        where: A release, or the address of an endpoint such as `https://example.org/`, whose queries go to
            `https://example.org/sparql`. If it is not given: the release named by POMEGRAPH_RELEASE, else the one in
            this folder, else the graph of the content, which is made in memory within seconds.
        content: The folder with the questions, instead of the one that comes with the package.
        timeout: Seconds that a query may take.
        services: The endpoints that `SERVICE` may call, where the queries run here.

    Raises:
        PomegraphError: there is no such release, or the content has problems. An endpoint is not asked yet.
    """
    found = content if isinstance(content, Content) else Content(content) if content else Content.default()
    questions, habits = read_questions(found), find_habits(found.aliases)
    limits = replace(USUAL, timeout=timeout, services=tuple(services))
    if isinstance(where, str) and where.startswith(("http://", "https://")):
        return EvidenceGraph(open_endpoint(where, limits), questions, habits)
    named = where or os.environ.get("POMEGRAPH_RELEASE")
    if not named and not _USUAL_RELEASE.is_dir():
        return EvidenceGraph(make_graph(found, questions, limits), questions, habits)
    return EvidenceGraph(open_release_graph(Path(named or _USUAL_RELEASE), limits), questions, habits)


class Rows(Sequence[Row]):
    """The answer to a question: rows in their order, each a dictionary from column to value.

    Values are texts, also for IRIs and dates, `int`, `Decimal`, `float`, `bool`, and None for what is not known.

    Args:
        table: The rows.
        find_meta: Finds what is told with them, when that is asked for.
    """

    def __init__(self, table: Table, find_meta: Callable[[], AnswerMeta] = AnswerMeta) -> None:
        self.table = table
        self._find_meta = find_meta

    @cached_property
    def meta(self) -> AnswerMeta:
        """The values that the answer is for, what it leaves out, and if there are no rows why, and what has some."""
        return self._find_meta()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns in their order."""
        return self.table.columns

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        """Return a row, or some."""
        if isinstance(place, slice):
            return [self._make(row) for row in self.table.rows[place]]
        return self._make(self.table.rows[place])

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.table.rows)

    def __iter__(self) -> Iterator[Row]:
        """Give the rows in their order."""
        return map(self._make, self.table.rows)

    def __repr__(self) -> str:
        """Return how many rows there are of which columns, or where to read why there are none."""
        hint = "" if self.table.rows else "; print(rows.meta) tells why"
        return f"<{len(self)} rows of {', '.join(self.columns)}{hint}>"

    def to_pandas(self) -> Any:
        """Return the rows as a `pandas.DataFrame`; exact decimals become floats, so that pandas can reckon with them.

        Raises:
            PackageMissingError: pandas is not installed.
        """
        return make_pandas(self.table)

    def to_polars(self) -> Any:
        """Return the rows as a `polars.DataFrame`; exact decimals become floats, mixed values texts.

        Raises:
            PackageMissingError: polars is not installed.
        """
        return make_polars(self.table)

    def to_arrow(self) -> Any:
        """Return the rows as a `pyarrow.Table`; exact decimals become floats, mixed values texts.

        Raises:
            PackageMissingError: pyarrow is not installed.
        """
        return make_arrow(self.table)

    def _repr_html_(self) -> str:
        """Return the first rows as notebooks show them."""
        return render_html(self.table)

    def _make(self, row: tuple[Any, ...]) -> Row:
        cells = (cell.value if isinstance(cell, Iri) else cell for cell in row)
        return dict(zip(self.columns, cells, strict=True))


class EvidenceGraph:
    """A graph, and the questions that can be put to it; see `open_graph`."""

    def __init__(self, graph: OpenGraph, questions: Sequence[Question], habits: Habits | None = None) -> None:
        self.questions = list(questions)
        self._graph = graph
        self._catalogue = Catalogue(questions, habits)

    @cached_property
    def things(self) -> Things:
        """Everything that can be asked about, by kind and by any name."""
        return self._catalogue.list_things(self._graph)

    @cached_property
    def _finder(self) -> Finder:
        return make_finder(self._catalogue, self._graph, self.things)

    def search(self, words: str, most: int = USUAL_NUMBER) -> Found:
        """Return what fits some words best: questions, filled in with what the words name, things, documents, claims.

        Args:
            words: A question in anyone's words, a name, an identifier; misspellings are mended.
            most: How many of each at most; of questions five at least.
        """
        return self._finder.find(words, most=most)

    @property
    def prefixes(self) -> Mapping[str, str]:
        """Namespaces by prefix."""
        return self._graph.prefixes

    def ask(self, stem: str, /, *, with_: str | Sequence[str] = (), **values: object) -> Rows:
        """Return the rows that answer a question; a question of yes or no has one row with the column `answer`.

        Args:
            stem: The name of the question.
            with_: What is to be added to each row: `provenance` tells where its claim is made, what is cited and noted
                there and what primary sources say of it, `labels` gives the name of each thing behind its IRI.
            values: A value, or a list of values, for each parameter that is not to have its default. Things may be
                given by id, IRI, CURIE or any name; "*" asks for everything where the default does.

        Raises:
            PomegraphError: there is no such question, a value is not understood, or the answer is a graph.
        """
        if self._catalogue.get(stem).form not in TABLE_FORMS:
            raise ResultFormatError(f"the answer to '{stem}' is a graph and has no rows: use construct")
        question = self._catalogue.get(stem)
        additions = read_additions(question, list_texts(WITH, with_))
        table = read_table(self._graph.select(self.write(stem, **values)))
        added = find_added(self._select, question, additions, table)
        return Rows(added.extend_table(table), lambda: self.find_meta(stem, len(table.rows), **values))

    def render_answer(
        self, stem: str, wanted: Wanted, /, *, with_: str | Sequence[str] = (), **values: object
    ) -> bytes:
        """Return the answer to a question in a format; see `ask`.

        Raises:
            PomegraphError: as above, or the answer has no such format.
        """
        question, sparql = self._catalogue.get(stem), self.write(stem, **values)
        additions, name = read_additions(question, list_texts(WITH, with_)), wanted.get_name(question.form)
        if not additions or name is None:
            return self.render(sparql, wanted)
        data = self._graph.select(sparql)
        return rewrite_table(find_added(self._select, question, additions, read_table(data)).extend_results(data), name)

    def get_question(self, stem: str) -> Question:
        """Return a question by its name, or by a former one.

        Raises:
            QuestionUnknownError: there is none of this name.
        """
        return self._catalogue.get(stem)

    def construct(self, stem: str, /, **values: object) -> str:
        """Return the graph that answers a question, as Turtle; see `ask`.

        Raises:
            PomegraphError: there is no such question, a value is not understood, or the answer is a table.
        """
        if self._catalogue.get(stem).form in TABLE_FORMS:
            raise ResultFormatError(f"the answer to '{stem}' is a table, not a graph: use ask")
        return self.render(self.write(stem, **values), _GRAPH).decode()

    def query(self, sparql: str) -> Rows | str:
        """Return the rows that answer a SPARQL query, or as Turtle the graph that it makes.

        Raises:
            PomegraphError: it is not a query, or it fails.
        """
        if read_outline(sparql).form in TABLE_FORMS:
            return Rows(read_table(self._graph.select(sparql)))
        return self.render(sparql, _GRAPH).decode()

    def write(self, stem: str, /, **values: object) -> str:
        """Return the SPARQL text of a question with values in the place of its defaults; see `ask`."""
        question, terms = self._read(stem, values)
        return question.bind(terms, base=self._graph.base)

    def find_meta(self, stem: str, rows: int, /, **values: object) -> AnswerMeta:
        """Return what is to be told with an answer that has some number of rows; see `Rows.meta`."""
        question, terms = self._read(stem, values)
        finder = MetaFinder(self._catalogue, self.things, self._graph.base, self._select_briefly)
        return finder.find(question, _list_given(values), terms, rows)

    def _read(self, stem: str, values: Mapping[str, object]) -> tuple[Question, dict[str, Sequence[RdfTerm]]]:
        """Return a question and the terms that values for its parameters are read as, or that follow from these."""
        question = self._catalogue.get(stem)
        given = question.name_anew(_list_given(values))
        is_named = any(one.is_thing or one.choices for one in question.parameters)
        things = self.things if is_named and given else Things({})
        terms = read_values(question, given, things)
        return question, follow_values(question, terms, self._select, self._graph.base)

    def _select(self, query: str) -> Table:
        return read_table(self._graph.select(query))

    def _select_briefly(self, query: str) -> Table:
        return read_table(self._graph.select_within(query, SECONDS))

    def find_background(self, table: Table) -> Background:
        """Return what a reader must know of the claims and the sources in a table; see `questions.background`."""
        names = (cell.value for row in table.rows for cell in row if isinstance(cell, Iri))
        return find_background(self._select, names)

    def render(self, sparql: str, wanted: Wanted) -> bytes:
        """Return the answer to a SPARQL query in a format.

        Raises:
            PomegraphError: it is not a query, it fails, or its answer has no such format.
        """
        return self._graph.run(sparql, wanted)


def _list_given(values: Mapping[str, object]) -> dict[str, list[str]]:
    return {name: list_texts(name, value) for name, value in values.items() if value is not None}
