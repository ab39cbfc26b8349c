"""Pages on paper: nothing is wider than the sheet, nothing is dark, and nothing that is for screens is left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pomegraph.release import Release
from support.servers import Server, run_pomegraph

pytestmark = pytest.mark.slow
# A4 without margins of 13 mm, upright and on its side, in pixels of CSS.
UPRIGHT, SIDEWAYS = 695, 1024
PATHS = {
    "/": UPRIGHT,
    "/drug/pomalidomide": UPRIGHT,
    "/trial/icaria-mm": UPRIGHT,
    "/disease/multiple-myeloma": UPRIGHT,
    "/claim/35af7321f863382b2bc5": UPRIGHT,
    "/source/003-droracle": UPRIGHT,
    "/disagreement/generic-name": UPRIGHT,
    "/questions": UPRIGHT,
    "/questions/disagreements": UPRIGHT,
    "/questions/hazard-ratios": UPRIGHT,
    "/questions/full-dose": UPRIGHT,
    "/questions/trial-results": UPRIGHT,
    "/questions/sources": SIDEWAYS,
    "/questions/affected-cells": SIDEWAYS,
    "/search?q=dialysis": UPRIGHT,
    "/sparql?query=SELECT+*+{?s+?p+?o}+LIMIT+20": UPRIGHT,
}
_WIDER = """() => [...document.body.querySelectorAll("*")]
  .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(each => each.outerHTML.slice(0, 80))"""
_LEFT = """() => [...document.querySelectorAll("form, nav, select, textarea, input:not([readonly]), summary")]
  .filter(each => each.checkVisibility() && !each.closest(".why, .folded")).map(each => each.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def server(real_release: Release) -> Iterator[Server]:
    with run_pomegraph("--release", str(real_release.folder), "--workers", "1") as found:
        yield found


def open_printed(server: Server, browser: Any, path: str, width: int = UPRIGHT) -> Any:
    """Return a page as it is printed by somebody whose screen is dark."""
    page = browser.new_page(base_url=server.url, viewport={"width": width, "height": 1000}, color_scheme="dark")
    page.goto(path)
    page.emulate_media(media="print")
    return page


def read_style(page: Any, selector: str, name: str) -> str:
    found: str = page.locator(selector).first.evaluate(f"each => getComputedStyle(each)['{name}']")
    return found


@pytest.mark.parametrize(("path", "width"), PATHS.items())
def test_nothing_is_wider_than_the_sheet(server: Server, browser: Any, path: str, width: int) -> None:
    page = open_printed(server, browser, path, width)
    wider = page.evaluate(_WIDER)
    page.close()

    assert wider == []


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_left_that_is_for_screens(server: Server, browser: Any, path: str) -> None:
    page = open_printed(server, browser, path)
    left = page.evaluate(_LEFT)
    page.close()

    assert left == []


@pytest.mark.parametrize("path", ["/drug/pomalidomide", "/questions/document-scorecard"])
def test_paper_is_light_and_heads_of_tables_are_repeated(server: Server, browser: Any, path: str) -> None:
    page = open_printed(server, browser, path)
    ground, ink = read_style(page, "body", "backgroundColor"), read_style(page, "body", "color")
    heads = read_style(page, "thead", "display")
    source = page.locator("figure img").first.evaluate("image => image.currentSrc")
    page.close()

    assert (ground, heads) == ("rgba(0, 0, 0, 0)", "table-header-group")
    assert ink == "rgb(34, 29, 30)"
    assert ".dark." not in source


@pytest.mark.parametrize(("path", "turned"), [("/drug/pomalidomide", "auto"), ("/questions/sources", "sideways")])
def test_table_of_many_columns_lies_on_its_side(server: Server, browser: Any, path: str, turned: str) -> None:
    page = open_printed(server, browser, path)
    found, heads = read_style(page, ".table", "page"), read_style(page, "thead", "display")
    page.close()

    assert (found, heads) == (turned, "table-header-group")


def test_what_speaks_against_a_claim_is_read_on_paper_too(server: Server, browser: Any) -> None:
    page = open_printed(server, browser, "/drug/pomalidomide")
    reason = page.locator(".why .reason").first
    size = reason.bounding_box()
    page.close()

    assert size["height"] > 5


def test_what_is_folded_away_is_read_on_paper_too(server: Server, browser: Any) -> None:
    page = open_printed(server, browser, "/disease/multiple-myeloma")
    size = page.locator(".folded table").last.bounding_box()
    page.close()

    assert size["height"] > 20


def test_link_that_leads_nowhere_on_paper_is_left_out(server: Server, browser: Any) -> None:
    page = open_printed(server, browser, "/disagreement/generic-name")
    shown = page.locator(".onward a").first.is_visible()
    page.close()

    assert not shown


def test_address_of_the_rest_of_a_list_is_printed(server: Server, browser: Any) -> None:
    page = open_printed(server, browser, "/drug/pomalidomide")
    address = page.locator('.onward a[href^="/questions/"]').first.evaluate(
        "each => getComputedStyle(each, '::after').content"
    )
    page.close()

    assert "/questions/" in address


def test_row_of_very_many_columns_is_a_paragraph_with_their_names(server: Server, browser: Any) -> None:
    page = open_printed(server, browser, "/questions/trial-results?trial=maia")
    cell = page.locator("td[data-column='value']:not(:empty)").first
    name, shown = cell.evaluate("each => getComputedStyle(each, '::before').content"), cell.is_visible()
    size = cell.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
    empty = page.locator("td[data-column]:empty").first.is_visible()
    page.close()

    assert (name, shown, empty) == ('"value: "', True, False)
    assert size >= 9
