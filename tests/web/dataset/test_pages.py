"""The page about the data, and what search engines read in it."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient

from support.addressed import read_links
from support.asked import BASE, BROWSER
from support.endpoint import make_client
from support.html_pages import read

TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
ADDRESS: dict[str, Any] = {"type": "string", "pattern": "^https?://"}
AGENT = {"type": "object", "required": ["@type", "name"], "properties": {"@type": {"enum": ["Person", "Organization"]}}}
# Google Search Central, Dataset structured data: what must be there, what should, and what it has to be.
DATASET = {
    "type": "object",
    "required": ["@context", "@type", "name", "description", "license", "creator", "distribution", "url", "version"],
    "properties": {
        "@context": {"enum": ["https://schema.org/", "https://schema.org"]},
        "@type": {"const": "Dataset"},
        "name": TEXT,
        "description": {"type": "string", "minLength": 50, "maxLength": 5000},
        "license": ADDRESS,
        "url": ADDRESS,
        "identifier": ADDRESS,
        "isAccessibleForFree": {"type": "boolean"},
        "keywords": {"type": "array", "items": TEXT},
        "creator": AGENT,
        "includedInDataCatalog": {"type": "object", "required": ["@type", "name"]},
        "distribution": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["@type", "contentUrl", "encodingFormat"],
                "properties": {"@type": {"const": "DataDownload"}, "contentUrl": ADDRESS, "encodingFormat": TEXT},
            },
        },
    },
}


def read_dataset(client: FlaskClient) -> Any:
    text = client.get("/void.html").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return json.loads(found[1]) if found else None


def test_page_tells_how_much_there_is_of_what(client: FlaskClient) -> None:
    page = read(client, "/void")

    assert page.texts["h1"] == ["The data"]
    assert "drug" in page.texts["a"]


def test_dataset_is_as_search_engines_want_it(client: FlaskClient) -> None:
    jsonschema.validate(read_dataset(client), DATASET)


def test_downloads_are_there(client: FlaskClient) -> None:
    for one in read_dataset(client)["distribution"]:
        with client.get(one["contentUrl"].removeprefix("http://localhost")) as response:
            assert response.status_code == 200


def test_page_is_signposted(client: FlaskClient) -> None:
    links = read_links(client.get("/void.html"))

    assert ("cite-as", f"{BASE}dataset", "") in links
    assert ("type", "https://schema.org/Dataset", "") in links
    assert ("item", "http://localhost/release/pomegraph.ttl", "") in links


@pytest.mark.parametrize("path", ["/void.html", "/void"])
def test_other_data_have_a_page_too(path: str) -> None:
    response = make_client().get(path, headers={"Accept": BROWSER})

    assert "cancer" not in response.text
    assert 'ld+json">' not in response.text
