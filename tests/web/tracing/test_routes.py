"""Tables of figures at /trace: a form, and an answer in the format that is wanted."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from pomegraph.content.folder import Content
from pomegraph.release import Release
from support.asked import BROWSER, make_asking_client
from support.endpoint import make_client
from support.html_pages import Page, read
from support.traced import EXPECTED, TABLE, make_tracing_client


@pytest.fixture(scope="module")
def client(real: Content, real_release: Release) -> FlaskClient:
    return make_tracing_client(real, real_release)


def test_form_works_without_script(client: FlaskClient) -> None:
    page = read(client, "/trace")
    (form,) = [form for form in page.find("form") if form["action"] == "/trace"]

    assert form["method"] == "post"
    assert page.find("textarea", name="table")
    assert len(page.find("script")) == 1


def test_rows_are_answered_in_json(client: FlaskClient) -> None:
    response = client.post("/trace", data=TABLE, content_type="text/csv")
    rows = response.get_json()

    assert {row["id"]: (row["verdict"], row["trials"]) for row in rows} == EXPECTED
    assert all(set(row) == {"id", "verdict", "trials", "claims", "reason"} for row in rows)
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_rows_are_answered_as_a_table(client: FlaskClient, name: str, delimiter: str) -> None:
    response = client.post(f"/trace?format={name}", data=TABLE, content_type="text/plain")
    rows = list(csv.DictReader(io.StringIO(response.text), delimiter=delimiter))

    assert [row["id"] for row in rows] == list(EXPECTED)
    assert rows[0]["claims"].startswith("https://w3id.org/pomegraph/claim/")


def test_format_is_that_which_is_accepted(client: FlaskClient) -> None:
    headers = {"Accept": "text/tab-separated-values"}
    response = client.post("/trace", data=TABLE, content_type="text/csv", headers=headers)

    assert response.mimetype == "text/tab-separated-values"
    assert "Accept" in response.vary


def test_format_that_there_is_not_is_told(client: FlaskClient) -> None:
    response = client.post("/trace?format=xml", data=TABLE, content_type="text/csv")

    assert response.status_code == 406
    assert response.get_json()["formats"] == ["json", "csv", "tsv", "html"]


def test_page_links_claims_and_keeps_the_table(client: FlaskClient) -> None:
    response = client.post("/trace", data={"table": TABLE, "format": "html"}, headers={"Accept": BROWSER})
    page = Page(response.text)

    assert "correct" in page.texts["span"]
    assert any("MM-002: median progression-free survival 4.2 months" in text for text in page.texts["a"])
    assert TABLE.splitlines()[1] in response.text
    assert all(
        client.get(str(link["href"]), follow_redirects=True).status_code == 200
        for link in page.find("a")
        if "claim" in str(link)
    )


def test_markup_in_a_table_stays_text(client: FlaskClient) -> None:
    data = {"table": "id,measure,value\n<b>x</b>,</textarea><i>,1\n"}
    page = Page(client.post("/trace", data=data, headers={"Accept": BROWSER}).text)

    assert not page.find("b")
    assert not page.find("i")


def test_page_of_a_problem_has_the_table(client: FlaskClient) -> None:
    response = client.post("/trace", data={"table": "a,b\n1,2\n"}, headers={"Accept": BROWSER})

    assert response.status_code == 400
    assert "1,2" in response.text
    assert Page(response.text).find("textarea", name="table")


@pytest.mark.parametrize("path", ["/", "/questions", "/openapi"])
def test_page_is_linked(client: FlaskClient, path: str) -> None:
    assert read(client, path).find("a", href="/trace")


def test_description_has_it(client: FlaskClient) -> None:
    operation = client.get("/openapi.json").get_json()["paths"]["/trace"]["post"]

    assert operation["operationId"] == "trace"
    assert set(operation["responses"]["200"]["content"]) >= {"application/json", "text/csv"}


def test_there_is_nothing_where_the_content_has_no_primary_figures(
    built: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert make_client().get("/trace").status_code == 404
    client = make_asking_client(built, tmp_path_factory.mktemp("untraced"))
    assert "/trace" not in client.get("/openapi.json").get_json()["paths"]
