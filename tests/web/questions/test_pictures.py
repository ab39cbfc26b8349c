"""Charts of answers over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from support.asked import make_asking_client


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_asking_client(built, tmp_path_factory.mktemp("questions"))


@pytest.mark.parametrize("extension", ["svg", "dark.svg"])
def test_chart_is_a_picture_that_loads_nothing(client: FlaskClient, extension: str) -> None:
    response = client.get(f"/questions/counts.{extension}")

    assert response.mimetype == "image/svg+xml"
    assert "Exemplamide at a glance" in response.text
    assert "<script" not in response.text
    assert "href" not in response.text


def test_chart_for_the_dark_is_another(client: FlaskClient) -> None:
    assert client.get("/questions/counts.dark.svg").data != client.get("/questions/counts.svg").data


def test_specification_of_a_chart_can_be_had(client: FlaskClient) -> None:
    spec = client.get("/questions/counts.vl.json").get_json(force=True)

    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    assert {row["source"] for row in spec["data"]["values"]} >= {"Exemplamide at a glance"}
