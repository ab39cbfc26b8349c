"""The pages as a person uses them, in Chromium: choose, read, look, download, follow."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from places import ROOT
from pomegraph.release import Release
from servers import Server, run_pomegraph

pytestmark = pytest.mark.slow
PATHS = [
    "/",
    "/questions",
    "/questions?q=trial",
    "/questions/regimen-ranking",
    "/questions/adverse-events?limit=5&offset=10",
    "/questions/who-says",
    "/questions/regimen-ranking?drug=nothing",
    "/describe?iri=https://w3id.org/pomegraph/drug/pomalidomide",
    "/openapi",
    "/sparql",
]
_AXE = ROOT / "tests" / "clients" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def server(real_release: Release) -> Iterator[Server]:
    with run_pomegraph("--release", str(real_release.folder), "--workers", "1") as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    program = shutil.which("chromium") or pytest.skip("no chromium: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(server: Server, browser: Any) -> Iterator[Any]:
    """A page of a browser that runs no script, as some people's do not."""
    context = browser.new_context(base_url=server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_question_is_found_by_its_words(page: Any) -> None:
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Questions").click()
    page.get_by_label("Search the questions").fill("rank regimens")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="How do the regimens with a drug rank by one measure?").click()

    assert page.url.endswith("/questions/regimen-ranking")


def test_drug_and_measure_are_chosen_and_the_answer_changes(page: Any) -> None:
    page.goto("/questions/regimen-ranking")
    before = page.get_by_role("table").inner_text()
    page.get_by_label("Drug").select_option("bortezomib")
    page.get_by_role("button", name="Ask").click()

    assert "drug: bortezomib" in page.get_by_role("caption").inner_text()
    assert page.get_by_role("table").inner_text() != before
    assert page.get_by_label("Drug").input_value() == "bortezomib"


def test_chart_is_seen(page: Any) -> None:
    page.goto("/questions/regimen-ranking")
    picture = page.get_by_role("img").bounding_box()

    assert picture["width"] > 400
    assert picture["height"] > 100


def test_table_is_downloaded(page: Any) -> None:
    page.goto("/questions/regimen-ranking")
    address = page.get_by_role("link", name="CSV", exact=True).get_attribute("href")
    body = page.request.get(address).text()

    assert body.startswith("regimen,")
    assert len(body.splitlines()) == page.get_by_role("row").count()


def test_source_is_followed(page: Any) -> None:
    page.goto("/questions/regimen-ranking")
    page.get_by_role("cell").get_by_role("link", name="outcome:").first.click()
    page.get_by_role("definition").get_by_role("link", name=", line").first.click()
    page.get_by_role("definition").get_by_role("link").filter(has_text="Dr.Oracle").first.click()

    assert page.get_by_role("heading", level=1).inner_text() == "Dr.Oracle article on pomalidomide"


@pytest.mark.parametrize("path", PATHS)
def test_page_fits_a_phone(server: Server, browser: Any, path: str) -> None:
    context = browser.new_context(base_url=server.url, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(path)
    surplus = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()

    assert surplus <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_page_is_accessible(server: Server, browser: Any, path: str, scheme: str) -> None:
    if not _AXE.is_file():
        pytest.skip("no axe-core: npm ci in tests/clients")
    context = browser.new_context(base_url=server.url, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(path)
    page.add_script_tag(content=_AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    context.close()

    assert [(fault["impact"], fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
