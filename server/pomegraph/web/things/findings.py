"""Picks findings for the first page out of what is served: a disagreement, a misplaced figure, a mechanism."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pomegraph.names import POM, RDFS
from pomegraph.questions.provenance import find_places
from pomegraph.sparql.results import read_table
from pomegraph.web.questions.labels import build_labels
from pomegraph.web.terms import Shown, cut_text, locate_thing
from pomegraph.web.things.shaping import ShownDocument, list_tellers

if TYPE_CHECKING:
    from pomegraph.web.questions.request import QuestionService

_PREFIXES = f"PREFIX pom: <{POM}>\nPREFIX rdfs: <{RDFS}>\n"
_MOST_SAYINGS, _MOST_DOCUMENTS = 3, 2
# Of a result, as these are what people look for: few answers, of many documents.
_DISAGREEMENT = (
    _PREFIXES
    + """\
SELECT ?thing ?label ?reason (COUNT(DISTINCT ?source) AS ?sources) WHERE {
  ?thing a pom:Disagreement ; rdfs:label ?label ; pom:claim ?claim ; pom:differsBecause/rdfs:label ?reason .
  FILTER NOT EXISTS { ?thing pom:withinOneSource true }
  ?claim a pom:Outcome ; pom:reportedIn/pom:source ?source
} GROUP BY ?thing ?label ?reason
ORDER BY ASC(COUNT(DISTINCT ?claim)) DESC(?sources) ?thing ?label ?reason LIMIT 1"""
)
_SAYINGS = (
    _PREFIXES + "SELECT ?claim ?says WHERE { <%s> pom:claim ?claim . ?claim rdfs:label ?says } ORDER BY ?says ?claim"
)
_MISPLACED = (
    _PREFIXES
    + """\
SELECT ?claim ?says ?reason (MIN(?name) AS ?trial) WHERE {
  ?found a pom:Verdict ; pom:verdict ?verdict ; pom:judges ?claim ; pom:grounds ?reason ;
    pom:attributedTo/rdfs:label ?name .
  FILTER(STRENDS(STR(?verdict), "/belongs-to-another-trial"))
  ?claim rdfs:label ?says
} GROUP BY ?claim ?says ?reason ORDER BY STRLEN(STR(?says)) ?claim ?reason LIMIT 1"""
)
_MECHANISM = (
    _PREFIXES
    + """\
SELECT ?claim ?says (COUNT(DISTINCT ?source) AS ?sources) WHERE {
  ?claim a pom:Mechanism ; pom:via ?way ; pom:agent ?agent ; rdfs:label ?says ; pom:reportedIn/pom:source ?source .
  ?agent a pom:Drug
} GROUP BY ?claim ?says ORDER BY DESC(?sources) ?says ?claim LIMIT 1"""
)


@dataclass(frozen=True, slots=True)
class FindingLine:
    """Something that is said, where it leads, and the documents that say so."""

    saying: Shown
    documents: tuple[ShownDocument, ...]


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """Something that the graph found out.

    Args:
        title: What sort of finding it is.
        about: What it is about, which leads to its page.
        lines: What is said.
        remark: What became of it.
        question: The question that finds all such, and what that asks.
    """

    title: str
    about: Shown | None
    lines: tuple[FindingLine, ...]
    remark: str
    question: str


def list_findings(service: QuestionService) -> list[ShownFinding]:
    """Return one finding of each sort, of those that there are.

    Raises:
        PomegraphError: the engine has no answer.
    """
    found = (_find_disagreement(service), _find_misplaced(service), _find_mechanism(service))
    return [each for each in found if each is not None]


def ask_findings(service: QuestionService) -> None:
    """Ask for the findings, so that the answers are kept.

    Raises:
        PomegraphError: the engine has no answer.
    """
    for query in (_DISAGREEMENT, _MISPLACED, _MECHANISM):
        _select(service, query)


def _select(service: QuestionService, query: str) -> tuple[tuple[Any, ...], ...]:
    return read_table(service.results.ask(query).body).rows


def _find_disagreement(service: QuestionService) -> ShownFinding | None:
    for thing, label, reason, sources in _select(service, _DISAGREEMENT):
        claims = {str(claim): str(says) for claim, says in _select(service, _SAYINGS % thing)[:_MOST_SAYINGS]}
        about = Shown(cut_text(str(label)), locate_thing(str(thing), service.engine.status.base))
        remark = f"{sources} documents. Why they differ: {reason}."
        return ShownFinding("Documents disagree", about, _show_lines(service, claims), remark, "disagreements")
    return None


def _find_misplaced(service: QuestionService) -> ShownFinding | None:
    for claim, says, reason, trial in _select(service, _MISPLACED):
        about, lines = Shown(f"A figure of {trial}"), _show_lines(service, {str(claim): str(says)})
        # What speaks against a claim stands beside its document, unless it is told by primary sources only.
        remark = "" if any(one.reason for line in lines for one in line.documents) else cut_text(str(reason))
        return ShownFinding("A figure stands at the wrong trial", about, lines, remark, "contradicted-by-evidence")
    return None


def _find_mechanism(service: QuestionService) -> ShownFinding | None:
    for claim, says, sources in _select(service, _MECHANISM):
        remark = f"{sources} document{'' if sources == 1 else 's'} say{'s' if sources == 1 else ''} so."
        lines = _show_lines(service, {str(claim): str(says)})
        return ShownFinding("How a drug works", None, lines, remark, "binding-and-degradation")
    return None


def _show_lines(service: QuestionService, claims: dict[str, str]) -> tuple[FindingLine, ...]:
    labels, places = build_labels(service, set(claims), with_sources=False), find_places(service.select, claims)
    return tuple(
        FindingLine(
            Shown(cut_text(says), locate_thing(claim, labels.base)),
            tuple(list_tellers([(claim, "")], labels, places)[:_MOST_DOCUMENTS]),
        )
        for claim, says in claims.items()
    )
