"""The sentence itself is shown where the operator has the document, and never leaves the page."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from pomegraph.web.app import create_app
from pomegraph.web.settings import Settings
from support.asked import BROWSER
from support.endpoint import LIMITS, connect_engine
from support.html_pages import follow
from support.places import ROOT

PAGE = "/passage/alpha/4.html"
WORDS = "It calms the left sprocket"
TEXT = (ROOT / "tests" / "small" / "documents" / "alpha.txt").read_text(encoding="utf-8")


def make_client_with(built: Path, folder: Path | None) -> FlaskClient:
    settings = Settings(release=built / "release", documents=folder)
    return create_app(connect_engine(LIMITS, built / "release"), settings, stream=io.StringIO()).test_client()


@pytest.fixture(scope="module")
def reader(built: Path) -> FlaskClient:
    """A client of a server that has the documents."""
    return make_client_with(built, ROOT / "tests" / "small" / "documents")


def test_lines_of_a_passage_are_shown_in_context(reader: FlaskClient) -> None:
    text = reader.get(PAGE).text

    assert f'data-line="4" class="meant">{WORDS}' in text
    assert '<li value="3" data-line="3">Exemplamide (Exampla)' in text


def test_claim_and_report_show_the_lines_of_their_passage(reader: FlaskClient) -> None:
    report = follow(reader, PAGE, "/report/")

    assert WORDS in reader.get(report, headers={"Accept": BROWSER}, follow_redirects=True).text


def test_page_with_lines_is_kept_by_nobody_and_read_by_no_other_page(reader: FlaskClient) -> None:
    response = reader.get(PAGE, headers={"Origin": "https://example.com"})

    assert response.headers["Cache-Control"] == "private, no-store"
    assert "noarchive" in response.headers["X-Robots-Tag"]
    assert not {"ETag", "Access-Control-Allow-Origin"} & set(response.headers.keys())


@pytest.mark.parametrize("end", ["ttl", "nt", "jsonld", "rdf", "trig"])
def test_lines_are_in_no_data(reader: FlaskClient, end: str) -> None:
    assert WORDS not in reader.get(f"/passage/alpha/4.{end}").text


def test_page_says_which_lines_to_read_where_the_document_is_not_here(client: FlaskClient) -> None:
    response = client.get(PAGE)

    assert "these are the lines to read" in response.text
    assert WORDS not in response.text
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A new line\n" + TEXT, "begins at line 5 of"),
        (TEXT.replace("calms", "soothes"), "The passage has changed"),
        (TEXT.replace("Take about", "Take some"), "The document has changed elsewhere"),
    ],
)
def test_page_says_what_became_of_the_passage(built: Path, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "alpha.txt").write_text(text, encoding="utf-8")

    assert said in make_client_with(built, tmp_path).get(PAGE).text


def test_markup_in_a_document_stays_text(built: Path, tmp_path: Path) -> None:
    lines = TEXT.replace("Exemplamide (Exampla)", "<script>alert(1)</script>")
    (tmp_path / "alpha.txt").write_text(lines, encoding="utf-8")
    page = make_client_with(built, tmp_path).get(PAGE).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
