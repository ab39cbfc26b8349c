"""Lists the claims of a graph as search reads them: their kind, the sentence that each makes, what is noted on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.names import POM, RDFS
from pomegraph.sparql.results import read_table

if TYPE_CHECKING:
    from pomegraph.questions.catalogue import Graph

# More would take longer than anybody waits for the first answer of a search.
_MOST = 100_000
_CLAIMS = f"""\
PREFIX pom: <{POM}>
PREFIX rdfs: <{RDFS}>
SELECT ?claim ?kind ?label WHERE {{
  ?claim a pom:Claim ; a ?kind ; rdfs:label ?label .
  FILTER(STRSTARTS(STR(?kind), "{POM}") && ?kind != pom:Claim)
}}
LIMIT {_MOST}"""
_NOTES = f"""\
PREFIX pom: <{POM}>
SELECT ?claim ?note WHERE {{ ?report pom:reports ?claim ; pom:note ?note }}
LIMIT {_MOST}"""


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A claim: its IRI, the local name of its class, the sentence that it makes, what is noted on it anywhere."""

    iri: str
    kind: str
    label: str
    notes: str = ""


def list_claims(graph: Graph) -> list[LabelledClaim]:
    """Return the claims of a graph, a hundred thousand of them at most, once each; none if it has no base of ours."""
    if graph.base is None:
        return []
    notes: dict[str, list[str]] = {}
    for claim, note in read_table(graph.select(_NOTES)).sort().rows:
        notes.setdefault(str(claim), []).append(str(note))
    found: dict[str, LabelledClaim] = {}
    for claim, kind, label in read_table(graph.select(_CLAIMS)).sort().rows:
        noted = "; ".join(notes.get(str(claim), ()))
        found.setdefault(str(claim), LabelledClaim(str(claim), str(kind).removeprefix(POM), str(label), noted))
    return list(found.values())
