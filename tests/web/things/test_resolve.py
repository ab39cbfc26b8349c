"""Any identifier or name leads to the thing that has it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from pomegraph.questions.things import NamedThing
from pomegraph.web.things.resolve import respond_several
from pomegraph.web.visit import begin_visit
from support.asked import BASE, BROWSER, EXAMPLAMIDE

THING = NamedThing(EXAMPLAMIDE, "drug", "exemplamide")


@pytest.mark.parametrize(
    "name",
    [
        "exemplamide",
        "Exampla",
        " ex-1 ",
        EXAMPLAMIDE,
        "pomdrug:exemplamide",
        "CHEBI:1",
        "chebi:1",
        "http://purl.obolibrary.org/obo/CHEBI_1",
        "http://bio2rdf.org/chebi:1",
        "https://www.ebi.ac.uk/chebi/CHEBI:1",
        "1",
    ],
)
def test_name_leads_to_the_thing(client: FlaskClient, name: str) -> None:
    response = client.get("/resolve", query_string={"id": name})

    assert (response.status_code, response.headers["Location"]) == (303, "/drug/exemplamide")


def test_iri_of_what_is_no_thing_leads_there_too(client: FlaskClient) -> None:
    response = client.get("/resolve", query_string={"id": f"{BASE}passage/alpha/1"})

    assert response.headers["Location"] == "/passage/alpha/1"


def test_unknown_name_is_told_with_those_that_look_like_it(client: FlaskClient) -> None:
    response = client.get("/resolve?id=exemplamid")

    assert response.status_code == 404
    assert "exemplamide" in response.get_json()["suggestions"]


@pytest.mark.parametrize("query", ["", "?id=", "?id=a&id=b", "?id=" + "x" * 501])
def test_what_is_no_name_is_told(client: FlaskClient, query: str) -> None:
    assert client.get(f"/resolve{query}").status_code == 400


def test_name_of_several_things_is_a_choice(client: FlaskClient) -> None:
    with client.application.test_request_context(headers={"Accept": "application/json"}):
        response = respond_several("a name", [(THING, "/drug/exemplamide"), (THING, "/drug/oil")])

    assert response.status_code == 300
    assert [one["address"] for one in response.get_json()["things"]] == ["/drug/exemplamide", "/drug/oil"]


def test_choice_is_a_page_for_people(client: FlaskClient) -> None:
    with client.application.test_request_context(headers={"Accept": BROWSER}):
        begin_visit("0")
        response = respond_several("a name", [(THING, "/drug/exemplamide")])

    assert '<a href="/drug/exemplamide">exemplamide</a> (drug)' in response.get_data(as_text=True)
