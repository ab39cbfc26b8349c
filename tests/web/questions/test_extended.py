"""Answers with added columns over HTTP: in each format, on pages, on other data, refused where they do not fit."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from pomegraph.build.release_builder import build_release
from pomegraph.content.folder import Content
from pomegraph.names import Names
from pomegraph.web import turns
from pomegraph.web.app import create_app
from pomegraph.web.settings import Settings
from support.asked import BASE, BROWSER, make_asking_client, make_questions
from support.endpoint import LIMITS, connect_engine
from support.headed import read
from support.html_pages import Page

CLAIMS = 13
PLAIN = ["source", "claim", "note"]
ADDED = ["claimDocument", "claimPlace", "claimCitation", "claimVerdict", "claimNote"]
NAMED = ["source", "sourceLabel", "claim", "claimLabel", "note"]
BOTH = "with=labels&with=provenance"
FOREIGN = """#+ summary: What is heavy?
#+ columns:
#+   claim: {type: claim, means: what is called a claim here}

SELECT ?claim
WHERE { ?claim <https://example.org/weight> ?weight }
ORDER BY ?claim
"""


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_asking_client(built, tmp_path_factory.mktemp("extended"))


def read_rows(client: FlaskClient, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(path).text)))


@pytest.mark.parametrize(
    ("asked", "columns"),
    [
        ("", PLAIN),
        ("?with=", PLAIN),
        ("?with=labels", NAMED),
        ("?with=provenance", [*PLAIN, *ADDED]),
        (f"?{BOTH}", [*NAMED, *ADDED]),
        ("?with=provenance&with=labels&with=labels", [*NAMED, *ADDED]),
    ],
)
def test_columns_are_those_that_were_asked_for(client: FlaskClient, asked: str, columns: list[str]) -> None:
    document = client.get(f"/questions/claims.json{asked}").get_json()

    assert list(read_rows(client, f"/questions/claims.csv{asked}")[0]) == columns
    assert [column["name"] for column in document["columns"]] == columns
    assert {tuple(row) for row in document["rows"]} == {tuple(columns)}


@pytest.mark.parametrize(("extension", "form"), [("srj", "JSON"), ("xml", "XML"), ("tsv", "TSV")])
def test_every_format_has_the_same_rows(client: FlaskClient, extension: str, form: str) -> None:
    response = client.get(f"/questions/claims.{extension}?{BOTH}")
    found = parse_query_results(response.data, getattr(QueryResultsFormat, form))

    assert isinstance(found, QuerySolutions)
    rows = [{name: getattr(row[name], "value", "") for name in (*NAMED, *ADDED)} for row in found]
    assert rows == read_rows(client, f"/questions/claims.csv?{BOTH}")
    assert response.headers["Content-Location"] == f"/questions/claims.{extension}?{BOTH}"


def test_rows_are_those_without_additions(client: FlaskClient) -> None:
    rows = read_rows(client, f"/questions/claims.csv?{BOTH}")

    assert [{name: row[name] for name in PLAIN} for row in rows] == read_rows(client, "/questions/claims.csv")
    assert len(rows) == CLAIMS


def test_row_of_a_document_has_its_place_there(client: FlaskClient) -> None:
    rows = read_rows(client, "/questions/claims.csv?with=provenance&source=alpha")

    assert {row["claimDocument"] for row in rows} == {"Exemplamide at a glance"}
    assert {row["claimPlace"] for row in rows} >= {"line 1", "lines 3-4; line 7"}
    assert {(row["claimCitation"], row["claimVerdict"]) for row in rows} == {("", "")}


def test_format_may_be_accepted(client: FlaskClient) -> None:
    response = client.get("/questions/claims?with=provenance", headers={"Accept": "text/csv"})

    assert response.content_type == "text/csv; charset=utf-8"
    assert "Accept" in response.headers["Vary"]
    assert response.text.splitlines()[0] == ",".join([*PLAIN, *ADDED])


@pytest.mark.parametrize("extension", ["json", "csv", "tsv"])
def test_part_is_extended_and_leads_to_the_next(client: FlaskClient, extension: str) -> None:
    response = client.get(f"/questions/claims.{extension}?with=provenance&limit=5&offset=5")

    assert response.text.count(f"{BASE}claim/") == 5 if extension != "json" else len(response.get_json()["rows"]) == 5
    assert "claimPlace" in response.text
    assert response.headers["X-Total-Count"] == str(CLAIMS)
    assert "with=provenance&limit=5&offset=10" in response.headers["Link"]


@pytest.mark.parametrize("extension", ["json", "csv"])
def test_tag_is_that_of_the_columns(client: FlaskClient, extension: str) -> None:
    tags = {
        asked: client.get(f"/questions/claims.{extension}{asked}").headers["ETag"]
        for asked in ("", "?with=labels", "?with=provenance", f"?{BOTH}")
    }
    again = client.get(f"/questions/claims.{extension}?{BOTH}", headers={"If-None-Match": tags[f"?{BOTH}"]})

    assert len(set(tags.values())) == 4
    assert again.status_code == 304


def test_second_answer_is_the_first_one(client: FlaskClient) -> None:
    path = f"/questions/claims.csv?{BOTH}&limit=3"

    assert client.get(path).data == client.get(path).data
    assert client.head(path).data == b""


def test_links_of_rows_keep_the_additions(client: FlaskClient) -> None:
    links = client.get("/questions/claims.json?with=provenance&limit=5").get_json()["links"]

    assert {name for name, link in links.items() if "with=provenance" not in link} == {"query"}


@pytest.mark.parametrize("extension", ["json", "csv"])
def test_answer_that_is_too_long_to_be_extended_is_a_problem(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extension: str
) -> None:
    client = make_asking_client(built, tmp_path)
    client.get(f"/questions/claims.{extension}?{BOTH}&limit=3")
    monkeypatch.setattr(turns, "MOST_OBJECTS", 3 * (CLAIMS - 2))
    response = client.get(f"/questions/claims.{extension}?{BOTH}")

    assert response.status_code == 406
    assert "ask for fewer rows" in response.get_json(force=True)["cure"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("claims.csv?with=provenence", "choose one of labels, provenance"),
        ("claims.json?with=all", "'with' does not take 'all'"),
        ("counts.csv?with=provenance", "names no claim, so there is no provenance to add"),
        ("echo.json?with=labels", "names no thing by its IRI"),
        ("is-known?with=provenance&drug=oil", "names no claim"),
        ("drug-graph.ttl?with=labels", "is a graph, to which no columns can be added"),
    ],
)
def test_what_does_not_fit_is_a_problem_with_a_cure(client: FlaskClient, path: str, message: str) -> None:
    response = client.get(f"/questions/{path}")
    told = response.get_json(force=True)

    assert (response.status_code, told["name"]) == (422, "with")
    assert message in f"{told['detail']}; {told['cure']}"


def test_list_tells_what_can_be_added(client: FlaskClient) -> None:
    told = {each["stem"]: each["with"] for each in client.get("/questions").get_json()["questions"]}

    assert told["claims"] == ["labels", "provenance"]
    assert told["echo"] == told["drug-graph"] == told["is-known"] == []


# On pages.


def get_page(client: FlaskClient, path: str) -> Page:
    return Page(client.get(f"/questions/{path}", headers={"Accept": BROWSER}).text)


def test_page_offers_the_switch_only_where_it_works(client: FlaskClient) -> None:
    off, on = (get_page(client, f"claims?{asked}").find("input", name="with") for asked in ("", "with=provenance"))

    assert [field["value"] for field in off] == ["provenance"]
    assert "checked" not in off[0]
    assert "checked" in on[0]
    assert not get_page(client, "counts").find("input", name="with")


def test_page_shows_where_each_claim_is_made(client: FlaskClient) -> None:
    page = get_page(client, "claims?with=provenance")
    heads = [text for text in page.texts["th"] if text.startswith("claim ")]

    assert heads == ["claim document", "claim place", "claim citation", "claim verdict", "claim note"]
    assert page.find("a", href="/source/alpha")
    assert page.find("a", href="/passage/alpha/1")
    assert "claimVerdict" in page.texts["code"]


def test_page_shows_labels_anyway(client: FlaskClient) -> None:
    page, plain = (get_page(client, f"claims{asked}") for asked in ("?with=labels", ""))

    assert page.texts["th"] == plain.texts["th"]


def test_tables_to_download_have_names_beside_iris(client: FlaskClient) -> None:
    links = {str(found["href"]) for found in get_page(client, "claims?with=provenance").find("a") if found.get("href")}

    assert {f"/questions/claims.csv?{BOTH}", f"/questions/claims.tsv?{BOTH}"} <= links
    assert "/questions/claims.json?with=provenance" in links
    assert "/questions/echo.csv" in {found["href"] for found in get_page(client, "echo").find("a")}


def test_page_of_a_wrong_switch_has_the_form(client: FlaskClient) -> None:
    response = client.get("/questions/claims?with=everything", headers={"Accept": BROWSER})

    assert response.status_code == 422
    assert Page(response.text).find("input", name="with")


def test_picture_is_the_same_with_additions(client: FlaskClient) -> None:
    page = get_page(client, "counts")

    assert page.find("img", src="/questions/counts.svg")


# On other data.


def test_release_of_another_base_is_told_of(small: Content, built: Path, tmp_path: Path) -> None:
    base = "https://example.org/kg/"
    build_release(small, tmp_path / "release", names=Names(base), tell=lambda _: None)
    settings = Settings(release=tmp_path / "release", questions=make_questions(built, tmp_path))
    client = create_app(connect_engine(LIMITS, tmp_path / "release"), settings, stream=io.StringIO()).test_client()
    rows = read_rows(client, f"/questions/claims.csv?{BOTH}")

    assert {row["sourceLabel"] for row in rows} == {"Exemplamide at a glance", "Notes on exemplamide"}
    assert all(row["claim"].startswith(base) and re.match("lines? ", row["claimPlace"]) for row in rows)


def test_data_of_others_have_empty_cells(tmp_path: Path) -> None:
    settings = Settings(release=None, questions=(read(tmp_path, FOREIGN),))
    client = create_app(connect_engine(), settings, stream=io.StringIO()).test_client()
    rows = client.get(f"/questions/x.json?{BOTH}").get_json()["rows"]

    assert [row.pop("claim") for row in rows] == ["https://example.org/apple", "https://example.org/pear"]
    assert {value for row in rows for value in row.values()} == {None}
    assert client.get(f"/questions/x?{BOTH}", headers={"Accept": BROWSER}).status_code == 200


def test_text_of_a_label_cannot_break_out_of_its_cell(small: Content, built: Path, tmp_path: Path) -> None:
    label = '=1+1, "a" | <b>\\u0009'
    path = small.root / "data" / "sources" / "alpha.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("label: Exemplamide at a glance", f"label: {json.dumps(label)}", 1), encoding="utf-8")
    build_release(small, tmp_path / "release", names=Names(), tell=lambda _: None)
    settings = Settings(release=tmp_path / "release", questions=make_questions(built, tmp_path))
    client = create_app(connect_engine(LIMITS, tmp_path / "release"), settings, stream=io.StringIO()).test_client()
    rows = read_rows(client, f"/questions/claims.csv?source=alpha&{BOTH}")

    assert {row["sourceLabel"] for row in rows} == {label}
    assert {row["claimDocument"] for row in rows} == {label.replace(" | ", " / ")}
    page = client.get("/questions/claims?source=alpha&with=provenance", headers={"Accept": BROWSER}).text
    assert "<b>" not in page
