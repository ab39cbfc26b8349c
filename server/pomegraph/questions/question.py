"""A question: a query that runs as it is, and what its header says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.names import BASE, POM
from pomegraph.sparql.terms import Iri, render_term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pomegraph.sparql.terms import RdfTerm

# What a parameter takes that is not a thing of the graph.
LITERAL_TYPES = ("integer", "decimal", "date", "text", "boolean", "enumeration")
# What a column holds that is not a thing of one kind: values, things of any kind, other IRIs, or now this, now that.
COLUMN_TYPES = ("text", "integer", "decimal", "date", "year", "boolean", "thing", "iri", "any")
_DEFAULT = re.compile(r"^  VALUES \?(?P<name>\w+) \{ (?P<terms>.*) \}$", re.MULTILINE)
_OURS = re.compile(rf"<{re.escape(BASE)}(?!ontology#)")
# In the place of terms it stands for everything.
UNDEFINED = "UNDEF"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be asked for instead of the default.

    Args:
        name: What it is called; the same in all questions for the same notion.
        type: One of `LITERAL_TYPES`, or the kind of thing: drug, disease, trial, ...
        means: What it is, as a phrase.
        default: Terms; none stands for everything.
        several: Whether it takes more than one value.
        required: Whether the default is only an example, so that a value must be given.
        choices: The values of an enumeration.
        variable: The variable of the query, without its question mark, where that is called otherwise.
        formerly: Names that it had before, which still work.
        also: Other kinds of things that it takes, where no thing of its type has the name.
    """

    name: str
    type: str
    means: str
    default: tuple[RdfTerm, ...]
    several: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()
    variable: str = ""
    formerly: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def bound(self) -> str:
        """The variable of the query that has its terms."""
        return self.variable or self.name

    @property
    def is_thing(self) -> bool:
        """Whether it takes things of the graph."""
        return self.type not in LITERAL_TYPES

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of things that it takes, in the order in which a name is looked up."""
        return (self.type, *self.also)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer.

    Args:
        name: The variable, without its question mark.
        type: One of `COLUMN_TYPES`, or the kind of thing that its IRIs name: drug, claim, passage, ...
        means: What it is, as a phrase.
    """

    name: str
    type: str
    means: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of the answer, in terms of Vega-Lite: a mark, and the column that each channel shows."""

    mark: str
    channels: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a question had, or that one had which is part of it now.

    Args:
        stem: The name.
        values: What is asked for under it where nothing else is given, by parameter, as people would type it.
    """

    stem: str
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the query that answers it.

    Args:
        stem: Its name in files, addresses and commands.
        form: SELECT, ASK, CONSTRUCT or DESCRIBE.
        query: SPARQL, without the header.
        columns: In their order; none for a graph.
        who: The kinds of people who ask.
        left_out: Questions that have what this one leaves out, each with what that is in words.
        kinds: The kinds of claims that it is about, as they are called; those that are not in its answer are told.
        words: What people say who ask it, by which it is found.
        formerly: Names that still lead to it.
        asked_as: The one of these under which it is asked; empty if that is its own.
    """

    stem: str
    summary: str
    description: str
    tags: tuple[str, ...]
    who: tuple[str, ...]
    form: str
    query: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    chart: Chart | None = None
    left_out: tuple[tuple[str, str], ...] = ()
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    formerly: tuple[FormerName, ...] = ()
    asked_as: str = ""

    @property
    def name(self) -> str:
        """The name under which it is asked."""
        return self.asked_as or self.stem

    def find_parameter(self, name: str) -> Parameter | None:
        """Return a parameter by its name, or by one that it had before."""
        named = next((one for one in self.parameters if one.name == name), None)
        return named or next((one for one in self.parameters if name in one.formerly), None)

    def name_anew(self, given: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """Return values by the names that parameters have now; an unknown name stays as it is.

        Under a former name of the question, what that one stands for is among them, unless something else is given.
        """
        named: dict[str, list[str]] = {}
        for name, texts in given.items():
            found = self.find_parameter(name)
            named.setdefault(found.name if found else name, []).extend(texts)
        usual = next((one.values for one in self.formerly if one.stem == self.asked_as), ())
        return named | {name: list(texts) for name, texts in usual if not named.get(name)}

    def find_column(self, name: str) -> Column | None:
        """Return a column by its name."""
        return next((one for one in self.columns if one.name == name), None)

    def complete(
        self, values: Mapping[str, Sequence[RdfTerm]], *, base: str | None = None
    ) -> dict[str, tuple[RdfTerm, ...]]:
        """Return the terms that each parameter has, given or by default; no term stands for everything.

        Args:
            values: Those that were given, by parameter.
            base: What the IRIs of things begin with in the graph that is asked, if it is not ours.
        """
        defaults = {one.name: [_rebase_term(term, base) for term in one.default] for one in self.parameters}
        return {name: tuple(values.get(name, default)) for name, default in defaults.items()}

    def bind(self, values: Mapping[str, Sequence[RdfTerm]], *, base: str | None = None) -> str:
        """Return the query with terms in the place of defaults.

        Args:
            values: The terms of each parameter that is not to have its default. No term stands for everything.
            base: What the IRIs of things begin with in the graph that is asked, if it is not ours.
        """
        by_variable = {one.bound: values[one.name] for one in self.parameters if one.name in values}

        def replace(line: re.Match[str]) -> str:
            terms = by_variable.get(line["name"])
            if terms is None:
                return line[0]
            return f"  VALUES ?{line['name']} {{ {' '.join(map(render_term, terms)) or UNDEFINED} }}"

        # Ours are renamed first: what was given is of that graph already.
        return _DEFAULT.sub(replace, _rebase(self.query, base))


def _rebase(text: str, base: str | None) -> str:
    return text if base in {None, BASE} else _OURS.sub(f"<{base}", text)


def _rebase_term(term: RdfTerm, base: str | None) -> RdfTerm:
    if base is None or not isinstance(term, Iri) or not term.value.startswith(BASE) or term.value.startswith(POM):
        return term
    return Iri(base + term.value.removeprefix(BASE))


def find_defaults(query: str) -> dict[str, list[str]]:
    """Return what each `VALUES` that stands on a line of its own holds, by variable: one text if all say the same."""
    found: dict[str, list[str]] = {}
    for line in _DEFAULT.finditer(query):
        texts = found.setdefault(line["name"], [])
        texts += [line["terms"]] if line["terms"] not in texts else []
    return found
