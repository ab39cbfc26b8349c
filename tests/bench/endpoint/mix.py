"""What a day asks: every question, a few of them often and most seldom, and so for the values of their parameters."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, urlencode

from pomegraph.questions.following import follow_values
from pomegraph.questions.things import ANY_KIND
from pomegraph.questions.values import read_values
from pomegraph.sparql.results import TABLE_FORMS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pomegraph.questions.question import Parameter, Question
    from pomegraph.questions.things import Things
    from pomegraph.sparql.results import Table

Choice = TypeVar("Choice")
Popular = dict[str, list[str]]  # type of parameter to values, the one asked for most in front

_LEFT_OPEN = 0.5  # of all parameters are not given: who asks is content with the default
_SEVERAL = 0.25  # of the parameters that take several values have two
_FIGURES = ["3.6", "4.2", "11.9", "12.4"]
_AGES = [str(age) for age in range(18, 98)]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What values are drawn from, and what others follow from: the things of a graph, and what answers queries on it."""

    things: Things
    select: Callable[[str], Table]


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with values for some of its parameters."""

    stem: str
    form: str
    given: tuple[tuple[str, str], ...]
    query: str

    @property
    def is_table(self) -> bool:
        """Whether the answer has rows; if not, it is a graph."""
        return self.form in TABLE_FORMS

    @property
    def query_path(self) -> str:
        """What `/sparql?query=` goes on with."""
        return quote(self.query, safe="")

    @property
    def path(self) -> str:
        """Where our server has the answer without SPARQL, as plain rows or as triples."""
        extension = "json" if self.is_table else "nt"
        return f"/questions/{self.stem}.{extension}" + (f"?{urlencode(self.given)}" if self.given else "")


def make_mix(questions: Sequence[Question], grounds: Grounds, count: int, seed: int) -> list[Asking]:
    """Return so many askings in the order in which they come, each question among them at least once.

    The seed also decides which questions and which values are popular.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing is secret
    popular = _rank_values(grounds.things, chance)
    ranked = chance.sample(questions, len(questions))
    chosen = ranked + [_draw(ranked, chance) for _ in range(count - len(ranked))]
    chance.shuffle(chosen)
    return [_make_asking(question, grounds, popular, chance) for question in chosen]


def _rank_values(things: Things, chance: random.Random) -> Popular:
    words = {word for known in things.by_kind.values() for thing in known for word in thing.label.split()}
    values = {kind: [thing.iri for thing in known] for kind, known in things.by_kind.items()}
    values[ANY_KIND] = [name for known in values.values() for name in known]
    values |= {"integer": _AGES, "decimal": _FIGURES, "boolean": ["true", "false"]}
    values["text"] = sorted(filter(str.isalpha, words))
    return {kind: chance.sample(known, len(known)) for kind, known in values.items()}


def _draw(ranked: Sequence[Choice], chance: random.Random) -> Choice:
    """Return one of some choices, by Zipf's law: the second half as often as the first, the third a third as often."""
    return chance.choices(ranked, [1 / rank for rank in range(1, len(ranked) + 1)])[0]


def _make_asking(question: Question, grounds: Grounds, popular: Popular, chance: random.Random) -> Asking:
    given = {parameter.name: _draw_values(parameter, popular, chance) for parameter in question.parameters}
    pairs = tuple((name, text) for name, texts in given.items() for text in texts)
    values = follow_values(question, read_values(question, given, grounds.things), grounds.select, None)
    return Asking(question.stem, question.form, pairs, question.bind(values))


def _draw_values(parameter: Parameter, popular: Mapping[str, Sequence[str]], chance: random.Random) -> list[str]:
    values = parameter.choices or popular.get(parameter.type, ())
    if not values or (chance.random() < _LEFT_OPEN and not parameter.required):
        return []
    count = 2 if parameter.several and chance.random() < _SEVERAL else 1
    return sorted({_draw(values, chance) for _ in range(count)})
