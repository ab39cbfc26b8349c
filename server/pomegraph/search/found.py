"""What a search finds."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pomegraph.questions.following import DRUG, choose_place
from pomegraph.questions.things import ANY_KIND
from pomegraph.questions.values import EVERYTHING

if TYPE_CHECKING:
    from pomegraph.questions.question import Question
    from pomegraph.questions.things import NamedThing

# Ids of things of layers: a vocabulary, and a number in it.
_REGISTERED = re.compile(r"(?:chebi|cl|doid|go|hp|mesh|uberon|uniprot)-[a-z]?\d[a-z\d]*")


@dataclass(frozen=True, slots=True)
class GivenValue:
    """A value of a parameter that the words of a search name.

    Args:
        parameter: The name of the parameter.
        text: The value as it is given: the id of a thing, a number.
        label: What people call it.
        is_clear: Whether nothing else of its kind is called so.
    """

    parameter: str
    text: str
    label: str
    is_clear: bool = True

    @property
    def word(self) -> str:
        """The value as people read it best: an id that is a number of a register tells nothing.

        >>> GivenValue("drug", "mesh-c496932", "panobinostat").word, GivenValue("trial", "mm-003", "MM-003").word
        ('panobinostat', 'mm-003')
        """
        return self.label if self.is_clear and _REGISTERED.fullmatch(self.text) else self.text


@dataclass(frozen=True, slots=True)
class FoundQuestion:
    """A question that fits, with the values that it is to be asked with.

    A parameter that takes one value has several where the words stand for several things, of which one is to be chosen.
    """

    question: Question
    values: tuple[GivenValue, ...]
    score: float

    @property
    def choosing(self) -> tuple[GivenValue, ...]:
        """The values of which one is to be chosen, since their parameter takes one; none if there is no such choice."""
        alone = (one.name for one in self.question.parameters if not one.several)
        several = (tuple(value for value in self.values if value.parameter == name) for name in alone)
        return next((values for values in several if len(values) > 1), ())

    @property
    def choices(self) -> tuple[FoundQuestion, ...]:
        """The question itself, or it once for each of the values of which one is to be chosen."""
        chosen = self.choosing
        left = [tuple(one for one in self.values if one is value or one not in chosen) for value in chosen]
        return tuple(replace(self, values=values) for values in left) or (self,)

    @property
    def path(self) -> str:
        """The address of its answer below that of the server, filled in."""
        pairs = urlencode([(value.parameter, value.text) for value in self.values])
        return f"questions/{self.question.stem}" + (f"?{pairs}" if pairs else "")

    @property
    def command(self) -> str:
        """What asks it on the command line: of a choice, the first."""
        given = ((f"--{value.parameter}", value.word) for value in self.choices[0].values)
        return shlex.join(["pomegraph", "ask", self.question.stem, *(part for pair in given for part in pair)])

    def name_absent(self, kind: str, name: str) -> FoundQuestion:
        """Return it asked for a thing of a kind that the graph does not have, if nothing else of the kind is given.

        Rows on its default would be taken for an answer; asked for the name, it says that there is none.
        """
        values = tuple(value for value in self.values if value.text != EVERYTHING)
        given = [value.parameter for value in values]
        takers = [
            one for one in self.question.parameters if one.type == kind or (one.type == ANY_KIND and one.required)
        ]
        if not takers or any(one.name in given for one in takers):
            return self
        if kind == DRUG and choose_place(self.question, given):
            return self
        return replace(self, values=(GivenValue(takers[0].name, name, name), *values))


@dataclass(frozen=True, slots=True)
class FoundThing:
    """A thing that fits.

    Args:
        thing: The thing.
        also: Another name of it, if that is what was looked for.
        is_named: Whether the whole search is a name of it.
    """

    thing: NamedThing
    also: str
    score: float
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim whose words fit: its IRI, its kind, the sentence that it makes."""

    iri: str
    kind: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds, the best first.

    Args:
        words: What was looked for.
        meant: What was looked for instead of words that nothing has, as one text; empty if all were known.
        silent: What no document of this graph tells, though the words ask for it.
        missing: What the words name that is not in this graph.
        unknown: Words that nothing in this graph has, and of which it cannot tell whether they name anything.
        aside: What they name that the first question does not take up.
        default: The drug that the first question is asked about since nobody named one; empty if it is not.
        questions: Five at least, where there are as many.
        things: Drugs, trials, diseases and so on.
        documents: The documents that claims come from.
        claims: Claims by what they say.
    """

    words: str
    meant: str = ""
    silent: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    default: str = ""
    questions: tuple[FoundQuestion, ...] = ()
    things: tuple[FoundThing, ...] = ()
    documents: tuple[FoundThing, ...] = field(default=())
    claims: tuple[FoundClaim, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know before what was found, in sentences.

        >>> Found("x", silent=("what a drug costs",), missing=("belantamab mafodotin",)).notes
        ('No document of this graph tells what a drug costs.', 'This graph has nothing on belantamab mafodotin.')
        """
        unknown = [f"No text of this graph has {', '.join(self.unknown)}."] if self.unknown else []
        silent = [f"No document of this graph tells {each}." for each in self.silent]
        aside = [f"The first question does not ask about {', '.join(self.aside)}."] if self.aside else []
        default = [f"No drug is named: the first question is asked about {self.default}."] if self.default else []
        return (*silent, *(f"This graph has nothing on {each}." for each in self.missing), *unknown, *default, *aside)
