"""A question: a query that runs as it is, and what its header says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.names import BASE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What a parameter takes that is not a thing of the graph.
LITERAL_TYPES = ("integer", "decimal", "date", "text", "boolean", "enumeration")
# What a column holds that is not a thing of one kind: values, things of any kind, other IRIs, or now this, now that.
COLUMN_TYPES = ("text", "integer", "decimal", "date", "year", "boolean", "thing", "iri", "any")
_DEFAULT = re.compile(r"^  VALUES \?(?P<name>\w+) \{ (?P<terms>.*) \}$", re.MULTILINE)
_TERM = re.compile(r"""<[^>]*>|"(?:[^"\\]|\\.)*"(?:\^\^\S+|@\S+)?|\S+""")
_OURS = re.compile(rf"<{re.escape(BASE)}(?!ontology#)")
_UNDEFINED = "UNDEF"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be asked for instead of the default.

    Args:
        name: The variable, without its question mark.
        type: One of `LITERAL_TYPES`, or the kind of thing: drug, disease, trial, ...
        means: What it is, as a phrase.
        default: Terms as the query writes them; none stands for everything.
        several: Whether it takes more than one value.
        required: Whether the default is only an example, so that a value must be given.
        choices: The values of an enumeration.
    """

    name: str
    type: str
    means: str
    default: tuple[str, ...]
    several: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()

    @property
    def is_thing(self) -> bool:
        """Whether it takes things of the graph."""
        return self.type not in LITERAL_TYPES


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
class Question:
    """A question and the query that answers it.

    Args:
        stem: Its name in files, addresses and commands.
        form: SELECT, ASK, CONSTRUCT or DESCRIBE.
        query: SPARQL, without the header.
        columns: In their order; none for a graph.
        who: The kinds of people who ask.
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

    def find_parameter(self, name: str) -> Parameter | None:
        """Return a parameter by its name."""
        return next((one for one in self.parameters if one.name == name), None)

    def find_column(self, name: str) -> Column | None:
        """Return a column by its name."""
        return next((one for one in self.columns if one.name == name), None)

    def bind(self, values: Mapping[str, Sequence[str]], *, base: str | None = None) -> str:
        """Return the query with terms in the place of defaults.

        Args:
            values: For each parameter that is not to have its default, terms of SPARQL, written by whoever made them
                from a value: no text of a user. No term stands for everything.
            base: What the IRIs of things begin with in the graph that is asked, if it is not ours.
        """

        def replace(line: re.Match[str]) -> str:
            terms = values.get(line["name"])
            if terms is None:
                return line[0]
            return f"  VALUES ?{line['name']} {{ {' '.join(terms) or _UNDEFINED} }}"

        # Ours are renamed first: what was given is of that graph already.
        return _DEFAULT.sub(replace, _rebase(self.query, base))


def _rebase(text: str, base: str | None) -> str:
    return text if base in {None, BASE} else _OURS.sub(f"<{base}", text)


def find_defaults(query: str) -> dict[str, tuple[str, ...]]:
    """Return the terms of each `VALUES` that stands on a line of its own, by variable; none for UNDEF."""
    found = {line["name"]: tuple(_TERM.findall(line["terms"])) for line in _DEFAULT.finditer(query)}
    return {name: () if terms == (_UNDEFINED,) else terms for name, terms in found.items()}
