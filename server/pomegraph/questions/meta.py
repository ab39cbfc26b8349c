"""Tells what an answer is for, what it leaves out, and where it has no rows, why and what would give some."""

from __future__ import annotations

import shlex
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pomegraph.names import POM, iri
from pomegraph.questions.following import find_origin, word_origin
from pomegraph.questions.left_out import ANY_CLAIM, ANYTHING, MissingFinder, join_names
from pomegraph.questions.relaxing import STOPPED, Relaxer, count_claims, count_untold
from pomegraph.questions.schema import name_term
from pomegraph.questions.values import is_everything
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
# Every row tells it.
_ALWAYS_TOLD = ("source",)
# What documents do not name: they are documents, or ways in which claims are put in order here.
_NOT_NAMED = ("concept", "source", "passage", "claim", "reference")
_MEASURE = "measure"
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
        follows: What they follow from, in words; empty if they do not.
    """

    name: str
    labels: tuple[str, ...]
    is_default: bool
    follows: str = ""

    def __str__(self) -> str:
        """Return the parameter and its values in words.

        >>> print(UsedValue("drug", ("pomalidomide",), True))
        drug: pomalidomide (default)
        >>> print(UsedValue("drug", ("selinexor",), True, "of the trial BOSTON"))
        drug: selinexor (of the trial BOSTON)
        """
        note = self.follows or ("default" if self.is_default else "")
        return f"{self.name}: {', '.join(self.labels) or 'any'}{f' ({note})' if note else ''}"


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

    @property
    def command(self) -> str:
        """What leads there on the command line, after `pomegraph ask`.

        >>> Offer("2 claims", "about", {"thing": ("oil",), "kind": ("adverse reaction",)}, 2).command
        "about --thing oil --kind 'adverse reaction'"
        """
        given = [(f"--{name}", text) for name, texts in self.values.items() for text in texts]
        return shlex.join([self.question, *(part for pair in given for part in pair)])

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
        question: What was asked.
    """

    values: tuple[UsedValue, ...] = ()
    left_out: tuple[Offer, ...] = ()
    reason: str = ""
    offers: tuple[Offer, ...] = ()
    old_names: tuple[tuple[str, str], ...] = ()
    question: str = ""

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
            *(one.words + ("" if one.question == self.question else f" (see {one.command})") for one in self.offers),
            *(f"Left out: {one.words} (see {one.command})" for one in self.left_out),
        ]

    def to_plain(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "values": [
                {
                    "name": one.name,
                    "labels": list(one.labels) or None,
                    "default": one.is_default,
                    "follows": one.follows or None,
                }
                for one in self.values
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
        values = tuple(
            UsedValue(
                name,
                () if is_everything(now.get(name, ())) else self._label(some),
                name not in now,
                self._tell_place(question, now, used, name),
            )
            for name, some in used.items()
        )
        old = [(question.asked_as, question.stem)] if question.asked_as else []
        old += [(name, found.name) for name in given if (found := question.find_parameter(name)) and found.name != name]
        missing = self._find_missing(question, frozenset(now), used)
        # What a text bars or a choice is among what is left out all the same.
        is_close = bool(missing) and all(one.is_thing for one in question.parameters if one.name in now)
        reason, offers = self._explain(question, now, used, is_close=is_close) if not rows else ("", ())
        if not rows:
            offers = (*self._find_elsewhere(question, frozenset(now), used), *offers)
        left_out = (*self._find_left_out(question, used), *self._find_untold(question, now, used), *missing)
        return AnswerMeta(values, left_out, reason, offers, tuple(old), question.stem)

    def _tell_place(
        self, question: Question, given: Mapping[str, object], used: Mapping[str, Sequence[RdfTerm]], name: str
    ) -> str:
        """Return what the value of a parameter follows from; empty if it was given, or is that of the question."""
        place = find_origin(question, given)
        if name in given or place is None or used[name] == question.complete({}, base=self.base)[name]:
            return ""
        return word_origin(place, " or ".join(self._label(used[place.name])))

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
        told = {name: terms for name, terms in used.items() if not is_everything(given.get(name, ()))}
        named = self._count_naming(question, told)
        try:
            offers = tuple(self._offer(question, given, one) for one in relaxer.find_alternatives())
            reason = _OTHERS if offers else NO_CLAIM
        except STOPPED:
            offers, reason = (), _UNTRIED
        measures = {term for one in question.parameters if one.type == _MEASURE for term in used.get(one.name, ())}
        unnamed = [
            f"No claim of this graph has the measure {self._name(term)}."
            if term in measures
            else f"No document of this graph names {self._name(term)}."
            for term, claims in named.items()
            if not claims
        ]
        asked = {term for name in given for term in told.get(name, ())} & named.keys()
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
        rows = f"{'at least ' if one.is_least else ''}{_count(one.rows, 'row')}"
        return Offer(f"{rows} if {changed}{way}", question.stem, values, one.rows)

    def _find_elsewhere(
        self, question: Question, given: frozenset[str], used: Mapping[str, Sequence[RdfTerm]]
    ) -> tuple[Offer, ...]:
        """Return the way to claims of any kind that name two things which a question was asked for together."""
        if ANYTHING not in self.catalogue or question.stem == ANYTHING:
            return ()
        groups = MissingFinder(question, used, given, self.base, self.select).list_things()
        if len(groups) != len(("thing", "other")) or not all(len(terms) == 1 for terms in groups):
            return ()
        anything = self.catalogue.get(ANYTHING)
        places = [one.name for one in question.parameters if one.type == "source"]
        sources = [term for name in places for term in used.get(name, ()) if isinstance(term, Iri)]
        terms = {"thing": groups[0], "other": groups[1], "source": sources}
        with suppress(*STOPPED):
            found = self.select(anything.bind(terms, base=self.base))
            claims = len({record["claim"] for record in found.to_records()})
            words = f"{_count(claims, 'claim')} of any kind on {join_names([self._label(one) for one in groups])}"
            values = {name: tuple(self._type(term) for term in some) for name, some in terms.items() if some}
            return (Offer(words, ANYTHING, values, len(found.rows)),) if claims else ()
        return ()

    def _find_untold(
        self, question: Question, given: Mapping[str, Sequence[str]], used: Mapping[str, Sequence[RdfTerm]]
    ) -> Iterator[Offer]:
        """Yield the rows that a value bars since they do not tell what was asked for."""
        place = find_origin(question, given)
        for one in question.parameters if question.form == "SELECT" else ():
            is_open = one.name in given and used[one.name] and not one.default and not one.required
            if not is_open or one.type in _ALWAYS_TOLD or one is place or not question.find_column(one.name):
                continue
            query = question.bind({**used, one.name: ()}, base=self.base)
            rows = self._count(count_untold(question, query, one.name))
            if rows:
                values = {name: tuple(texts) for name, texts in given.items() if name != one.name}
                yield Offer(f"{_count(rows, 'row')} where the {one.name} is not told", question.stem, values, rows)

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
        # It takes one thing: where one of several drugs is named, the trial leads to all.
        alone = [terms[0] for terms in one.things if len(terms) == 1] or [one.things[0][0]]
        thing, other = self._type(alone[0]), {"other": (self._type(alone[1]),)} if alone[1:] else {}
        kind = {} if one.kind == ANY_CLAIM else {"kind": (one.kind,)}
        role = {"role": tuple(sorted(one.roles))} if alone[0] in one.things[0] else {}
        words = one.tell([self._label(terms) for terms in one.things])
        return Offer(words, ANYTHING, {"thing": (thing,), **kind, **role, **other}, one.claims)

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
