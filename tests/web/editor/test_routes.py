"""What the editor asks for over HTTP: kept, tagged, and of this data only."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from support.asked import make_asking_client
from support.endpoint import COLOURS, make_client

WEIGHTS = "SELECT ?fruit ?weight { ?fruit <https://example.org/weight> ?weight }"


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_asking_client(built, tmp_path_factory.mktemp("edited"))


@pytest.mark.parametrize("path", ["/editor.json", "/sparql.svg?query=SELECT (1 AS ?a) (2 AS ?b) {}"])
def test_what_is_known_is_not_sent_again(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    second = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, second.status_code) == (200, 304)
    assert second.data == b""
    assert "must-revalidate" in first.headers["Cache-Control"]


@pytest.mark.parametrize("shape", ["svg", "dark.svg"])
def test_chart_is_a_picture_that_loads_nothing(shape: str) -> None:
    response = make_client().get(f"/sparql.{shape}", query_string={"query": WEIGHTS})

    assert response.mimetype == "image/svg+xml"
    assert "weight by fruit" in response.text
    assert "<script" not in response.text
    assert "href" not in response.text


def test_long_query_is_posted() -> None:
    drawn = make_client().post("/sparql.svg", data={"query": WEIGHTS + "#" * 9_000})

    assert "weight by fruit" in drawn.text


def test_chart_of_what_changes_is_not_kept(client: FlaskClient) -> None:
    response = client.get("/sparql.svg", query_string={"query": 'SELECT ("a" AS ?name) (RAND() AS ?number) {}'})

    assert response.headers["Cache-Control"] == "no-store"


def test_chart_takes_the_place_of_no_format() -> None:
    assert make_client().get("/sparql.csv", query_string={"query": COLOURS}).mimetype == "text/csv"
