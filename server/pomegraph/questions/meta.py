"""Tells what an answer is for, what it leaves out, and where it has no rows, why and what would give some."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pomegraph.names import POM, iri
from pomegraph.questions.left_out import ANY_CLAIM, ANYTHING, MissingFinder
from pomegraph.questions.relaxing import STOPPED, Relaxer, count_claims
from pomegraph.questions.schema import name_term
from pomegraph.sparql.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pomegraph.questions.catalogue import Catalogue
    from pomegraph.questions.left_out import MissingClaims
    from pomegraph.questions.question import Question
    from pomegraph.questions.relaxing import Alternative
    from pomegraph.questions.things import Things
    from pomegraph.sparql.results import Table
    from pomegraph.sparql.terms import RdfTerm

NO_CLAIM = "The graph has no claim of this."
# How long each of the queries may take that are put besides.
SECONDS = 3.0
_UNTRIED = "The graph has no claim of this for these values; whether others have some took too long to find out."
_OTHERS = "The graph has no claim of this for these values; others have some."
_LEFT_OUT = "The graph has no claim of this as it is asked, but what is left out comes close."
# What documents do not name: they are documents, or ways in which claims are put in order here.
_NOT_NAMED = ("concept", "source", "passage", "claim", "reference")
_NAMED = f"""\
SELECT ?thing (COUNT(DISTINCT ?claim) AS ?claims) WHERE {{
  VALUES ?thing {{ %s }}
  {{ ?claim ?property ?thing ; <{POM}reportedIn> ?passage }}
  UNION {{ ?whole <{POM}includes> ?thing . ?claim ?property ?whole ; <{POM}reportedIn> ?passage }}
}} GROUP BY ?thing ORDER BY ?thing"""


@dataclass(frozen=True, slots=True)
class UsedValue:
    """What a parameter had.

    Args:
        name: The parameter.
        labels: Its values as people call them; none for everything.
        is_default: Whether nobody gave them.
    """

    name: str
    labels: tuple[str, ...]
    is_default: bool

    def __str__(self) -> str:
        """Return the parameter and its values in words.

        >>> print(UsedValue("drug", ("pomalidomide",), True))
        drug: pomalidomide (default)
        """
        return f"{self.name}: {', '.join(self.labels) or 'any'}{' (default)' if self.is_default else ''}"


@dataclass(frozen=True, slots=True)
class Offer:
    """Other values of the same question, or another question, that lead to rows.

    Args:
        words: What it is, in words.
        question: The stem of the question.
        values: What to give for each parameter that is not to have its default.
        rows: How many rows, or claims, there are.
    """

    words: str
    question: str
    values: Mapping[str, tuple[str, ...]]
    rows: int

    def to_plain(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        values = {name: list(texts) for name, texts in self.values.items()}
        return {"words": self.words, "question": self.question, "values": values, "rows": self.rows}


@dataclass(frozen=True, slots=True)
class AnswerMeta:
    """What is told with the rows of an answer.

    Args:
        values: What each parameter had.
        left_out: What belongs to the answer in a wider sense, and the questions that have it.
        reason: Why there are no rows; empty if there are some.
        offers: What would give rows.
        old_names: Names of the question and of parameters that were used and are otherwise now, with these.
    """

    values: tuple[UsedValue, ...] = ()
    left_out: tuple[Offer, ...] = ()
    reason: str = ""
    offers: tuple[Offer, ...] = ()
    old_names: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Return all of it as text."""
        return "\n".join(self.list_lines())

    @property
    def used(self) -> str:
        """What the answer is for, as a line; empty if the question has no parameters."""
        return f"Asked for {'; '.join(map(str, self.values))}" if self.values else ""

    def list_lines(self) -> list[str]:
        """Return all of it as lines of text, the values first."""
        return [
            *([self.used] if self.used else []),
            *(f"{old} is now called {name}; the old name still works" for old, name in self.old_names),
            *([self.reason] if self.reason else []),
            *(one.words for one in self.offers),
            *(f"Left out: {one.words} (see {one.question})" for one in self.left_out),
        ]

    def to_plain(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "values": [
                {"name": one.name, "labels": list(one.labels) or None, "default": one.is_default} for one in self.values
            ],
            "reason": self.reason or None,
            "offers": [one.to_plain() for one in self.offers],
            "left_out": [one.to_plain() for one in self.left_out],
            "old_names": dict(self.old_names),
        }


