"""Tables of requests: in any form, up to a size; what is wrong with one is told with its line and a cure."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from pomegraph.content.folder import Content
from pomegraph.release import Release
from pomegraph.web.tracing.request import BOUNDS, LARGEST_TABLE
from support.traced import make_tracing_client

TABLES = {
    "json": ("application/json", '[{"trial": "MM-003", "regimen": "Pd", "measure": "median PFS", "value": 4.2}]'),
    "lines": ("application/x-ndjson", '{"trial": "MM-003", "regimen": "Pd", "measure": "median PFS", "value": 4.2}\n'),
    "tsv": ("text/tab-separated-values", "trial\tregimen\tmeasure\tvalue\nMM-003\tPd\tmedian PFS\t4.2\n"),
    "csv": ("text/csv", "trial named,treatment,endpoint,value\nMM-003,Pd,median PFS,4.2\n"),
}
BAD = {
    "no heading": ("a,b\n1,2\n", 1, "has no column 'value'"),
    "too many rows": ("value\n" + "1\n" * (BOUNDS.rows + 1), BOUNDS.rows + 2, "too many rows"),
    "long cell": (f"value\n{'1' * (BOUNDS.letters + 1)}\n", 2, "too long"),
    "too many bytes": ("v" * (LARGEST_TABLE + 1), 0, "more than 1 MiB"),
    "nothing": ("", 0, "is empty"),
    "broken JSON": ('[{"value": ', 1, "not JSON"),
    "deep JSON": ("[" * 100_000, 1, "not JSON"),
}


@pytest.fixture(scope="module")
def client(real: Content, real_release: Release) -> FlaskClient:
    return make_tracing_client(real, real_release)


@pytest.mark.parametrize("name", TABLES)
def test_table_is_read_in_any_form(client: FlaskClient, name: str) -> None:
    content_type, text = TABLES[name]
    (row,) = client.post("/trace", data=text, content_type=content_type).get_json()

    assert (row["id"], row["verdict"], row["trials"]) == ("1", "correct", ["MM-002"])


@pytest.mark.parametrize("name", BAD)
def test_bad_table_is_told(client: FlaskClient, name: str) -> None:
    text, line, message = BAD[name]
    response = client.post("/trace", data=text, content_type="text/csv")
    problem = response.get_json()

    assert (response.status_code, problem["type"]) == (400, "/problems/table")
    assert message in problem["detail"]
    assert (problem["problems"][0]["line"], bool(problem["cure"])) == (line, True)


def test_first_problems_are_told_of_many(client: FlaskClient) -> None:
    text = "value\n" + f"{'1' * (BOUNDS.letters + 1)}\n" * 100
    problem = client.post("/trace", data=text, content_type="text/csv").get_json()

    assert len(problem["problems"]) == 20
    assert problem["detail"].endswith("and 99 more")


def test_request_without_a_table_is_told(client: FlaskClient) -> None:
    problem = client.post("/trace", data={"format": "json"}).get_json()

    assert (problem["status"], problem["name"]) == (400, "table")


def test_body_of_another_kind_is_told(client: FlaskClient) -> None:
    response = client.post("/trace", data=b"x", content_type="application/pdf")

    assert response.status_code == 415
    assert "text/csv" in response.get_json()["cure"]
