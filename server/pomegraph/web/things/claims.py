"""Lists the claims on a thing, kind by kind, as sections of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.names import POM, RDFS
from pomegraph.sparql.results import read_table
from pomegraph.web.things.sections import PagePart, PageSection

if TYPE_CHECKING:
    from collections.abc import Collection

    from pomegraph.web.questions.request import QuestionService

_MOST_KINDS, _MOST_CLAIMS = 14, 5
# More lists are folded: each is found by its heading, and none is in the way of the next.
_MOST_OPEN = 3
_KINDS = f"""\
PREFIX pom: <{POM}>
PREFIX rdfs: <{RDFS}>
SELECT ?kind ?name ?claims WHERE {{
  {{ SELECT ?kind (COUNT(DISTINCT ?claim) AS ?claims) WHERE {{ ?claim ?leads <%s> ; a ?kind }} GROUP BY ?kind }}
  ?kind rdfs:subClassOf pom:Claim ; rdfs:label ?name
}} ORDER BY DESC(?claims) ?kind LIMIT {_MOST_KINDS}"""


def list_claim_sections(service: QuestionService, iri: str, told: Collection[str] = ()) -> list[PageSection]:
    """Return a section for each kind of claim on a thing that is not told yet, that of which there are most first.

    Raises:
        PomegraphError: the engine has no answer.
    """
    table = read_table(service.results.ask(_KINDS % iri).body)
    rows = [(str(kind), str(name), number) for kind, name, number in table.rows]
    rows = [row for row in rows if row[0].removeprefix(POM) not in told]
    return [
        PageSection(
            f"{name[:1].upper()}{name[1:]}: {number} claim{'' if number == 1 else 's'}",
            (PagePart("what is said", ("says",)),),
            short=name,
            is_narrow=True,
            is_folded=len(rows) > _MOST_OPEN,
            most=_MOST_CLAIMS,
            query=f"SELECT ?says ?claim (COUNT(DISTINCT ?report) AS ?reports) WHERE {{\n"
            f"  ?claim ?leads <this> ; a <{kind}> ; rdfs:label ?says . ?report pom:reports ?claim\n}} "
            "GROUP BY ?says ?claim ORDER BY DESC(?reports) ?says ?claim",
        )
        for kind, name, number in rows
    ]
