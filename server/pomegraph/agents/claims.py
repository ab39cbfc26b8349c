"""Finds claims by the words of their sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pomegraph.agents.compact import Window, tell_rows
from pomegraph.agents.finding import list_stemmed_words
from pomegraph.names import POM, RDFS, iri
from pomegraph.sparql.results import Table
from pomegraph.sparql.terms import Literal, render_term

if TYPE_CHECKING:
    from pomegraph.agents.desk import Desk

_MOST_WORDS, _MOST_CLAIMS, _SHORTEST = 8, 20_000, 2
_SENTENCES = f"""\
PREFIX pom: <{POM}>
PREFIX rdfs: <{RDFS}>
SELECT DISTINCT ?kind ?says ?claim WHERE {{{{
  ?claim a ?class ; rdfs:label ?says ; pom:reportedIn {{passage}} .
  ?class rdfs:subClassOf pom:Claim ; rdfs:label ?kind .
  BIND(LCASE(STR(?says)) AS ?low)
  FILTER({{tests}})
}}}} ORDER BY ?says ?claim LIMIT {_MOST_CLAIMS}"""


def find_claims(desk: Desk, text: str, document: str | None, window: Window) -> dict[str, Any]:
    """Return the claims whose sentences have the most of the words of a text, as rows.

    Args:
        desk: What is asked.
        text: Words.
        document: The IRI of the document that is to say so; None for any.
        window: Which of the rows.

    Raises:
        PomegraphError: the query fails.
    """
    words = [word for word in dict.fromkeys(list_stemmed_words(text)) if len(word) > _SHORTEST][:_MOST_WORDS]
    if not words:
        return tell_rows(desk, Table(("kind", "says", "claim"), ()), window)
    tests = " || ".join(f"CONTAINS(?low, {render_term(Literal(word))})" for word in words)
    passage = f"?passage . ?passage pom:source {iri(document)}" if document else "?passage"
    rows = desk.select(_SENTENCES.format(passage=passage, tests=tests)).rows
    return tell_rows(desk, Table(("kind", "says", "claim"), _rank(rows, words)), window)


def _rank(rows: tuple[tuple[Any, ...], ...], words: list[str]) -> tuple[tuple[Any, ...], ...]:
    """Return rows with the best first: those with the rarest words, then the shortest sentences."""
    low = [str(row[1]).casefold() for row in rows]
    spread = {word: sum(word in text for text in low) for word in words}
    weights = {word: math.log(1 + len(rows) / spread[word]) for word in words if spread[word]}
    ranks = [(-sum(weight for word, weight in weights.items() if word in text), len(text)) for text in low]
    best = [rank for rank, _ in ranks]
    least = min(best, default=0.0) / 2
    order = sorted((number for number in range(len(rows)) if best[number] <= least), key=lambda number: ranks[number])
    return tuple(rows[number] for number in order)
