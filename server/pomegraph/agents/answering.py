"""Answers questions and SPARQL for agents: what was asked for first, then bounded rows with their sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pomegraph.agents.compact import tell_rows, tell_values
from pomegraph.questions.following import find_origin, follow_values, word_origin
from pomegraph.questions.meta import MetaFinder
from pomegraph.questions.schema import name_term
from pomegraph.questions.typed import list_texts
from pomegraph.questions.values import read_values
from pomegraph.sparql.formats import Wanted
from pomegraph.sparql.outline import read_outline
from pomegraph.sparql.results import TABLE_FORMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pomegraph.agents.compact import Window
    from pomegraph.agents.desk import Desk
    from pomegraph.questions.meta import AnswerMeta
    from pomegraph.questions.question import Question
    from pomegraph.sparql.terms import RdfTerm

# Characters of a graph in one answer.
_LONGEST_GRAPH = 20_000
_MOST_SHOWN = 10
_PREFIX = re.compile(r"(?<![\w.-])[A-Za-z][\w.-]*:(?!//)")
_TURTLE = Wanted(None, None, "turtle")


def answer_question(desk: Desk, stem: str, values: Mapping[str, Any], window: Window) -> dict[str, Any]:
    """Return what answers a question: the values used, what it leaves out, then rows, or a graph in Turtle.

    Where there are no rows, it tells why, and the values with which there would be some.

    Raises:
        PomegraphError: there is no such question, a value is not understood, or the query fails.
    """
    question, base = desk.catalogue.get(stem), desk.graph.base
    given = _read_given(desk, question, values)
    terms = follow_values(question, read_values(question, given, desk.list_things()), desk.select, base)
    query = question.bind(terms, base=base)
    told: dict[str, Any] = {"asks": question.summary}
    used = question.complete(terms, base=base)
    if used:
        told["values"] = _tell_used(question, used, question.name_anew(given), base)
    if question.form not in TABLE_FORMS:
        return told | _tell_graph(desk, query)
    table = desk.ask(query)
    rows = tell_rows(desk, table, window)
    finder = MetaFinder(desk.catalogue, desk.list_things(), base, desk.select_briefly)
    besides = _tell_meta(finder.find(question, given, terms, len(table.rows)))
    shown = {name for row in rows["rows"] for name in row}
    columns = {one.name: one.means for one in question.columns if one.name in shown}
    return told | ({"columns": columns} if columns else {}) | besides | rows


def answer_sparql(desk: Desk, query: str, window: Window) -> dict[str, Any]:
    """Return the rows of a SPARQL query, or the graph that it makes.

    Raises:
        PomegraphError: it is not a query, or it fails.
    """
    text = _declare(desk, query)
    if read_outline(text).form in TABLE_FORMS:
        return tell_rows(desk, desk.ask(text), window)
    return _tell_graph(desk, text)


def _declare(desk: Desk, query: str) -> str:
    """Return a query with the base and the prefixes that it uses and does not declare."""
    folded = " ".join(query.casefold().split())
    missing = [
        f"PREFIX {prefix}: <{namespace}>"
        for prefix, namespace in sorted(desk.graph.prefixes.items())
        if f"{prefix.casefold()}:" in folded and f"prefix {prefix.casefold()}:" not in folded
    ]
    has_base = desk.graph.base is None or "base <" in folded
    head = missing if has_base else [f"BASE <{desk.graph.base}>", *missing]
    # On one line, so that the lines that an error names are those of the query.
    return f"{' '.join(head)} {query}" if head else query


def _read_given(desk: Desk, question: Question, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return values as people would type them; a document may be named by its number."""
    given = {name: list_texts(name, value) for name, value in values.items() if value is not None}
    for name, texts in given.items():
        parameter = question.find_parameter(name)
        if parameter is not None and parameter.type == "source":
            found = [desk.find_document(text) for text in texts]
            given[name] = [one.id if one else text for one, text in zip(found, texts, strict=True)]
    return given


def _tell_meta(meta: AnswerMeta) -> dict[str, Any]:
    """Return what there is to tell with an answer besides the values that it used."""
    told = {
        "renamed": dict(meta.old_names),
        "why": meta.reason,
        "offers": [{"words": one.words, "values": tell_values(one.values)} for one in meta.offers],
        "left_out": [
            {"words": one.words, "question": one.question, "values": tell_values(one.values)} for one in meta.left_out
        ],
    }
    return {name: value for name, value in told.items() if value}


def _tell_used(
    question: Question, used: Mapping[str, tuple[RdfTerm, ...]], given: Mapping[str, list[str]], base: str | None
) -> dict[str, str]:
    """Return the values of each parameter, and where they are from if nobody gave them."""
    names = {name for name, texts in given.items() if texts}
    place, defaults = find_origin(question, names), question.complete({}, base=base)
    told = {}
    for one in question.parameters:
        follows = place is not None and used[one.name] != defaults[one.name]
        origin = word_origin(place) if place and follows else "example, by default" if one.required else "by default"
        told[one.name] = _show_terms(used[one.name]) + ("" if one.name in names else f" ({origin})")
    return told


def _show_terms(terms: tuple[RdfTerm, ...]) -> str:
    shown = ", ".join(map(name_term, terms[:_MOST_SHOWN])) or "any"
    more = f" and {len(terms) - _MOST_SHOWN} more" if len(terms) > _MOST_SHOWN else ""
    return shown + more


def _tell_graph(desk: Desk, query: str) -> dict[str, Any]:
    turtle = _drop_prefixes(desk.run(query, _TURTLE).decode())
    if len(turtle) <= _LONGEST_GRAPH:
        return {"turtle": turtle}
    cut = turtle[: turtle.rfind("\n", 0, _LONGEST_GRAPH) + 1]
    return {"cut": f"{len(turtle) - len(cut):,} more characters; ask for less", "turtle": cut}


def _drop_prefixes(turtle: str) -> str:
    """Return Turtle without the prefixes that it does not use."""
    lines = turtle.splitlines(keepends=True)
    heads = {line: line.split()[1] for line in lines if line.startswith("@prefix ")}
    body = "".join(line for line in lines if line not in heads)
    used = set(_PREFIX.findall(body))
    return "".join(line for line, prefix in heads.items() if prefix in used) + body
