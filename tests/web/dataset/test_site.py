"""What crawlers and browsers look for at fixed addresses."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from pomegraph.web.dataset import site
from support.asked import BROWSER
from support.endpoint import make_client

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def list_addresses(client: FlaskClient, path: str) -> list[str]:
    """Return the addresses in a sitemap, or in a list of them."""
    response = client.get(path)
    assert response.mimetype == "application/xml"
    return [found.text or "" for found in ElementTree.fromstring(response.data).iter(f"{SITEMAP}loc")]  # noqa: S314


def test_sitemap_has_every_page_of_a_thing_once(client: FlaskClient) -> None:
    (part,) = list_addresses(client, "/sitemap.xml")
    addresses = list_addresses(client, part.removeprefix("http://localhost"))

    assert len(addresses) == len(set(addresses)) > 100
    assert {"http://localhost/drug/exemplamide.html", "http://localhost/questions/echo"} <= set(addresses)
    paths = [address.removeprefix("http://localhost") for address in addresses]
    assert [path for path in paths if client.get(path, headers={"Accept": BROWSER}).status_code != 200] == []


def test_long_sitemap_has_parts(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list_addresses(client, "/sitemap-1.xml")
    monkeypatch.setattr(site, "MOST", 50)
    parts = [part.removeprefix("http://localhost") for part in list_addresses(client, "/sitemap.xml?new")]

    assert len(parts) > 2
    assert [one for part in parts for one in list_addresses(client, f"{part}?new")] == whole
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404


def test_other_data_have_the_pages_that_there_are() -> None:
    client = make_client()

    assert "http://localhost/void" in list_addresses(client, "/sitemap-1.xml")
    assert client.get("/sitemap-2.xml").status_code == 404


def test_robots_are_told_what_is_for_programs(client: FlaskClient) -> None:
    lines = client.get("/robots.txt").text.splitlines()

    assert "Disallow: /sparql" in lines
    assert "Sitemap: http://localhost/sitemap.xml" in lines
    assert not [line for line in lines if line.startswith("Disallow: /drug")]


def test_search_is_described(client: FlaskClient) -> None:
    response = client.get("/opensearch.xml")
    template = re.search(r'type="text/html" template="http://localhost([^"]*)"', response.text)

    assert response.mimetype == "application/opensearchdescription+xml"
    assert ElementTree.fromstring(response.data).tag.endswith("OpenSearchDescription")  # noqa: S314
    assert template is not None
    assert client.get(template[1].replace("{searchTerms}", "Exampla")).status_code == 200


def test_icon_is_drawn(client: FlaskClient) -> None:
    with client.get("/favicon.ico") as icon:
        assert icon.mimetype == "image/svg+xml"
