"""Finds where claims are made: their reports, with the passage of the document and its place there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.names import POM, RDFS
from pomegraph.questions.blocks import list_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pomegraph.web.questions.request import QuestionService

_AT_ONCE = 500
_REPORTS = f"""\
PREFIX pom: <{POM}>
PREFIX rdfs: <{RDFS}>
SELECT ?claim ?report ?label ?source ?title ?first WHERE {{
  VALUES ?claim {{ %s }}
  ?report pom:reports ?claim ; pom:passage ?passage .
  ?passage rdfs:label ?label ; pom:source ?source . ?source rdfs:label ?title
  OPTIONAL {{ ?passage pom:firstLine ?first }}
}} ORDER BY ?claim ?title ?first ?label ?report"""


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """A report: its IRI, that of the document and its name, and where in it the claim is made."""

    iri: str
    source: str
    title: str
    where: str


def find_reports(service: QuestionService, claims: Iterable[str]) -> dict[str, list[ReportPlace]]:
    """Return the reports of each of some claims, by documents and then in their order there."""
    found: dict[str, list[ReportPlace]] = {}
    for block in list_blocks(claims, _AT_ONCE):
        for claim, report, label, source, title, first in service.select(_REPORTS % block).rows:
            where = str(label).removeprefix(f"{title}, ")
            shown = where if first is None else where.replace("-", "\u2013")
            found.setdefault(str(claim), []).append(ReportPlace(str(report), str(source), str(title), shown))
    return found
