"""Finds what would give an empty answer rows: each value is relaxed in turn, in a bounded number of queries."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pomegraph.errors import MemoryLimitError, StoreTimeoutError, TimeLimitError
from pomegraph.names import POM, XSD, iri
from pomegraph.questions.following import DRUG, choose_place, rank_drugs
from pomegraph.questions.left_out import ANY_CLAIM, name_class
from pomegraph.sparql.outline import cut_prologue
from pomegraph.sparql.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pomegraph.errors import PomegraphError
    from pomegraph.questions.question import Parameter, Question
    from pomegraph.questions.things import Things
    from pomegraph.sparql.results import Table
    from pomegraph.sparql.terms import RdfTerm

Values = dict[str, tuple["RdfTerm", ...]]
# How many parameters are relaxed, and how many values of one are tried at once.
_MOST_PARAMETERS, _MOST_VALUES = 8, 2_000
_MOST_OFFERED = 5
_MOST_GROUPS = 200
_ANOTHER = "another drug"
# What ends a query that is only to help.
STOPPED = (TimeLimitError, MemoryLimitError, StoreTimeoutError)
_SELECT = re.compile(r"\bSELECT\s+(?:DISTINCT\s+|REDUCED\s+)?", re.IGNORECASE)
_GROUP = re.compile(r"\bGROUP\s+BY\s+", re.IGNORECASE)
_ORDER = re.compile(r"\bORDER\s+BY\b.*\Z", re.IGNORECASE | re.DOTALL)
_NEAR = f"""\
SELECT DISTINCT ?one ?other ?way WHERE {{
  VALUES ?one {{ %s }}
  {{ ?one <{POM}broader>+ ?other . BIND("broader" AS ?way) }}
  UNION {{ ?other <{POM}broader>+ ?one . BIND("narrower" AS ?way) }}
}} ORDER BY ?one ?other ?way LIMIT 1000"""

_NAMED = f"""\
SELECT DISTINCT ?thing WHERE {{
  VALUES ?kind {{ %s }}
  VALUES ?thing {{ %s }}
  ?named (<{POM}broader>*)|<{POM}includes> ?thing .
  ?claim ?place ?named ; a ?kind .
}}"""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Values that give rows where others gave none.

    Args:
        parameters: Those whose values differ from what was asked for.
        values: The terms that each of these then has; none for everything.
        rows: How many rows there are then.
        way: broader or narrower, where the value is that; another drug, where one was asked for.
        is_least: Whether there may be more rows: to count them took too long.
    """

    parameters: tuple[str, ...]
    values: tuple[tuple[RdfTerm, ...], ...]
    rows: int
    way: str = ""
    is_least: bool = False


@dataclass(frozen=True, slots=True)
class Relaxer:
    """Asks a question with values that are less strict than those that gave no rows.

    Args:
        question: A question whose answer is a table of rows.
        values: The terms that each parameter had; none for everything.
        given: The parameters that somebody gave a value; the others had their defaults.
        things: What can be asked about.
        select: Answers a SPARQL query, or stops soon.
    """

    question: Question
    values: Values
    given: frozenset[str]
    things: Things
    select: Callable[[str], Table]

    def find_alternatives(self) -> tuple[Alternative, ...]:
        """Return what would give rows: one value changed, defaults before those that were given; else all left open.

        A drug that was given comes last: rows on another do not stand for it.

        Raises:
            TimeLimitError: nothing was found, and not all could be tried in time; other limits likewise.
        """
        closed = [one for one in self.question.parameters if self.values.get(one.name)]
        in_turn = sorted(closed, key=lambda one: (one.name in self.given, one.type == DRUG))[:_MOST_PARAMETERS]
        found: list[Alternative] = []
        stopped: PomegraphError | None = None
        for parameter in in_turn:
            try:
                found += self._relax(parameter)
            except STOPPED as error:
                stopped = error
        alternatives = tuple(self._order(found) or self._open_several(in_turn))
        if stopped and not alternatives:
            raise stopped
        return alternatives

    def _relax(self, parameter: Parameter) -> Iterator[Alternative]:
        """Yield what other values of one parameter give: none at all, if it may be left open, then one by one."""
        name = (parameter.name,)
        candidates = self._list_candidates(parameter)
        if candidates is None:
            return
        values, is_least = {**self.values, parameter.name: candidates}, False
        try:
            counted = self._count(values, parameter)
        except STOPPED:
            counted, is_least = self._find_one(values, parameter), True
        others = [(term, rows) for term, rows in counted.items() if term is not None]
        # The one value that there is says more than that any would do, and leads to the same rows.
        if counted and not candidates and len(others) != 1:
            yield Alternative(name, ((),), sum(counted.values()), is_least=is_least)
        way = _ANOTHER if parameter.type == DRUG and parameter.name in self.given else ""
        yield from (Alternative(name, ((term,),), rows, way, is_least) for term, rows in others)

    def _list_candidates(self, parameter: Parameter) -> tuple[RdfTerm, ...] | None:
        """Return what to try in the place of the values of a parameter: no term for everything; None for nothing."""
        if not parameter.default and not parameter.required:
            return ()
        if parameter.type == "boolean":
            return tuple(Literal(flag, XSD + "boolean") for flag in ("true", "false"))
        if parameter.choices:
            return tuple(map(Literal, parameter.choices))
        place = choose_place(self.question, self.given) if parameter.type == DRUG else None
        if place and place.name != parameter.name:
            within = [term for term in self.values[place.name] if isinstance(term, Iri)]
            return tuple(rank_drugs(place, within, self.select)) or None
        known = self.things.by_kind.get(parameter.type, ()) if parameter.is_thing else ()
        terms = tuple(Iri(one.iri) for one in known)
        return self._keep_named(terms) if 0 < len(terms) <= _MOST_VALUES else None

    def _keep_named(self, terms: tuple[Iri, ...]) -> tuple[Iri, ...] | None:
        """Return the things that claims of the kinds of the question name: to try the others takes long, for nothing.

        Those of which nothing is known at all stay out; None if there is none.
        """
        if not self.question.kinds or ANY_CLAIM in self.question.kinds:
            return terms
        kinds = " ".join(iri(name_class(kind)) for kind in self.question.kinds)
        named = {thing for (thing,) in self.select(_NAMED % (kinds, " ".join(iri(one.value) for one in terms))).rows}
        return tuple(one for one in terms if one in named) or None

    def _count(self, values: Mapping[str, Sequence[RdfTerm]], parameter: Parameter) -> dict[RdfTerm | None, int]:
        """Return how many rows there are for each value of a parameter; None is that of rows that do not tell it."""
        table = self.select(count_by(self.question, self.question.bind(values), parameter.bound))
        return {_make_term(value): rows for value, rows in table.rows if rows}

    def _find_one(self, values: Mapping[str, Sequence[RdfTerm]], parameter: Parameter) -> dict[RdfTerm | None, int]:
        """Return a value of a parameter that gives rows, where it takes too long to count them."""
        table = self.select(find_one(self.question, self.question.bind(values), parameter.bound))
        return {_make_term(value): 1 for (value,) in table.rows}

    def _order(self, found: Sequence[Alternative]) -> list[Alternative]:
        """Return the best of each parameter: left open, broader and narrower values, then those with the most rows."""
        near = self._find_near(found)
        ordered: list[Alternative] = []
        for name in dict.fromkeys(one.parameters for one in found):
            ours = [_tell_way(one, near) for one in found if one.parameters == name]
            ours.sort(key=lambda one: (any(one.values), not one.way, -one.rows, str(one.values)))
            ordered += ours[:_MOST_OFFERED]
        return ordered

    def _find_near(self, found: Sequence[Alternative]) -> dict[RdfTerm, str]:
        """Return which values are broader or narrower than those that gave no rows."""
        names = {name for one in found for name in one.parameters}
        terms = {term for name in names for term in self.values[name] if isinstance(term, Iri)}
        if not terms:
            return {}
        query = _NEAR % " ".join(sorted(iri(term.value) for term in terms))
        return {other: str(way) for _, other, way in self.select(query).rows}

    def _open_several(self, closed: Sequence[Parameter]) -> Iterator[Alternative]:
        """Yield what comes of leaving all defaults open at once, else everything that may be left open."""
        free = [one for one in closed if self._list_candidates(one) == ()]
        defaults = [one for one in free if one.name not in self.given]
        for chosen in (defaults, free):
            if len(chosen) > 1:
                values = {**self.values, **{one.name: () for one in chosen}}
                rows = sum(self._count(values, chosen[0]).values())
                if rows:
                    yield Alternative(tuple(one.name for one in chosen), ((),) * len(chosen), rows)
                    return


