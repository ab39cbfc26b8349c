"""The search box suggests while somebody types, by mouse and by keyboard, under the policy of every page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pomegraph.release import Release
from support.places import ROOT
from support.servers import Server, run_pomegraph

pytestmark = pytest.mark.slow
_AXE = ROOT / "tests" / "clients" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def server(real_release: Release) -> Iterator[Server]:
    with run_pomegraph("--release", str(real_release.folder), "--workers", "1") as found:
        yield found


@pytest.fixture(params=[390, 1280])
def page(request: pytest.FixtureRequest, server: Server, browser: Any) -> Iterator[Any]:
    viewport = {"width": request.param, "height": 844}
    context = browser.new_context(base_url=server.url, viewport=viewport, bypass_csp=False)
    context.set_default_timeout(30_000)
    found = context.new_page()
    found.goto("/questions")
    yield found
    context.close()


def type_words(page: Any, words: str) -> Any:
    """Type into the box and return it once there are suggestions."""
    box = page.get_by_role("combobox", name="Search everything")
    box.fill(words)
    page.get_by_role("option").first.wait_for()
    return box


def test_suggestion_is_chosen_by_keyboard(page: Any) -> None:
    box = type_words(page, "pomalyst")
    box.press("ArrowDown")
    chosen = page.locator(f"#{box.get_attribute('aria-activedescendant')}")

    assert (box.get_attribute("aria-expanded"), chosen.get_attribute("aria-selected")) == ("true", "true")
    assert chosen.inner_text().startswith("pomalidomide")

    box.press("Enter")
    page.wait_for_url("**/drug/pomalidomide*")


def test_arrows_go_round_and_past_the_box(page: Any) -> None:
    box = type_words(page, "warfarin")
    box.press("ArrowUp")
    last = page.get_by_role("option").last.get_attribute("id")

    assert box.get_attribute("aria-activedescendant") == last

    box.press("ArrowDown")

    assert box.get_attribute("aria-activedescendant") is None


def test_suggestion_is_chosen_by_mouse(page: Any) -> None:
    type_words(page, "dose on dialysis")
    page.get_by_role("option", name="How is a drug dosed in a population").click()

    page.wait_for_url("**/questions/dose-in-population?drug=%2A&population=on-dialysis")


def test_escape_closes_and_enter_searches(page: Any) -> None:
    box = type_words(page, "side effects")
    box.press("Escape")

    assert page.get_by_role("option").count() == 0
    assert box.get_attribute("aria-expanded") == "false"

    box.press("Enter")
    page.wait_for_url("**/search?q=side+effects")


def test_open_list_fits_and_is_accessible(page: Any) -> None:
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    type_words(page, "progression free").press("ArrowDown")

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    if _AXE.is_file():
        # What a debugger runs is no script of the page.
        found = page.evaluate(f"{{ {_AXE.read_text(encoding='utf-8')}; }} axe.run()")["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    assert faults == []
