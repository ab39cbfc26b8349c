"""Parts of answers: by limit and offset, with the true total and links to the others."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.http import parse_options_header

from support.asked import BASE, make_asking_client

CLAIMS = 13


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_asking_client(built, tmp_path_factory.mktemp("questions"))


def link_to(header: str, relation: str) -> str | None:
    links = [parse_options_header(link.strip()) for link in header.split(", <")]
    return next((link.strip("<>") for link, options in links if options.get("rel") == relation), None)


@pytest.mark.parametrize("extension", ["json", "csv", "tsv", "srj", "xml"])
def test_parts_fit_together(client: FlaskClient, extension: str) -> None:
    path: str | None = f"/questions/claims.{extension}?limit=5"
    sizes, totals = [], set()
    while path:
        response = client.get(path)
        sizes.append(response.text.count(f"{BASE}claim/"))
        totals.add(response.headers["X-Total-Count"])
        path = link_to(response.headers["Link"], "next")

    assert len(sizes) == 3
    assert totals == {str(CLAIMS)}


def test_rows_of_the_parts_are_those_of_the_whole(client: FlaskClient) -> None:
    whole = list(csv.reader(io.StringIO(client.get("/questions/claims.csv").text)))
    parts = [client.get(f"/questions/claims.csv?limit=5&offset={offset}").text for offset in (0, 5, 10)]
    rows = [row for part in parts for row in list(csv.reader(io.StringIO(part)))[1:]]

    assert rows == whole[1:]


def test_links_lead_to_the_other_parts(client: FlaskClient) -> None:
    header = client.get("/questions/claims?limit=5&offset=5&source=alpha&source=beta").headers["Link"]
    found = {name: parse_qs(urlsplit(link_to(header, name) or "").query) for name in ("first", "prev", "next", "last")}

    assert {name: asked.get("offset", ["0"])[0] for name, asked in found.items()} == {
        "first": "0",
        "prev": "0",
        "next": "10",
        "last": "10",
    }
    assert {tuple(asked["source"]) for asked in found.values()} == {("alpha", "beta")}


def test_links_keep_what_else_was_asked(client: FlaskClient) -> None:
    header = client.get("/questions/claims?format=csv&limit=5&timeout=7.50&source=Alpha").headers["Link"]

    assert link_to(header, "next") == "/questions/claims?source=Alpha&format=csv&timeout=7.5&limit=5&offset=5"


def test_offset_past_the_end_is_an_empty_part(client: FlaskClient) -> None:
    document = client.get("/questions/claims?limit=5&offset=1000").get_json()

    assert document["rows"] == []
    assert document["total"] == CLAIMS
    assert document["links"]["prev"] == "/questions/claims.json?limit=5&offset=10"


@pytest.mark.parametrize(
    "asked", ["limit=0", "limit=-1", "limit=ten", "limit=", "limit=1&limit=2", "offset=1e3", "limit=99999999999"]
)
def test_limit_and_offset_are_whole_numbers(client: FlaskClient, asked: str) -> None:
    response = client.get(f"/questions/claims?{asked}")

    assert response.status_code == 422
    assert response.get_json(force=True)["name"] == asked.partition("=")[0]


def test_graph_has_no_parts(client: FlaskClient) -> None:
    assert client.get("/questions/drug-graph?limit=1").status_code == 422
