"""What a page of a thing is made of: sections, each of which is the answer to a question, as data."""

from __future__ import annotations

from dataclasses import dataclass, field

# What stands for the thing of the page: among the values of parameters, and in queries.
THIS, ANY = "<this>", "*"


@dataclass(frozen=True, slots=True)
class PagePart:
    """A column of a section, put together of columns of the answer.

    Args:
        title: Its heading.
        columns: The columns of the answer that are in it. A figure has value, lower end, upper end, unit and the words
            that stand where there is no value; an interval has its limits and its level. An empty name is left out.
        form: text, figure, bar (a figure with a bar), interval, or link (the heading, which leads to what is there).
        kind: The kind of thing that its texts name, so that they lead there; or several, with blanks between them.
    """

    title: str
    columns: tuple[str, ...]
    form: str = "text"
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PageSection:
    """A part of a page: rows of an answer, in a table that is short enough to be read.

    Args:
        title: Its heading.
        parts: The columns that are shown. Rows that are alike in all of them are one row, with all who say so.
        question: The question that is asked; a section is left out where there is none of this name.
        given: What it is asked for, by the kind that a parameter takes, the first of several: the thing, everything, or
            what a query finds.
        query: SPARQL instead of a question, where none gives such rows.
        rest: The question that gives all of it where there is a query, as its address below that of all questions.
        short: What the list of contents calls it, if that is not its heading.
        grouped: The columns whose values head groups of rows.
        gathered: The columns whose values stand together in one row, where rows are alike in all others.
        needed: The columns without which a row is left out.
        barred: The columns with which a row is left out: another section has it.
        order: What finds the values of the first column that heads groups, those that come first, first; of several
            such queries, what the first finds comes before what the next one finds.
        most: How many rows are shown at most.
        note: What a reader must know of it.
        is_told: Whether it is shown who says so.
        is_warned: Whether it is shown what speaks against them, where no column tells it.
        is_ranked: Whether what most documents say comes first.
        is_narrow: Whether half of a wide page is enough for it.
        is_folded: Whether it is folded away below its heading.
        is_drawn: Whether the chart of its question stands for its rows, which are folded away; else it is the chart.
    """

    title: str
    parts: tuple[PagePart, ...]
    question: str = ""
    given: tuple[tuple[str, str], ...] = ()
    query: str = ""
    rest: str = ""
    short: str = ""
    grouped: tuple[str, ...] = ()
    gathered: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    most: int = 6
    note: str = ""
    is_told: bool = True
    is_warned: bool = True
    is_ranked: bool = False
    is_narrow: bool = False
    is_folded: bool = False
    is_drawn: bool = False

    def list_columns(self) -> tuple[str, ...]:
        """Return the columns of the answer that are shown, those that head groups first."""
        return (*self.grouped, *(name for part in self.parts for name in part.columns if name))


@dataclass(frozen=True, slots=True)
class Composition:
    """What the page of a kind of thing is made of.

    Args:
        name: What such a thing is called.
        sections: The parts of the page, in their order.
        facts: The properties that are told first, by their names in the ontology; then come all others.
        hidden: The properties that the sections tell.
        has_claims: Whether the claims on it are listed by their kinds.
        told: The kinds of claims that the sections tell, by their names in the ontology: these are not listed again.
    """

    name: str
    sections: tuple[PageSection, ...] = ()
    facts: tuple[str, ...] = ()
    hidden: frozenset[str] = field(default_factory=frozenset)
    has_claims: bool = True
    told: frozenset[str] = field(default_factory=frozenset)


def plain(title: str, column: str = "", kind: str = "") -> PagePart:
    """Return a part that shows one column; it is called like its heading unless told otherwise."""
    return PagePart(title, (column or title.lower(),), kind=kind)


def figure(title: str, *columns: str, form: str = "figure") -> PagePart:
    """Return a part that shows a value with its unit."""
    return PagePart(title, columns, form)


def interval(lower: str = "lower", upper: str = "upper", level: str = "level") -> PagePart:
    """Return a part that shows a confidence interval."""
    return PagePart("interval", (lower, upper, level), "interval")
