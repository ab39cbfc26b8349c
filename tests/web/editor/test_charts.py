"""Charts of any result: which columns are drawn, and what is said where nothing can be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from pomegraph.names import POM
from support.asked import make_asking_client

SIZES = """SELECT ?fruit ?kind ?weight ?count { VALUES (?fruit ?kind ?weight ?count) {
  ("apple" "round" 150.5 3) ("pear" "long" 170 2) ("fig" "long" UNDEF 9) } }"""
DRUGS = f"SELECT ?drug (COUNT(*) AS ?claims) {{ ?drug a <{POM}Drug> ; ?property ?value }} GROUP BY ?drug"


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_asking_client(built, tmp_path_factory.mktemp("drawn"))


def draw(client: FlaskClient, query: str = SIZES, **wish: str) -> Any:
    return client.get("/sparql.vl.json", query_string={"query": query, **wish}).get_json(force=True)


def list_axes(spec: Any) -> list[str]:
    encoding = spec["layer"][0]["encoding"]
    return [encoding["x"].get("field"), encoding["y"].get("field")]


def test_names_stand_beside_the_last_figure(client: FlaskClient) -> None:
    spec = draw(client)

    assert list_axes(spec) == ["count", "fruit"]
    assert spec["title"]["text"] == ["count by fruit"]
    assert spec["layer"][0]["mark"]["type"] == "bar"


def test_reader_chooses_columns_and_mark(client: FlaskClient) -> None:
    spec = draw(client, names="kind", figures="weight", mark="point")

    assert spec["layer"][0]["mark"]["type"] == "point"
    assert spec["layer"][0]["encoding"]["x"]["field"] == "weight"
    assert "Not drawn, for want of a figure: 1 row." in spec["description"]


def test_figures_stand_against_figures_and_a_line_goes_from_left_to_right(client: FlaskClient) -> None:
    assert list_axes(draw(client, names="weight", figures="count")) == ["weight", "count"]
    assert list_axes(draw(client, names="fruit", figures="count", mark="line")) == ["fruit", "count"]


def test_things_are_drawn_by_their_names(client: FlaskClient) -> None:
    assert {row["drug"] for row in draw(client, DRUGS)["data"]["values"]} >= {"exemplamide"}


@pytest.mark.parametrize(
    ("query", "wish", "status", "said"),
    [
        ('SELECT ("a" AS ?b) {}', {}, 406, "no column holds numbers alone"),
        ("SELECT (1 AS ?b) {}", {}, 406, "there is one column only"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", {}, 406, "no format"),
        (SIZES, {"figures": "fruit"}, 400, "no column 'fruit' holds numbers alone"),
        (SIZES, {"names": "colour"}, 400, "no other column 'colour'"),
        (SIZES, {"mark": "pie"}, 400, "no mark 'pie'"),
        ("SELECT", {}, 400, ""),
    ],
)
def test_what_cannot_be_drawn_is_told(
    client: FlaskClient, query: str, wish: dict[str, str], status: int, said: str
) -> None:
    response = client.get("/sparql.svg", query_string={"query": query, **wish})

    assert response.status_code == status
    assert said in response.get_json(force=True)["detail"]
