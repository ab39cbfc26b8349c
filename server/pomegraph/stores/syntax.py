"""Says what is wrong with a text that is not SPARQL, as a person would."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pomegraph.errors import QueryError
from pomegraph.names import RDF, XSD
from pomegraph.sparql.outline import VERSIONS, find_unclosed, find_undeclared, find_versions

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
# Sets of characters, such as ['a'..='z'], stand for the inside of names: of no help to a reader.
_CHARACTERS = re.compile(r"\[[^\]]*\](?:\s*\|\s*)?")
# What people use without a thought.
_USUAL = {
    "rdf": RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": XSD,
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
}
_CLOSED_BY = {"{": "}", "(": ")", "[": "]"}


def explain_syntax(message: str, query: str, prefixes: Mapping[str, str]) -> QueryError:
    """Return where a query is not SPARQL, and what could stand there.

    Args:
        message: What the parser of pyoxigraph says.
        query: The text.
        prefixes: Those of the data, which the query may have meant.
    """
    found = _PLACE.fullmatch(message)
    if found is None:
        return QueryError(message)
    if "Prefix not found" in found[3] or not _list_marks(found[3]):
        undeclared = find_undeclared(query)
        if undeclared:
            return _explain_prefix(*undeclared, query, {**_USUAL, **prefixes})
    unclosed = find_unclosed(query)
    if unclosed:
        return _explain_bracket(*unclosed, query)
    line, column = int(found[1]), int(found[2])
    # A keyword alone is where the parser looked last, hardly what is missing.
    expected = _list_tokens(found[3]) if _list_marks(found[3]) else []
    text = f"; expected {'one of ' if len(expected) > 1 else ''}{', '.join(expected)}" if expected else ""
    cure = "" if expected else "look just before this place: something is missing there, or misspelled"
    return QueryError(
        f"line {line}, column {column}: not SPARQL{text}", cure, line=line, column=column, expected=expected
    )


def check_versions(query: str) -> None:
    """Look whether a query declares only versions of SPARQL that are known here.

    Raises:
        QueryError: there is another one.
    """
    for label, start in find_versions(query):
        if label not in VERSIONS:
            line, column = _find_place(query, start)
            raise QueryError(
                f"line {line}, column {column}: VERSION {label[:40]!r} of SPARQL is not known here",
                f"declare one of {', '.join(VERSIONS)}, or none",
                line=line,
                column=column,
            )


def _list_tokens(expected: str) -> list[str]:
    readable = _CHARACTERS.sub("", expected.removeprefix("one of "))
    return [token for part in readable.split(", ") if (token := part.strip()) not in {"", "LATERAL"}]


def _list_marks(expected: str) -> list[str]:
    return [token for token in _list_tokens(expected) if token.startswith('"')]


def _explain_prefix(prefix: str, start: int, query: str, known: Mapping[str, str]) -> QueryError:
    line, column = _find_place(query, start)
    declaration = f"PREFIX {prefix}: <{known.get(prefix, 'https://example.org/')}>"
    other = "" if prefix in known else " with the IRI that it stands for"
    return QueryError(
        f"line {line}, column {column}: the prefix {prefix}: is not declared",
        f"put this line before the query{other}: {declaration}",
        line=line,
        column=column,
    )


def _explain_bracket(sign: str, start: int, query: str) -> QueryError:
    line, column = _find_place(query, start)
    closing = _CLOSED_BY.get(sign)
    fault = f"the {sign} is not closed" if closing else f"the {sign} closes nothing"
    cure = f"add {closing} where it ends" if closing else "take it out, or open what it closes"
    expected = [f'"{closing}"'] if closing else []
    return QueryError(f"line {line}, column {column}: {fault}", cure, line=line, column=column, expected=expected)


def _find_place(text: str, start: int) -> tuple[int, int]:
    before = text[:start]
    return before.count("\n") + 1, start - before.rfind("\n")
