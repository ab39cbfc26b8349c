"""Gathers what the editor completes and offers: prefixes, classes, properties of each, questions.

Things are not among them, for there are more with each drug: the editor asks the search for these.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pomegraph.errors import PomegraphError
from pomegraph.names import RDFS
from pomegraph.sparql.results import read_table
from pomegraph.version import __version__
from pomegraph.web.headers import build_tag
from pomegraph.web.protocol import Call, is_absolute

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pomegraph.web.questions.request import QuestionService

# How many there are at most, the most used first, and characters of each text.
_MOST_CLASSES, _MOST_PAIRS, _MOST_QUESTIONS = 300, 5_000, 300
_LONGEST = 200
_CLASSES = """\
SELECT ?class (COUNT(?thing) AS ?count) WHERE { ?thing a ?class }
GROUP BY ?class ORDER BY DESC(?count) ?class LIMIT %d"""
_PAIRS = """\
SELECT ?class ?property (COUNT(*) AS ?count) WHERE { ?thing a ?class ; ?property ?value }
GROUP BY ?class ?property ORDER BY DESC(?count) ?class ?property LIMIT %d"""
_COMMENTS = f"""\
SELECT ?term ?comment WHERE {{ VALUES ?term {{ %s }} ?term <{RDFS}comment> ?comment }} ORDER BY ?term ?comment"""


@dataclass(slots=True)
class _Term:
    """A class or a property: how often it is used, and of a class the properties that its things have."""

    count: int = 0
    properties: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EditorVocabulary:
    """What the editor completes and offers.

    Args:
        document: As JSON has it; what could not be found out is empty there.
        is_whole: Whether everything could be found out.
    """

    document: dict[str, Any]
    is_whole: bool


class VocabularyBuilder:
    """Builds the vocabulary of the data as they are now, and remembers which data are too large for it."""

    def __init__(self, service: QuestionService) -> None:
        self._service = service
        # Of these data a count took longer than a query may: it is not tried again for each reader.
        self._too_large = ""
        questions = "".join(repr(each) for each in service.catalogue)
        self._program = hashlib.sha256(f"{__version__} {questions}".encode()).hexdigest()

    @property
    def tag(self) -> str:
        """The entity tag, which changes with the data and with the program and its questions."""
        return build_tag(self._service.engine.version, Call(self._program), "vocabulary")

    def build(self) -> EditorVocabulary:
        """Return what the editor completes; of a store elsewhere no more than the prefixes.

        What a limit of queries forbids to find out is left out.
        """
        status, version = self._service.engine.status, self._service.engine.version
        found: dict[str, Any] = {"classes": {}, "properties": {}}
        is_whole = status.store == "remote"
        if not is_whole and version != self._too_large:
            self._too_large = version
            with suppress(PomegraphError):
                found |= _find_terms(self._service)
                is_whole, self._too_large = True, ""
        told = {"version": version, "base": status.base, "prefixes": dict(sorted(status.prefixes.items()))}
        return EditorVocabulary({**told, **found, "questions": list(_list_questions(self._service))}, is_whole)


def _find_terms(service: QuestionService) -> dict[str, Any]:
    """Return classes and properties by IRI, the most used first."""
    classes = {str(name): _Term(count) for name, count in _select(service, _CLASSES % _MOST_CLASSES)}
    properties: dict[str, _Term] = {}
    for name, property_, count in _select(service, _PAIRS % _MOST_PAIRS):
        if str(name) in classes:
            classes[str(name)].properties[str(property_)] = count
        # A thing of several classes counts more than once: only the order matters.
        properties.setdefault(str(property_), _Term()).count += count
    names = [name for name in (*classes, *properties) if is_absolute(name)]
    labels, comments = service.find_labels(names), _find_comments(service, names)

    def describe(name: str, term: _Term) -> dict[str, Any]:
        told = {"label": labels.get(name, ""), "comment": comments.get(name, "")}
        return {
            "count": term.count,
            **{key: _cut(text) for key, text in told.items() if text},
            **({"properties": term.properties} if term.properties else {}),
        }

    ranked = sorted(properties.items(), key=lambda item: (-item[1].count, item[0]))
    return {
        "classes": {name: describe(name, term) for name, term in classes.items()},
        "properties": {name: describe(name, term) for name, term in ranked},
    }


def _find_comments(service: QuestionService, names: Sequence[str]) -> dict[str, str]:
    if not names:
        return {}
    terms = " ".join(f"<{name}>" for name in names)
    return {str(name): str(comment) for name, comment in _select(service, _COMMENTS % terms)}


def _list_questions(service: QuestionService) -> Iterator[dict[str, Any]]:
    """Yield the questions as examples of queries, as they stand."""
    base = service.engine.status.base
    for question in list(service.catalogue)[:_MOST_QUESTIONS]:
        yield {
            "name": question.stem,
            "summary": question.summary,
            "tags": question.tags,
            "query": question.bind({}, base=base),
        }


def _select(service: QuestionService, query: str) -> Sequence[Sequence[Any]]:
    return read_table(service.results.ask(query).body).rows


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + " ..."