def count_by(question: Question, query: str, variable: str) -> str:
    """Return a query that counts the rows of the query of a question for each value of one of its variables."""
    prologue, text = _bring_out(question, query, variable)
    return (
        f"{prologue}SELECT ?{variable} (COUNT(*) AS ?countedRows) WHERE {{\n{{ {text} }}\n}} "
        f"GROUP BY ?{variable} ORDER BY DESC(?countedRows) ?{variable} LIMIT {_MOST_GROUPS}"
    )


def find_one(question: Question, query: str, variable: str) -> str:
    """Return a query for one of the values that a variable has in the rows of the query of a question."""
    prologue, text = _bring_out(question, query, variable)
    return f"{prologue}SELECT ?{variable} WHERE {{\n{{ {text} }}\n}} LIMIT 1"


def count_untold(question: Question, query: str, column: str) -> str:
    """Return a query that counts the rows of the query of a question in which a column is empty."""
    prologue, text = _bring_out(question, query, column)
    return f"{prologue}SELECT (COUNT(*) AS ?countedRows) WHERE {{\n{{ {text} }}\nFILTER(!BOUND(?{column}))\n}}"


def _bring_out(question: Question, query: str, variable: str) -> tuple[str, str]:
    """Return the prologue of a query, and the rest of it, in no order and with a variable among its columns."""
    prologue = cut_prologue(query)
    text = query[len(prologue) :]
    body, brace, tail = text.rpartition("}")
    tail = _ORDER.sub("", tail)
    projected = question.find_column(variable) is not None
    if not projected:
        body = _SELECT.sub(lambda found: f"{found[0]}?{variable} ", body, count=1)
        tail = _GROUP.sub(lambda found: f"{found[0]}?{variable} ", tail)
    return prologue, f"{body}{brace}{tail}"


def count_claims(question: Question, query: str) -> str:
    """Return a query that counts the claims in the answer to a question, or its rows if it names none."""
    prologue = cut_prologue(query)
    what = "DISTINCT ?claim" if question.find_column("claim") else "*"
    return f"{prologue}SELECT (COUNT({what}) AS ?countedRows) WHERE {{\n{{ {query[len(prologue) :]} }}\n}}"


def _make_term(value: object) -> RdfTerm | None:
    if value is None or isinstance(value, Iri):
        return value
    return Literal(str(value).lower(), XSD + "boolean") if isinstance(value, bool) else Literal(str(value))


def _tell_way(one: Alternative, near: Mapping[RdfTerm, str]) -> Alternative:
    terms = [term for terms in one.values for term in terms]
    way = near.get(terms[0], "") if len(terms) == 1 else ""
    return replace(one, way=way or one.way)
