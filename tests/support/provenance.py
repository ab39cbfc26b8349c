"""A few claims with all that provenance tells: two documents, citations, a verdict; and questions on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph

from pomegraph.questions.question import Column, Question
from pomegraph.sparql.results import Table, read_table
from pomegraph.sparql.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Callable

BASE = "https://w3id.org/pomegraph/"
DATA = f"""
@prefix pom: <{BASE}ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@base <{BASE}> .
<source/a> rdfs:label "First page" . <source/b> rdfs:label "Second | page" .
<passage/a/3> pom:source <source/a> ; rdfs:label "First page, lines 3-4" ; pom:firstLine 3 ; pom:lastLine 4 .
<passage/a/20> pom:source <source/a> ; rdfs:label "First page, line 20" ; pom:firstLine 20 ; pom:lastLine 20 .
<passage/b/s> pom:source <source/b> ; rdfs:label "Second | page, section Dose; course" .
<claim/two> rdfs:label "said twice, \\"so\\"" ; pom:reportedIn <passage/b/s> , <passage/a/20> , <passage/a/3> .
<claim/one> rdfs:label "said once" ; pom:reportedIn <passage/b/s> .
<report/1> pom:reports <claim/two> ; pom:passage <passage/a/3> ; pom:cites <reference/1> , <reference/2> .
<report/2> pom:reports <claim/two> ; pom:passage <passage/a/20> ; pom:cites <reference/1> .
<report/3> pom:reports <claim/two> ; pom:passage <passage/b/s> .
<report/4> pom:reports <claim/one> ; pom:passage <passage/b/s> .
<reference/1> rdfs:label "entry 1" . <reference/2> rdfs:label "entry 2" .
<drug/x> rdfs:label "drug x" .
<concept/contradicted> rdfs:label "contradicted" .
<verdict/1> pom:judges <claim/two> ; pom:verdict <concept/contradicted> ; pom:grounds "The label says 3 mg." .
"""
CLAIMS = (Column("drug", "drug", "the drug"), Column("says", "text", "it"), Column("claim", "claim", "the claim"))
TWO, ONE, DRUG = (Iri(f"{BASE}{name}") for name in ("claim/two", "claim/one", "drug/x"))


def make_asked(columns: tuple[Column, ...] = CLAIMS, form: str = "SELECT") -> Question:
    """Return a question that has some columns; nobody runs it."""
    return Question("asked", "What?", "", (), (), form, "", (), columns)


def make_select(data: str = DATA) -> Callable[[str], Table]:
    """Return what answers queries from some Turtle."""
    store = pyoxigraph.Store()
    store.load(data.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return select_from(store)


def select_from(store: pyoxigraph.Store) -> Callable[[str], Table]:
    """Return what answers queries from a store."""

    def select(query: str) -> Table:
        found = store.query(query)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        return read_table(found.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b"")

    return select
