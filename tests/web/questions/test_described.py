"""The way from an answer as a file to what is told of it."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from support.asked import make_asking_client

DESCRIBED = "/questions/echo.csv-metadata.json?text=a"


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_asking_client(built, tmp_path_factory.mktemp("described"))


@pytest.mark.parametrize("extension", ["csv", "tsv", "xml", "srj", "json"])
def test_header_leads_to_the_description(client: FlaskClient, extension: str) -> None:
    ending = "tsv" if extension == "tsv" else "csv"
    link = f'</questions/echo.{ending}-metadata.json?text=a>; rel="describedby"; type="application/csvm+json"'

    assert client.get(f"/questions/echo.{extension}?text=a").headers["Link"] == link


def test_description_tells_of_the_very_answer(client: FlaskClient) -> None:
    response = client.get(DESCRIBED + "&limit=1")
    told = response.get_json(force=True)

    assert response.content_type == "application/csvm+json"
    assert told["url"] == "/questions/echo.csv?text=a&limit=1"
    assert [one["name"] for one in told["tableSchema"]["columns"]][:2] == ["text", "whole"]
    assert told["schema:additionalProperty"][0]["schema:value"] == ["a"]


def test_description_has_the_columns_that_are_added(client: FlaskClient) -> None:
    told = client.get("/questions/claims.csv-metadata.json?with=labels").get_json(force=True)
    header = client.get("/questions/claims.csv?with=labels").text.splitlines()[0]

    assert ",".join(one["titles"] for one in told["tableSchema"]["columns"]) == header


def test_results_have_a_link_in_their_head(client: FlaskClient) -> None:
    plain = json.loads(client.get("/questions/echo.srj?text=a").data)
    head = ET.fromstring(client.get("/questions/echo.xml?text=a").data)[0]  # noqa: S314 - our own

    assert plain["head"]["link"] == [f"http://localhost{DESCRIBED}"]
    assert head[-1].tag.endswith("link")
    assert head[-1].get("href") == f"http://localhost{DESCRIBED}"
    assert plain["head"]["vars"][0] == "text"


@pytest.mark.parametrize("extension", ["srj", "xml"])
def test_length_is_that_of_the_whole(client: FlaskClient, extension: str) -> None:
    for _ in range(2):
        response = client.get(f"/questions/echo.{extension}?text=a", headers={"Accept-Encoding": "identity"})

        assert response.content_length in {None, len(response.data)}


@pytest.mark.parametrize("extension", ["json", "csv", "xml"])
def test_former_name_leads_to_that_of_today(client: FlaskClient, extension: str) -> None:
    links = client.get(f"/questions/right-echo.{extension}?text=a").headers["Link"].split(", ")
    asked = "text=a&choice=right&whole=2"

    assert f'</questions/echo.{extension}?{asked}>; rel="successor-version"' in links
    assert f'</questions/echo?{asked}>; rel="deprecation"; type="text/html"' in links


@pytest.mark.parametrize("path", ["drug-graph.csv-metadata.json", "is-known.csv-metadata.json"])
def test_graph_and_yes_or_no_have_no_description(client: FlaskClient, path: str) -> None:
    assert client.get(f"/questions/{path}?drug=exemplamide").status_code == 406
    assert "describedby" not in client.get("/questions/drug-graph.ttl").headers.get("Link", "")
