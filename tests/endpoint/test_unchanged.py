"""Answers that are kept, here or by the client, and are not made or sent again."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from support.asked import BROWSER, EXAMPLAMIDE, make_asking_client
from support.endpoint import read_log


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_asking_client(built, tmp_path_factory.mktemp("questions"))


@pytest.mark.parametrize("extension", ["json", "csv", "srj", "svg", "vl.json"])
def test_answer_that_is_known_is_not_sent_again(client: FlaskClient, extension: str) -> None:
    first = client.get(f"/questions/counts.{extension}")
    second = client.get(f"/questions/counts.{extension}", headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.data) == (304, b"")
    assert second.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize(
    "path", ["/questions", "/questions/claims", "/questions/drug-graph", "/describe?iri=" + EXAMPLAMIDE]
)
@pytest.mark.parametrize("accept", [BROWSER, "*/*"])
def test_page_that_is_known_is_not_sent_again(client: FlaskClient, path: str, accept: str) -> None:
    first = client.get(path, headers={"Accept": accept})
    second = client.get(path, headers={"Accept": accept, "If-None-Match": first.headers["ETag"]})
    other = client.get(path, headers={"Accept": accept, "If-None-Match": '"another"'})

    assert (second.status_code, second.data, second.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert "Accept" in second.vary
    assert (other.status_code, other.data) == (200, first.data)


def test_problem_has_no_tag(client: FlaskClient) -> None:
    response = client.get("/questions/echo?whole=x", headers={"Accept": BROWSER})

    assert (response.status_code, response.headers.get("ETag")) == (422, None)


def test_answer_that_is_known_keeps_its_address(client: FlaskClient) -> None:
    first = client.get("/questions/claims?limit=2")
    second = client.get("/questions/claims?limit=2", headers={"If-None-Match": first.headers["ETag"]})

    assert second.headers["Content-Location"] == first.headers["Content-Location"] == "/questions/claims.json?limit=2"


def test_tags_differ_by_what_is_asked(client: FlaskClient) -> None:
    asked = ["", "?source=alpha", "?limit=1", "?limit=1&offset=1"]
    paths = [f"/questions/claims.{extension}{each}" for extension in ("json", "csv") for each in asked]
    tags = {client.get(path).headers["ETag"] for path in paths}

    assert len(tags) == len(paths)


@pytest.mark.parametrize("extension", ["json", "csv", "svg"])
def test_answer_is_kept(built: Path, tmp_path: Path, extension: str) -> None:
    stream = io.StringIO()
    client = make_asking_client(built, tmp_path, stream)
    answers = [client.get(f"/questions/counts.{extension}", buffered=True).data for _ in range(2)]
    records = read_log(stream)

    assert answers[0] == answers[1]
    assert [record["outcome"] for record in records] == ["done", "cached"]
    assert {record["route"] for record in records} == {"questions"}


@pytest.mark.parametrize("path", ["/questions", "/questions/claims", "/questions/claims.csv", "/questions/counts.svg"])
def test_head_is_get_without_the_body(client: FlaskClient, path: str) -> None:
    get, head = client.get(path), client.head(path)

    assert head.data == b""
    assert head.status_code == 200
    assert (head.mimetype, head.headers.get("ETag")) == (get.mimetype, get.headers.get("ETag"))


def test_questions_are_only_read(client: FlaskClient) -> None:
    assert client.post("/questions/claims").status_code == 405
