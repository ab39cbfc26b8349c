"""Finds what an answer leaves out: claims of the kinds that a question is about, on what it was asked for.

They name a thing in another place than the question looks at, deny something, or lack what its rows need.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pomegraph.names import POM, RDF, RDFS, iri
from pomegraph.sparql.outline import cut_prologue
from pomegraph.sparql.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from pomegraph.questions.question import Parameter, Question
    from pomegraph.sparql.results import Table
    from pomegraph.sparql.terms import RdfTerm

# The question that has all claims on a thing.
ANYTHING = "about"
# More claims are not looked through.
_MOST = 20_000
ANY_CLAIM, _STATEMENT = "claim", "statement"
# What a claim is not about: where it stands, and values out of controlled lists.
_SOURCE, _CONCEPT = "source", "concept"
_NO_SUBJECTS = (_SOURCE, _CONCEPT, "passage", "claim", "reference")
_PROPERTY = re.compile(r"(?:pom:|#)([a-z]\w*)")
# As the question on any thing finds it.
_WITHIN = f"(<{POM}broader>*)|<{POM}includes>"


@dataclass(slots=True)
class MissingClaims:
    """Claims of one kind that an answer leaves out.

    Args:
        kind: What claims of this kind are called.
        things: What the claims name: of each of these groups, one.
        places: For each place in which they name the first of these, how many do.
        roles: The places in which they do, each by itself.
        denied: How many of the claims deny something.
        is_cut: Whether there may be more.
    """

    kind: str
    things: tuple[tuple[Iri, ...], ...]
    is_cut: bool = False
    places: Counter[str] = field(default_factory=Counter)
    roles: set[str] = field(default_factory=set)
    denied: int = 0

    @property
    def claims(self) -> int:
        """How many claims there are."""
        return self.places.total()

    def tell(self, names: Sequence[Sequence[str]]) -> str:
        """Return it in words, with what the things are called."""
        places = [
            f"as {place} {count:,}" for place, count in sorted(self.places.items(), key=lambda one: (-one[1], one))
        ]
        denied = [f"{self.denied:,} denied"] if self.denied else []
        noun = "claim" if self.claims == 1 else "claims"
        verb = "names" if self.claims == 1 else "name"
        kind = "" if self.kind == ANY_CLAIM else f" of the kind {self.kind}"
        number = f"{'at least ' if self.is_cut else ''}{self.claims:,}"
        return f"{number} {noun}{kind} that {verb} {join_names(names)} ({', '.join([*places, *denied])})"


@dataclass(frozen=True, slots=True)
class MissingFinder:
    """Finds the claims that an answer leaves out.

    Args:
        question: The question.
        used: The terms that each parameter has; none for everything.
        given: The parameters that somebody gave a value; what they bar is not left out, but not wanted.
        base: What the IRIs of things begin with in the graph that is asked, if it is not ours.
        select: Answers a SPARQL query.
    """

    question: Question
    used: Mapping[str, Sequence[RdfTerm]]
    given: Collection[str]
    base: str | None
    select: Callable[[str], Table]

    def find(self, elsewhere: Iterable[str] = ()) -> tuple[MissingClaims, ...]:
        """Return what is left out, by kind; nothing if the question was not asked for a thing.

        Args:
            elsewhere: Queries whose claims are told otherwise.
        """
        things = self.list_things()
        if not self.question.kinds or not things:
            return ()
        found = self.select(self._write(things)).rows
        shown: set[object] = set()
        for query in (self._write_shown(), *elsewhere) if found else ():
            shown |= {claim for (claim,) in self.select(write_claims(query)).rows}
        return self._gather([row for row in found if row[0] not in shown], things, len(found) == _MOST)

    def list_things(self) -> list[tuple[Iri, ...]]:
        """Return what a claim must name: one of those that the question is about, and of what was given besides."""
        named = [one for one in self.question.parameters if one.is_thing and one.type not in _NO_SUBJECTS]
        asked = [one for one in named if self._get_terms(one)]
        # Two regimens that must both be given are set side by side: a claim is about one of them.
        sides = [one for one in asked if one is asked[0] or (one.required and one.type == asked[0].type)]
        others = [self._get_terms(one) for one in asked if one.name in self.given and one not in sides]
        return [tuple(term for one in sides for term in self._get_terms(one)), *others] if asked else []

    def _get_terms(self, parameter: Parameter) -> tuple[Iri, ...]:
        return tuple(term for term in self.used.get(parameter.name, ()) if isinstance(term, Iri))

    def _write_shown(self) -> str:
        """Return the query of the question; what texts and choices bar is not missing but not wanted: they are open."""
        opened = {
            one.name: ()
            for one in self.question.parameters
            if one.name in self.given and not one.is_thing and not one.default and not one.required
        }
        return self.question.bind({**self.used, **opened}, base=self.base)

    def _write(self, things: list[tuple[Iri, ...]]) -> str:
        """Return the query for all claims of these kinds that name these things, and meet what was chosen besides."""
        kinds = " ".join(iri(name_class(kind)) for kind in self.question.kinds)
        first, *others = (" ".join(iri(term.value) for term in terms) for terms in things)
        parts = [f"?claim ?place{n} ?named{n} . {_name(f'named{n}', some)}" for n, some in enumerate(others)]
        for parameter in self.question.parameters:
            terms = " ".join(iri(term.value) for term in self._get_terms(parameter))
            if parameter.name in self.given and terms:
                parts += [_narrow(parameter, terms)] if parameter.type in {_SOURCE, _CONCEPT} else []
        return f"""\
