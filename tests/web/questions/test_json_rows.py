"""Parts of answers: by limit and offset, with the true total and links to the others."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.http import parse_options_header

from pomegraph.web import turns
from pomegraph.web.questions import pages
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


@pytest.fixture
def short(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Return a client of an application in which fewer rows than there are claims can be held at once."""
    client = make_asking_client(built, tmp_path)
    # Things and labels are known from here on.
    client.get("/questions/claims.json")
    monkeypatch.setattr(turns, "MOST_OBJECTS", 3 * (CLAIMS - 2))
    return client


@pytest.mark.parametrize("asked", ["offset=1", f"limit={CLAIMS - 1}"])
def test_answer_that_is_too_long_as_rows_is_a_problem(short: FlaskClient, asked: str) -> None:
    response = short.get(f"/questions/claims.json?{asked}")

    assert response.status_code == 406
    assert response.get_json(force=True)["type"] == "/problems/length"


@pytest.mark.parametrize("extension", ["json", "csv"])
def test_parts_of_an_answer_that_is_too_long_are_given(short: FlaskClient, client: FlaskClient, extension: str) -> None:
    path = f"/questions/claims.{extension}?limit=4&offset=8"
    part, expected = short.get(path), client.get(path)

    assert part.data == expected.data
    assert part.headers["X-Total-Count"] == str(CLAIMS)


def test_page_of_an_answer_that_is_too_long_has_its_rows(short: FlaskClient) -> None:
    page = short.get("/questions/claims?limit=2&offset=8", headers={"Accept": "text/html"}).text

    assert f"Rows 9 to 10 of {CLAIMS}." in page
    assert "too long to be looked through as a whole" in page
    assert "empty in these rows: note" in page


def test_page_has_a_most_of_rows_whatever_is_asked_for(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_ROWS", 5)
    page = client.get("/questions/claims?limit=10", headers={"Accept": "text/html"}).text

    assert f"Rows 1 to 5 of {CLAIMS}." in page
    assert 'href="/questions/claims?limit=10&amp;offset=5" rel="next"' in page


def test_answer_tells_its_values_and_what_would_give_rows(client: FlaskClient) -> None:
    full, empty = (client.get(f"/questions/brand-names.json{given}").get_json()["meta"] for given in ("", "?drug=oil"))

    assert [(one["name"], one["default"]) for one in full["values"]] == [("drug", True)]
    assert (full["reason"], full["offers"]) == (None, [])
    assert empty["values"][0]["default"] is False
    assert [one["page"] for one in empty["offers"]] == ["/questions/brand-names?drug=exemplamide"]
