"""The page at / tells what this is."""

from __future__ import annotations

from pathlib import Path

from pomegraph.release import Release
from support.endpoint import QUADS, make_client
from support.html_pages import Page


def test_front_page_tells_what_is_served() -> None:
    page = make_client(title="Fruit").get("/")

    assert page.mimetype == "text/html"
    assert "<h1>Fruit</h1>" in page.text
    assert f"{QUADS} quads" in page.text
    assert "<textarea" in page.text


def test_front_page_says_nothing_of_drugs_when_other_data_are_served() -> None:
    assert "cancer" not in make_client().get("/").text


def test_front_page_shows_findings_the_search_and_what_there_is(real_release: Release) -> None:
    page = Page(make_client(release=real_release.folder).get("/").text)

    assert page.texts["h3"] == ["Documents disagree", "A figure stands at the wrong trial", "How a drug works"]
    assert [found["action"] for found in page.find("form")] == ["/search"]
    assert {"claims", "drugs", "disagreements"} <= set(page.texts["strong"])


def test_front_page_leads_programs_to_the_description(built: Path) -> None:
    client = make_client(release=built / "release")

    assert client.get("/", headers={"Accept": "text/turtle"}).status_code == 303
