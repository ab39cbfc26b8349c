"""What the graph says of a thing outright is told by names, each fact with who says so."""

from __future__ import annotations

from flask.testing import FlaskClient

from pomegraph.names import POM
from pomegraph.sparql.terms import Iri
from pomegraph.web.questions.labels import Labels
from pomegraph.web.things.facts import Sayings
from pomegraph.web.things.sections import Composition
from support.asked import BASE
from support.endpoint import make_client
from support.headed import make_things
from support.html_pages import read

_MATCH = "http://www.w3.org/2004/02/skos/core#{}Match"


def test_fact_leads_to_the_claim_that_says_so(client: FlaskClient) -> None:
    page = read(client, "/drug/exemplamide")
    marks = [str(found["href"]) for found in page.find("a", **{"class": "who"})]

    assert "brand name" in page.texts["a"]
    assert marks
    assert all(mark.startswith("/claim/") for mark in marks)


def test_identifiers_are_told_by_who_gives_them_the_exact_ones_first() -> None:
    says = {
        _MATCH.format("close"): (Iri("http://atc/L04"),),
        _MATCH.format("exact"): (Iri("http://chebi/1"), Iri("https://elsewhere.example/x"), Iri("urn:x:1")),
    }
    found = Sayings(says, {}, {}).list_identifiers({"CHEBI": "http://chebi/", "ATC": "http://atc/"})

    assert [(one.name, one.text, one.link) for one in found] == [
        ("CHEBI", "1", "http://chebi/1"),
        ("elsewhere", "https://elsewhere.example/x", "https://elsewhere.example/x"),
        ("urn", "x:1", ""),
        ("ATC (close)", "L04", "http://atc/L04"),
    ]


def test_identifier_can_be_selected_without_a_script(client: FlaskClient) -> None:
    fields = [found for found in read(client, "/drug/exemplamide").find("input") if "readonly" in found]

    assert "https://w3id.org/pomegraph/drug/exemplamide" in [found["value"] for found in fields]


def test_names_beyond_a_dozen_are_counted() -> None:
    names = tuple(f"name {number}" for number in range(15))

    assert Sayings({"http://www.w3.org/2004/02/skos/core#altLabel": names}, {}, {}).list_names() == (
        list(names[:12]),
        3,
    )


def test_properties_that_a_page_does_not_name_are_apart_if_they_are_not_few() -> None:
    says = {f"{POM}{name}": ("x",) for name in ("website", "inClass", "generation", "doseForm")}
    labels = Labels({}, {}, make_things(), BASE)
    page = Composition("drug", facts=("inClass",))
    with make_client().application.test_request_context("/"):
        first, further = Sayings(says, {}, {}).list_facts(page, labels)
        others = Sayings(says, {}, {}).list_facts(Composition("other"), labels)

    assert (len(first), len(further)) == (1, 3)
    assert (len(others[0]), others[1]) == (4, [])
