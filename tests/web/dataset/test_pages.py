"""The page about the data, and what search engines read in it."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient

from pomegraph.build.release_builder import build_release
from pomegraph.content.folder import Content
from pomegraph.names import Names
from support.addressed import read_links
from support.asked import BASE, BROWSER, make_asking_client
from support.endpoint import make_client
from support.html_pages import read
from support.layers import make_passage, write_layer_folder

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
BY_SA = "https://creativecommons.org/licenses/by-sa/3.0/"
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


def test_licences_of_layers_are_told(small: Content, tmp_path: Path) -> None:
    layer = write_layer_folder(
        tmp_path / "a",
        things=["mesh-c1\tNovamide\tNova\tDrug\t", "mesh-d1\tpain of tests\t\tDisease\t"],
        claims=[make_passage(["Indication", {"drug": "mesh-c1", "disease": "mesh-d1"}, {}])],
    )
    said = {"format": "1.0", "label": "Base", "licence": "CC-BY-SA-3.0", "address": "https://example.org/base"}
    (layer / "layer.json").write_text(json.dumps(said), encoding="utf-8")
    shutil.copytree(small.root, tmp_path / "content")
    built = tmp_path / "out"
    build_release(replace(small, more_layers=(layer,)), built / "release", names=Names(), tell=lambda _: None)
    client = make_asking_client(built, tmp_path / "asked")
    links = read_links(client.get("/void.html"))

    assert read_dataset(client)["license"] == [CC0, BY_SA]
    assert {"CC0-1.0", "CC-BY-SA-3.0"} <= set(read(client, "/void.html").texts["a"])
    assert [target for relation, target, _ in links if relation == "license"] == [CC0, BY_SA]