@dataclass(frozen=True, slots=True)
class MetaFinder:
    """Finds what is to be told with answers.

    Args:
        catalogue: All questions.
        things: What can be asked about.
        base: What the IRIs of things begin with in the graph that is asked, if it is not ours.
        select: Answers a SPARQL query, or stops after some seconds.
    """

    catalogue: Catalogue
    things: Things
    base: str | None
    select: Callable[[str], Table]

    def find(
        self, question: Question, given: Mapping[str, Sequence[str]], terms: Mapping[str, Sequence[RdfTerm]], rows: int
    ) -> AnswerMeta:
        """Return what is to be told with an answer; other queries are put only where it needs them.

        Args:
            question: What was asked.
            given: The values that somebody gave, as they were typed.
            terms: What they were read as.
            rows: How many rows the whole answer has.
        """
        used = question.complete(terms, base=self.base)
        now = question.name_anew({name: texts for name, texts in given.items() if texts})
        values = tuple(UsedValue(name, self._label(some), name not in now) for name, some in used.items())
        old = [(question.asked_as, question.stem)] if question.asked_as else []
        old += [(name, found.name) for name in given if (found := question.find_parameter(name)) and found.name != name]
        missing = self._find_missing(question, frozenset(now), used)
        # What a text bars or a choice is among what is left out all the same.
        is_close = bool(missing) and all(one.is_thing for one in question.parameters if one.name in now)
        reason, offers = self._explain(question, now, used, is_close=is_close) if not rows else ("", ())
        return AnswerMeta(values, (*self._find_left_out(question, used), *missing), reason, offers, tuple(old))

    def _label(self, terms: Sequence[RdfTerm]) -> tuple[str, ...]:
        return tuple(self._name(term) for term in terms)

    def _name(self, term: RdfTerm) -> str:
        found = self.things.find_label(term.value) if isinstance(term, Iri) else None
        return found or name_term(term)

    def _explain(
        self,
        question: Question,
        given: Mapping[str, Sequence[str]],
        used: dict[str, tuple[RdfTerm, ...]],
        *,
        is_close: bool,
    ) -> tuple[str, tuple[Offer, ...]]:
        """Return why there are no rows, and what would give some; there may be claims that come close."""
        if question.form != "SELECT":
            return NO_CLAIM, ()
        relaxer = Relaxer(question, used, frozenset(given), self.things, self.select)
        named = self._count_naming(question, used)
        try:
            offers = tuple(self._offer(question, given, one) for one in relaxer.find_alternatives())
            reason = _OTHERS if offers else NO_CLAIM
        except STOPPED:
            offers, reason = (), _UNTRIED
        unnamed = [
            f"No document of this graph names {self._name(term)}." for term, claims in named.items() if not claims
        ]
        asked = {term for name in given for term in used.get(name, ())} & named.keys()
        others = [f"{_count(named[term], 'claim')} name {self._name(term)}." for term in named if term in asked]
        return " ".join(unnamed or [_LEFT_OUT if is_close else reason, *others]), offers

    def _count_naming(self, question: Question, used: Mapping[str, Sequence[RdfTerm]]) -> dict[RdfTerm, int]:
        """Return how many claims name each of the things asked for, of those that documents name."""
        kinds = {one.name for one in question.parameters if one.is_thing and one.type not in _NOT_NAMED}
        asked = {term: 0 for name, terms in used.items() if name in kinds for term in terms if isinstance(term, Iri)}
        if not asked:
            return {}
        rows = self.select(_NAMED % " ".join(iri(term.value) for term in asked)).rows
        return {**asked, **dict(rows)}

    def _offer(self, question: Question, given: Mapping[str, Sequence[str]], one: Alternative) -> Offer:
        values = {name: tuple(texts) for name, texts in given.items() if name not in one.parameters}
        values |= {name: tuple(map(name_term, terms)) for name, terms in _pair(one) if terms}
        changed = " and ".join(f"{name} is {', '.join(self._label(terms)) or 'any'}" for name, terms in _pair(one))
        way = f" ({one.way})" if one.way else ""
        return Offer(f"{_count(one.rows, 'row')} if {changed}{way}", question.stem, values, one.rows)

    def _find_left_out(self, question: Question, used: Mapping[str, Sequence[RdfTerm]]) -> tuple[Offer, ...]:
        """Return what questions count that have what this one leaves out, with the same values."""
        found = []
        for other, means, terms in self._list_others(question, used):
            claims = self._count(count_claims(other, other.bind(terms, base=self.base)))
            values = {name: tuple(map(name_term, some)) for name, some in terms.items() if some}
            if claims:
                found.append(Offer(f"{claims} {means}", other.stem, values, claims))
        return tuple(found)

    def _list_others(
        self, question: Question, used: Mapping[str, Sequence[RdfTerm]]
    ) -> Iterator[tuple[Question, str, dict[str, Sequence[RdfTerm]]]]:
        """Yield the questions that have what this one leaves out, what that is, and the values that they share."""
        for stem, means in question.left_out:
            other = self.catalogue.get(stem)
            yield other, means, {one.name: used[one.name] for one in other.parameters if one.name in used}

    def _find_missing(
        self, question: Question, given: frozenset[str], used: Mapping[str, Sequence[RdfTerm]]
    ) -> tuple[Offer, ...]:
        """Return the claims that are of the kinds of the question, on what it was asked for, and not in its answer."""
        if ANYTHING not in self.catalogue or question.stem == ANYTHING:
            return ()
        elsewhere = [
            other.bind(terms, base=self.base)
            for other, _, terms in self._list_others(question, used)
            if other.find_column("claim")
        ]
        finder = MissingFinder(question, used, given, self.base, self.select)
        with suppress(*STOPPED):
            return tuple(map(self._lead_to, finder.find(elsewhere)))
        return ()

    def _lead_to(self, one: MissingClaims) -> Offer:
        """Return the way to claims that are left out."""
        thing, *others = map(self._type, one.things)
        kind = {} if one.kind == ANY_CLAIM else {"kind": (one.kind,)}
        values = {"thing": (thing,), **kind, "role": tuple(sorted(one.roles))}
        return Offer(
            one.tell(self._label(one.things)),
            ANYTHING,
            values | ({"other": (others[0],)} if others else {}),
            one.claims,
        )

    def _type(self, thing: Iri) -> str:
        """Return what to type for a thing of any kind."""
        name = name_term(thing)
        return name if len(self.things.find_any(name)) == 1 else thing.value

    def _count(self, query: str) -> int:
        """Return a number, or none if it takes too long: an answer must not wait for what it leaves out."""
        with suppress(*STOPPED):
            return int(self.select(query).rows[0][0])
        return 0


def _pair(one: Alternative) -> list[tuple[str, tuple[RdfTerm, ...]]]:
    return list(zip(one.parameters, one.values, strict=True))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
