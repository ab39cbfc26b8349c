"""What stands beside an answer: what speaks against its claims, how current its sources are."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph

from pomegraph.questions.background import Background, Caution, SourceFacts, find_background
from pomegraph.sparql.results import Table, read_table

BASE = "https://w3id.org/pomegraph/"
DATA = f"""
@prefix pom: <{BASE}ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@base <{BASE}> .
<claim/1> pom:reportedIn <passage/page/1> . <claim/2> pom:reportedIn <passage/label/1> .
<claim/3> pom:reportedIn <passage/page/1> .
<passage/page/1> pom:source <source/page> ; rdfs:label "A page, line 1" .
<passage/label/1> pom:source <source/label> ; rdfs:label "A label, section 1" .
<source/page> rdfs:label "A page" ; pom:kind <concept/secondary-page> ; pom:lastModified "2025-12-04" ;
  pom:reviewStatus <concept/pending> .
<source/label> rdfs:label "A label" ; pom:kind <concept/label> ; dcterms:date "2/2025" .
<concept/secondary-page> rdfs:label "secondary page" . <concept/label> rdfs:label "drug label" .
<concept/pending> rdfs:label "pending" . <concept/contradicted> rdfs:label "contradicted" .
<concept/confirmed> rdfs:label "confirmed" . <concept/high> rdfs:label "high" .
<report/1> pom:reports <claim/1> ; pom:passage <passage/page/1> ; pom:note "unless it is late" .
<report/2> pom:reports <claim/1> ; pom:passage <passage/label/1> ; pom:note "at night" .
<verdict/1> pom:judges <claim/1> ; pom:verdict <concept/contradicted> ; pom:grounds "The label says 3 mg." ;
  pom:confidence <concept/high> ; pom:primaryClaim <claim/2> .
<verdict/3> pom:judges <claim/3> ; pom:verdict <concept/confirmed> ; pom:grounds "So it is." ;
  pom:confidence <concept/high> .
"""


def make_select() -> Callable[[str], Table]:
    store = pyoxigraph.Store()
    store.load(DATA.encode(), format=pyoxigraph.RdfFormat.TURTLE)

    def select(query: str) -> Table:
        found = store.query(query)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        return read_table(found.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b"")

    return select


def find(*names: str) -> Background:
    return find_background(make_select(), [BASE + name for name in names])


def test_claim_that_is_contradicted_says_so_with_the_evidence() -> None:
    found = find("claim/1", "drug/x")

    caution = Caution("contradicted", "The label says 3 mg.", "high", ("A label, section 1",))
    assert found.cautions == {BASE + "claim/1": (caution,)}
    assert found.warn(BASE + "claim/1") == "contradicted: The label says 3 mg."


def test_claim_that_is_confirmed_needs_no_caution() -> None:
    assert find("claim/3").cautions == {}


def test_sources_of_claims_are_told_with_date_and_review() -> None:
    page = SourceFacts("A page", "secondary page", ("2025-12-04",), ("pending",))

    assert find("claim/1").sources == {BASE + "source/page": page}
    assert find("source/page", "claim/2").sources[BASE + "source/label"].dates == ("2/2025",)


def test_what_is_noted_is_told_of_the_documents_of_a_row() -> None:
    found, claim = find("claim/1"), BASE + "claim/1"

    assert found.note([claim, BASE + "source/page"]) == "unless it is late"
    assert found.note([claim]) == "at night; unless it is late"
    assert found.note([BASE + "claim/2"]) == ""
    assert found.to_plain()["notes"][claim][0] == {"source": BASE + "source/label", "text": "at night"}


def test_json_has_the_notice_and_names() -> None:
    plain = find("claim/1").to_plain()

    assert plain["notice"].startswith("No medical advice.")
    assert plain["cautions"][BASE + "claim/1"][0]["evidence"] == ("A label, section 1",)
    assert list(plain["sources"]) == [BASE + "source/page"]


def test_nothing_is_asked_where_no_claim_is_named() -> None:
    def refuse(query: str) -> Table:
        raise AssertionError(query)

    assert find_background(refuse, [BASE + "drug/x"]) == Background()


def test_sources_are_left_out_where_nobody_is_told_of_them() -> None:
    names = [f"{BASE}claim/1", f"{BASE}source/label"]
    found = find_background(make_select(), names, with_sources=False)

    assert (list(found.cautions), found.sources) == ([f"{BASE}claim/1"], {})
