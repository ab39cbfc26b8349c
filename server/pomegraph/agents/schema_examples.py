"""Chooses questions that show the terms of a graph in few words, and shows them with their answers."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pomegraph.agents.compact import NOTED, Window, tell_rows
from pomegraph.names import POM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pomegraph.agents.desk import Desk
    from pomegraph.questions.question import Question

_PREFIX = re.compile(r"^PREFIX .*\n|^BASE .*\n", re.MULTILINE)
_BLANKS = re.compile(r"\s+")
_DECLARED = re.compile(r"^PREFIX (\w*):", re.MULTILINE)
_PREFIXES = {"pom", "rdf", "rdfs", "skos"}
_TERM = re.compile(r"\bpom:\w+")
_MOST, _LONGEST, _SHORTEST, _ROWS, _CELL = 5, 800, 2, 2, 90


def choose_examples(desk: Desk) -> Iterator[str]:
    """Yield some short questions that have, together, many of the terms: query and the first rows of the answer."""
    for question in choose_questions(list(desk.catalogue)):
        query = question.bind({}, base=desk.graph.base)
        table = desk.select(query)
        told = tell_rows(desk, table, Window(_ROWS))
        # What is noted beside a claim is not what the query asks for.
        rows = [{name: value for name, value in row.items() if name != NOTED} for row in told["rows"]]
        shown = [" | ".join(_cut(f"{name}: {value}") for name, value in row.items()) for row in rows]
        yield f"{question.summary}\n```\n{_shorten(question, desk.graph.base)}\n```\n" + "".join(
            f"-> {row}\n" for row in shown
        )


def choose_questions(questions: list[Question]) -> list[Question]:
    """Return the questions that show the most terms for their length, none of which is long."""
    left = [one for one in questions if one.form == "SELECT" and len(_strip(one.query)) <= _LONGEST and _is_plain(one)]
    spread = Counter(term for one in questions for term in _list_terms(one))
    known: set[str] = set()
    chosen: list[Question] = []
    while left and len(chosen) < _MOST:
        best = max(left, key=lambda one: (_rate(one, known, spread), one.stem))
        left.remove(best)
        if len(_list_terms(best) - known) < _SHORTEST:
            break
        known |= _list_terms(best)
        chosen.append(best)
    return chosen


def _rate(question: Question, known: set[str], spread: Counter[str]) -> float:
    """Return how much a question shows that is new, for its length: terms that many questions have count more."""
    new = sum(spread[term] for term in _list_terms(question) - known)
    return new / (len(_strip(question.query)) + 150)


def _is_plain(question: Question) -> bool:
    """Tell whether a query needs no other prefixes than those that the text declares."""
    return set(_DECLARED.findall(question.query)) <= _PREFIXES


def _list_terms(question: Question) -> set[str]:
    return set(_TERM.findall(question.query))


def _strip(query: str) -> str:
    return _BLANKS.sub(" ", _PREFIX.sub("", query)).strip()


def _shorten(question: Question, base: str | None) -> str:
    """Return a query without its head, as the text says it for all, and with IRIs below the base."""
    query = question.bind({}, base=base)
    return _strip(query.replace(f"<{POM}", "<ontology#").replace(f"<{base}", "<") if base else query)


def _cut(text: str) -> str:
    return text if len(text) <= _CELL else text[: _CELL - 3] + "..."
