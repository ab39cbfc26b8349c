"""What the graph says of a thing, as a page and as data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from support.asked import BROWSER, EXAMPLAMIDE, make_asking_client
from support.endpoint import make_client
from support.html_pages import read


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_asking_client(built, tmp_path_factory.mktemp("described"))


def test_thing_is_described_with_what_leads_to_it(client: FlaskClient) -> None:
    page = read(client, f"/describe?iri={EXAMPLAMIDE}")

    assert page.texts["h1"] == ["exemplamide"]
    assert page.texts["h2"] == ["What the graph says of it", "What leads to it"]
    assert "Exampla" in page.texts["dd"]


def test_description_can_be_had_as_data(client: FlaskClient) -> None:
    response = client.get(f"/describe?iri={EXAMPLAMIDE}", headers={"Accept": "application/n-triples"})

    assert response.mimetype == "application/n-triples"
    assert f"<{EXAMPLAMIDE}>" in response.text


@pytest.mark.parametrize(
    ("iri", "status"),
    [
        ("https://example.org/nothing", 404),
        ("", 400),
        ("drug", 400),
        ("https://example.org/> ?p ?o } #", 400),
        ("https://example.org/a b", 400),
        ("https://example.org/\n", 400),
    ],
)
def test_what_the_graph_does_not_know_is_told(client: FlaskClient, iri: str, status: int) -> None:
    response = client.get("/describe", query_string={"iri": iri}, headers={"Accept": BROWSER})

    assert response.status_code == status
    assert "What would work:" in response.text


def test_address_that_is_no_web_page_is_no_link() -> None:
    page = read(make_client(), "/describe?iri=https://example.org/apple")
    links = [str(found["href"]) for found in page.find("a")]

    assert not [link for link in links if link.startswith("javascript:")]
    assert re.search("javascript:alert", " ".join(page.texts["span"]))