SELECT DISTINCT ?claim ?kind ?relation ?label ?negated ?property WHERE {{
  VALUES ?kind {{ {kinds} }}
  {{ SELECT DISTINCT ?thing WHERE {{ {_name("thing", first)} }} }}
  ?claim ?relation ?thing ; a ?kind .
  {" ".join(parts)}
  OPTIONAL {{ ?relation <{RDFS}label> ?label }}
  OPTIONAL {{ ?claim <{POM}negated> ?negated }}
  OPTIONAL {{ ?claim <{RDF}predicate> ?property }}
}} LIMIT {_MOST}"""

    def _gather(
        self, rows: Iterable[Sequence[object]], things: list[tuple[Iri, ...]], is_cut: bool
    ) -> tuple[MissingClaims, ...]:
        kinds = {name_class(kind): kind for kind in self.question.kinds}
        known = set(_PROPERTY.findall(self.question.query))
        places: dict[tuple[str, str], set[str]] = {}
        denied: set[str] = set()
        for claim, kind, relation, label, negated, prop in rows:
            if kinds[str(kind)] != _STATEMENT or str(prop).rpartition("#")[2] in known:
                places.setdefault((str(claim), kinds[str(kind)]), set()).add(str(label or _shorten(relation)))
                denied |= {str(claim)} if negated is True else set()
        found: dict[str, MissingClaims] = {}
        for (claim, kind), roles in places.items():
            one = found.setdefault(kind, MissingClaims(kind, tuple(things), is_cut))
            one.places[" and ".join(sorted(roles))] += 1
            one.roles |= roles
            one.denied += claim in denied
        return tuple(found[kind] for kind in self.question.kinds if kind in found)


def join_names(groups: Sequence[Sequence[str]]) -> str:
    """Return what things are called, of which a claim names one of each group.

    >>> join_names([["a", "b"], ["c"]])
    'a or b and c'
    """
    return " and ".join(" or ".join(names) for names in groups)


def write_claims(query: str) -> str:
    """Return a query for the claims in the answer to a question."""
    prologue = cut_prologue(query)
    return f"{prologue}SELECT DISTINCT ?claim WHERE {{\n{{ {query[len(prologue) :]} }}\n}}"


def name_class(kind: str) -> str:
    """Return the class of the claims of a kind.

    >>> name_class("adverse reaction").rpartition("#")[2]
    'AdverseReaction'
    """
    return POM + "".join(word.capitalize() for word in kind.split())


def _name(variable: str, terms: str) -> str:
    return f"?{variable} {_WITHIN} ?{variable}Wanted . VALUES ?{variable}Wanted {{ {terms} }}"


def _narrow(parameter: Parameter, terms: str) -> str:
    """Return what bars claims of other sources, or with other values out of a controlled list."""
    wanted = f"VALUES ?{parameter.name}Wanted {{ {terms} }}"
    if parameter.type == _SOURCE:
        return f"?claim <{POM}reportedIn>/<{POM}source> ?{parameter.name}Wanted . {wanted}"
    name = f"?{parameter.name}"
    return f"""{wanted}
  {{ ?claim {name}Place {name}Value . {name}Value <{POM}broader>* {name}Wanted }}
  UNION {{ ?claim <{POM}reportedIn>/<{POM}source>/<{POM}kind> {name}Wanted }}"""


def _shorten(relation: object) -> str:
    return re.split(r"[#/]", str(relation))[-1]
