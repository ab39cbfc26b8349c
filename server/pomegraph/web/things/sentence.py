"""Finds the sentence itself: the lines of a passage in the documents of the operator, or where they are to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.content.excerpts import PassageLines
from pomegraph.names import POM, RDFS, SCHEMA
from pomegraph.sparql.results import read_table

if TYPE_CHECKING:
    from pomegraph.content.excerpts import DocumentFolder, Excerpt
    from pomegraph.web.questions.request import QuestionService

# A claim has several passages; so many are shown.
_MOST = 3
_PASSAGES = f"""\
PREFIX pom: <{POM}>
PREFIX rdfs: <{RDFS}>
SELECT ?passage ?label ?first ?last ?digest ?file ?document (MIN(?url) AS ?address) WHERE {{
  {{ BIND(<%s> AS ?this) ?this pom:passage|pom:reportedIn ?passage }} UNION {{ BIND(<%s> AS ?passage) }}
  ?passage a pom:Passage ; rdfs:label ?label ; pom:source ?source
  OPTIONAL {{ ?passage pom:firstLine ?first ; pom:lastLine ?last ; pom:textDigest ?digest }}
  OPTIONAL {{ ?source pom:fileName ?file ; pom:sha256 ?document }}
  OPTIONAL {{ ?source <{SCHEMA}url> ?url }}
}} GROUP BY ?passage ?label ?first ?last ?digest ?file ?document
ORDER BY ?file ?first ?label LIMIT {_MOST + 1}"""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A passage with its lines, or with the place where it is to be read.

    Args:
        passage: Its IRI.
        label: What it is called: the document and the place there.
        address: Where the document is on the web; empty if that is not told.
        excerpt: Its lines; None if the document is not here, or the passage is not one of lines.
        has_lines: Whether it is a passage of lines.
    """

    passage: str
    label: str
    address: str
    excerpt: Excerpt | None
    has_lines: bool


def find_sentences(service: QuestionService, iri: str, documents: DocumentFolder | None) -> tuple[list[Sentence], bool]:
    """Return the passages that a passage, a report or a claim is or has, and whether there are more.

    Raises:
        PomegraphError: the engine has no answer.
    """
    rows = read_table(service.results.ask(_PASSAGES % (iri, iri)).body).rows
    found = []
    for passage, label, first, last, digest, file, document, address in rows[:_MOST]:
        has_lines = isinstance(first, int) and isinstance(last, int)
        excerpt = None
        if documents is not None and has_lines and file is not None:
            lines = PassageLines(first, last, str(digest).lower(), str(file), str(document).lower())
            excerpt = documents.find_excerpt(lines)
        link = str(address or "")
        is_link = link.startswith(("https://", "http://"))
        found.append(Sentence(str(passage), str(label), link if is_link else "", excerpt, has_lines))
    return found, len(rows) > _MOST
