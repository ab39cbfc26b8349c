"""Gathers what the document of a thing holds: the thing, the claims about it with their reports, the names of all."""

from __future__ import annotations

import itertools
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from pomegraph.names import POM, RDF, RDFS
from pomegraph.questions.blocks import list_blocks
from pomegraph.sparql.formats import Wanted
from pomegraph.sparql.results import read_table
from pomegraph.web.protocol import is_absolute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pomegraph.web.results import Results

# What one part of a document may hold: statements of the thing itself, and others that lead to it.
MOST_OWN, MOST_LEADING = 1_000, 50
_MOST_TRIPLES = 20_000
_AT_ONCE = 1_000
_WANTED = Wanted(None, None, "ntriples")
_SAYS = """\
CONSTRUCT {{ <{iri}> ?property ?value }} WHERE {{
  {{ SELECT ?property ?value WHERE {{ <{iri}> ?property ?value }}
    ORDER BY ?property ?value LIMIT {most} OFFSET {offset} }}
}}"""
_LEADS = "SELECT DISTINCT ?from WHERE {{ ?from ?leads <{iri}> }} ORDER BY ?from LIMIT {most} OFFSET {offset}"
# A claim stands for nothing without its reports; of other things that lead here, this says only how.
_DESCRIBED = (
    f"PREFIX pom: <{POM}> PREFIX rdf: <{RDF}>\n"
    """CONSTRUCT {{ ?found ?property ?value }} WHERE {{
  {{ VALUES ?found {{ {names} }} ?found a ?kind . FILTER(?kind IN (pom:Claim, pom:Report, pom:Verdict))
    ?found ?property ?value }}
  UNION {{ VALUES ?claim {{ {names} }} ?claim a pom:Claim . ?found pom:reports ?claim ; ?property ?value }}
  UNION {{ VALUES ?found {{ {names} }} VALUES ?property {{ rdf:type }} ?found ?property ?value }}
  UNION {{ VALUES ?found {{ {names} }} VALUES ?value {{ <{iri}> }} ?found ?property ?value }}
}} LIMIT {most}"""
)
_LABELS = f"""\
PREFIX rdfs: <{RDFS}>
CONSTRUCT {{{{ ?named rdfs:label ?label }}}}
WHERE {{{{ VALUES ?named {{{{ {{names}} }}}} ?named rdfs:label ?label }}}} LIMIT {{most}}"""


@dataclass(frozen=True, slots=True)
class Holdings:
    """A part of what there is to say of a thing.

    Args:
        triples: What the part holds, sorted by subject.
        is_last: Whether nothing comes after it.
    """

    triples: list[Triple]
    is_last: bool


def gather_holdings(results: Results, iri: str, part: int) -> Holdings:
    """Return a part of what the graph holds of a thing, counted from 1; empty if there is no such part.

    Raises:
        PomegraphError: the engine has no answer.
    """
    offset = part - 1
    own = _construct(results, _SAYS.format(iri=iri, most=MOST_OWN + 1, offset=offset * MOST_OWN))
    query = _LEADS.format(iri=iri, most=MOST_LEADING + 1, offset=offset * MOST_LEADING)
    leading = [str(name) for (name,) in read_table(results.ask(query).body).rows]
    triples = set(own[:MOST_OWN])
    triples.update(_describe(results, iri, leading[:MOST_LEADING]))
    triples.update(_name(results, triples))
    return Holdings(sorted(triples, key=_order(iri)), len(own) <= MOST_OWN and len(leading) <= MOST_LEADING)


def _describe(results: Results, iri: str, names: list[str]) -> list[Triple]:
    sound = " ".join(f"<{name}>" for name in names if is_absolute(name) and name != iri)
    return _construct(results, _DESCRIBED.format(iri=iri, names=sound, most=_MOST_TRIPLES)) if sound else []


def _name(results: Results, triples: Iterable[Triple]) -> list[Triple]:
    """Return the labels of everything that some triples speak of."""
    terms = itertools.chain.from_iterable((one.subject, one.predicate, one.object) for one in triples)
    names = (term.value for term in terms if isinstance(term, NamedNode))
    queries = (_LABELS.format(names=block, most=_MOST_TRIPLES) for block in list_blocks(names, _AT_ONCE))
    return [triple for query in queries for triple in _construct(results, query)]


def _construct(results: Results, query: str) -> list[Triple]:
    with closing(results.open_own(query, _WANTED)) as answer:
        quads = parse(b"".join(answer.body), format=RdfFormat.N_TRIPLES)
        return [quad.triple for quad in quads]


def _order(iri: str) -> Callable[[Triple], tuple[bool, str, str, bool, str]]:
    """Return what sorts triples: those of the thing first, then by subject, as writers of Turtle want them."""
    first = f"<{iri}>"

    def key(triple: Triple) -> tuple[bool, str, str, bool, str]:
        subject, value = str(triple.subject), triple.object
        return subject != first, subject, str(triple.predicate), isinstance(value, Literal), str(value)

    return key
