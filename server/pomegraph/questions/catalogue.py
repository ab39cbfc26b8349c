"""All questions, and what answers them: the same for pages, routes, commands, Python and tools."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from pomegraph.content.habits import Habits
from pomegraph.content.text import suggest
from pomegraph.errors import QuestionUnknownError
from pomegraph.questions.things import NamedThing, Things
from pomegraph.questions.values import read_values
from pomegraph.sparql.results import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pomegraph.questions.question import Question

# The question that lists the things of a graph, by which every face finds what people mean.
THINGS = "things"
_SOURCE, _TRIAL, _OTHERS = "source", "trial", "others"
# What people call a document by, before its number.
_DOCUMENTS = ("document", "page", "source")
_LONGEST = 100
# Thousands of rows are put in order faster here than in a store.
_ORDER = re.compile(r"^ORDER BY .*\s*\Z", re.MULTILINE)


class Graph(Protocol):
    """What can be asked: a store, an engine, an endpoint."""

    @property
    def prefixes(self) -> Mapping[str, str]:
        """Namespaces by prefix."""
        ...

    @property
    def base(self) -> str | None:
        """What the IRIs of things begin with."""
        ...

    def select(self, query: str) -> bytes:
        """Return the result of a SELECT or an ASK as SPARQL 1.1 Query Results JSON."""
        ...


class Catalogue:
    """Questions by stem.

    Args:
        questions: All questions.
        habits: How people write what these take.
    """

    def __init__(self, questions: Sequence[Question], habits: Habits | None = None) -> None:
        self.habits = habits or Habits()
        self._questions = {question.stem: question for question in questions}
        self._former = {old.stem: replace(one, asked_as=old.stem) for one in questions for old in one.formerly}

    def __iter__(self) -> Iterator[Question]:
        """Give all questions, sorted by stem."""
        return iter(self._questions.values())

    def __contains__(self, stem: object) -> bool:
        """Tell whether there is a question of a name of today."""
        return stem in self._questions

    def get(self, stem: str) -> Question:
        """Return a question by its name, or by a former one, which it then remembers.

        Raises:
            QuestionUnknownError: there is none of this name.
        """
        found = self._questions.get(stem) or self._former.get(stem)
        if found is None:
            near = difflib.get_close_matches(stem[:_LONGEST], self._questions)
            cure = suggest(stem, self._questions, otherwise="see the list of questions")
            raise QuestionUnknownError(stem, cure, near)
        return found

    def list_things(self, graph: Graph) -> Things:
        """Return all things of a graph; none if there is no question that lists them."""
        things = Things(graph.prefixes, self.habits.forms, self.habits.values)
        if THINGS not in self._questions:
            return things
        query = _ORDER.sub("", self.get(THINGS).bind({}, base=graph.base))
        for iri, kind, label, other in read_table(graph.select(query)).sort().rows:
            things.add(NamedThing(str(iri), kind, label), [str(other)] if other is not None else [])
        for thing in [one for kind in things.by_kind.values() for one in kind]:
            usual = self.habits.list_names(thing.kind, thing.label)
            things.add_usual(thing, [*usual, *(_shorten_source(thing.id, things) if thing.kind == _SOURCE else ())])
        return things


def group_questions(questions: Iterable[Question]) -> dict[str, list[Question]]:
    """Return questions by who asks them, each once, below those who ask it most; large groups come first."""
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(next(iter(question.who), _OTHERS), []).append(question)
    return dict(sorted(groups.items(), key=lambda group: (group[0] == _OTHERS, -len(group[1]), group[0])))


def _shorten_source(name: str, things: Things) -> list[str]:
    """Return the number and the word that the id of a source is made of, unless it is that of a trial.

    Sources are called by these: 003, document 003, page 003, droracle.
    """
    number, _, word = name.partition("-")
    if not number.isdigit():
        return []
    words = [word] if word.isalpha() and not things.has_name(_TRIAL, word) else []
    return [number, *(f"{kind} {number}" for kind in _DOCUMENTS), *words]


def write_query(question: Question, given: Mapping[str, Sequence[str]], things: Things, base: str | None) -> str:
    """Return the query of a question with values in the place of defaults, for a graph with a base.

    Raises:
        ValueUnknownError: a value is not understood.
    """
    return question.bind(read_values(question, given, things), base=base)
