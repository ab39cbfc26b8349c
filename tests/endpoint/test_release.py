"""The endpoint in front of a release: what only a release has."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from support.endpoint import ask, make_client

BRAND = "SELECT ?name { ?drug <https://w3id.org/pomegraph/ontology#brandName> ?name }"


@pytest.fixture
def client(built: Path) -> FlaskClient:
    return make_client(release=built / "release")


def test_release_is_answered_from(client: FlaskClient) -> None:
    assert ask(client, BRAND, "text/csv").text == "name\r\nExampla\r\n"


def test_front_page_says_what_this_is(client: FlaskClient) -> None:
    page = client.get("/")

    assert page.mimetype == "text/html"
    assert "evidence graph" in page.text
    assert "no medical advice" in page.text


def test_prefixes_of_the_release_can_be_pasted(client: FlaskClient) -> None:
    page = client.get("/sparql?format=html").text

    assert "PREFIX pom: &lt;https://w3id.org/pomegraph/ontology#&gt;" in page


def test_things_of_the_release_lead_to_their_descriptions(client: FlaskClient) -> None:
    page = ask(client, BRAND.replace("?name", "?drug ?name", 1), format="html").text

    assert ">pomdrug:" in page
    assert 'href="/drug/' in page


def test_source_is_a_graph_below_graphs(client: FlaskClient) -> None:
    response = client.get("/graphs/source/beta")

    assert response.status_code == 200
    assert response.headers["Content-Location"].startswith(
        "/graphs?graph=https%3A%2F%2Fw3id.org%2Fpomegraph%2Fsource%2Fbeta"
    )
