"""The page at / tells what this is."""

from __future__ import annotations

from support.endpoint import QUADS, make_client


def test_front_page_tells_what_is_served() -> None:
    page = make_client(title="Fruit").get("/")

    assert page.mimetype == "text/html"
    assert "<h1>Fruit</h1>" in page.text
    assert f"{QUADS} quads" in page.text
    assert "<textarea" in page.text


def test_front_page_says_nothing_of_drugs_when_other_data_are_served() -> None:
    assert "cancer" not in make_client().get("/").text
