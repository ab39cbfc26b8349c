"""The pages as a person uses them, in Chromium: choose, read, look, download, follow."""

from __future__ import annotations

import csv
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from pomegraph.ask.answers import Case, add_examples
from pomegraph.content.folder import Content
from pomegraph.questions.question import Question
from pomegraph.questions.reading import read_questions
from pomegraph.release import Release
from support.places import ROOT
from support.servers import Server, run_pomegraph

pytestmark = pytest.mark.slow
RANKING = "/questions/regimen-ranking"
CHARTS = [question for question in read_questions(Content(ROOT)) if question.chart]
PATHS = [
    "/",
    "/questions",
    "/questions?q=trial",
    "/search",
    "/search?q=can+I+take+warfrin+with+Pomalyst",
    "/questions?tag=outcomes",
    RANKING,
    f"{RANKING}?drug=lenalidomide&measure=overall-survival",
    "/questions/adverse-events?limit=5&offset=10",
    "/questions/who-says",
    "/questions/claims-by-source-and-kind",
    "/questions/compare-regimens",
    "/questions/interactions?drug=lenalidomide&other=warfarin",
    "/questions/drug-graph",
    f"{RANKING}?drug=nothing",
    "/questions/nothing",
    "/describe?iri=https://w3id.org/pomegraph/drug/pomalidomide",
    "/drug/pomalidomide",
    "/trial/icaria-mm",
    "/regimen/pomalidomide-dexamethasone",
    "/disease/multiple-myeloma",
    "/target/crbn",
    "/adverse-event/neutropenia",
    "/source/003-droracle",
    "/passage/003-droracle/63",
    "/claim/35af7321f863382b2bc5",
    "/concept/binds",
    "/openapi",
    "/trace",
    "/graphs",
    "/sparql",
    "/sparql?query=SELECT+*+{?s+?p+?o}+LIMIT+20",
    "/sparql?query=SELECT",
]
_AXE = ROOT / "tests" / "clients" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def server(real_release: Release) -> Iterator[Server]:
    with run_pomegraph("--release", str(real_release.folder), "--workers", "1") as found:
        yield found


@pytest.fixture
def page(server: Server, browser: Any) -> Iterator[Any]:
    """A page of a browser that runs no script, as some people's do not."""
    context = browser.new_context(base_url=server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def ask_of_daratumumab(page: Any) -> None:
    page.goto(RANKING)
    page.get_by_label("Drug").fill("daratumumab")
    page.get_by_label("Measure").fill("overall response rate")
    page.get_by_role("button", name="Ask").click()


def test_question_is_found_by_its_words(page: Any) -> None:
    page.goto("/")
    page.get_by_label("Find a drug, a trial").fill("best regimens with Darzalex by OS")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="How do a drug and the regimens with it rank by one measure?").click()

    assert page.url.endswith(f"{RANKING}?drug=daratumumab&measure=overall-survival")


def test_drug_and_measure_are_chosen_and_the_answer_changes(page: Any) -> None:
    page.goto(RANKING)
    before = page.get_by_role("table").inner_text()
    ask_of_daratumumab(page)

    assert "drug: daratumumab; measure: overall response rate" in page.get_by_role("caption").inner_text()
    assert page.get_by_role("table").inner_text() != before
    assert page.get_by_label("Drug").input_value() == "daratumumab"


def test_table_is_read_from_left_to_right(page: Any) -> None:
    page.goto(RANKING)
    row = page.get_by_role("row").nth(1).get_by_role("cell").all_inner_texts()

    assert row[:3] == ["daratumumab-pomalidomide-dexamethasone", "30.8", "month"]
    assert row[-2] == "MM-014 cohort B, update in Leukemia & Lymphoma"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("question", CHARTS, ids=lambda question: question.stem)
def test_chart_is_seen_and_told(server: Server, browser: Any, question: Question, scheme: str) -> None:
    stem, given = question.stem, add_examples(Case(question.stem), question).given
    context = browser.new_context(base_url=server.url, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"/questions/{stem}?{urlencode(given, doseq=True)}")
    picture = page.get_by_role("img")
    address, size = picture.evaluate("image => [image.currentSrc, [image.naturalWidth, image.naturalHeight]]")
    words = picture.get_attribute("alt")
    context.close()

    assert urlsplit(address).path == f"/questions/{stem}{'.dark' if scheme == 'dark' else ''}.svg"
    assert 400 < size[0] < 1000
    assert 100 < size[1] < 900
    assert len(words) > 60


def test_table_is_downloaded_as_it_was_chosen(page: Any, tmp_path: Path) -> None:
    ask_of_daratumumab(page)
    rows = page.get_by_role("row").count()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    download.value.save_as(tmp_path / "answer.csv")
    records = list(csv.DictReader((tmp_path / "answer.csv").read_text(encoding="utf-8").splitlines()))

    assert len(records) + 1 == rows
    assert all("daratumumab" in record["regimen"] for record in records)


def test_chart_is_downloaded_as_a_specification(page: Any) -> None:
    page.goto(RANKING)
    found = page.request.get(page.get_by_role("link", name="chart (Vega-Lite)").get_attribute("href")).json()

    assert found["$schema"].endswith("/vega-lite/v6.json")
    assert found["description"] == page.get_by_role("img").get_attribute("alt")


def test_source_is_followed_to_its_line_and_its_document(page: Any) -> None:
    page.goto(RANKING)
    page.get_by_role("cell").get_by_role("link", name="line 68").click()
    passage = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("definition").get_by_role("link").filter(has_text="Dr.Oracle").first.click()

    assert passage == "Dr.Oracle article on pomalidomide, line 68"
    assert page.get_by_role("heading", level=1).inner_text() == "Dr.Oracle article on pomalidomide"


def test_command_works_when_it_is_pasted(page: Any) -> None:
    ask_of_daratumumab(page)
    page.get_by_text("SPARQL and curl").click()
    command = page.get_by_label("Command").inner_text()
    found = subprocess.run([*shlex.split(command), "--silent"], capture_output=True, text=True, check=True)

    assert len(found.stdout.splitlines()) == page.get_by_role("table").get_by_role("row").count()


def test_query_is_opened_in_the_editor_and_its_things_are_followed(page: Any) -> None:
    page.goto(RANKING)
    page.get_by_text("SPARQL and curl").click()
    page.get_by_role("link", name="Open in the editor").or_(
        page.get_by_role("button", name="Open in the editor")
    ).click()
    page.locator('td a[title*="/claim/"]').first.click()

    assert urlsplit(page.url).path.startswith("/claim/")
    assert page.get_by_role("heading", level=1).inner_text().startswith("MM-014: median")


@pytest.fixture
def scripted(server: Server, browser: Any) -> Iterator[Any]:
    """A page of a browser that runs scripts."""
    context = browser.new_context(base_url=server.url)
    yield context.new_page()
    context.close()


def test_table_is_sorted_and_filtered_where_there_is_script(scripted: Any) -> None:
    scripted.goto("/questions/hazard-ratios")
    column = scripted.locator("thead th").all_inner_texts().index("hazard ratio")
    cells = scripted.locator(f"tbody tr td:nth-child({column + 1})")
    heading = scripted.get_by_role("button", name="hazard ratio")
    heading.click()
    rising = [float(text) for text in cells.all_inner_texts() if text]
    heading.click()
    falling = [float(text) for text in cells.all_inner_texts() if text]
    scripted.get_by_label("Rows with").fill("eloquent")
    shown = scripted.locator("tbody tr:visible")

    assert rising == sorted(rising)
    assert falling == rising[::-1]
    assert shown.count() < len(rising)
    assert all("ELOQUENT" in text for text in shown.all_inner_texts())


def test_list_that_is_folded_is_opened_by_the_list_of_contents(scripted: Any) -> None:
    scripted.goto("/disease/multiple-myeloma")
    contents = scripted.get_by_role("navigation", name="On this page")
    contents.get_by_role("link", name="Recommendation").click()
    opened = scripted.locator("details.folded[open]")
    opened.locator("table").wait_for()

    assert [opened.locator("h2").inner_text().partition(":")[0]] == ["Recommendation"]


def test_identifier_is_selected_by_its_button(scripted: Any) -> None:
    scripted.goto("/drug/pomalidomide")
    scripted.get_by_role("button", name="copy DB08910").click()

    assert scripted.evaluate("document.activeElement.value ?? getSelection().toString()") != ""


def test_drug_is_read_and_followed_without_a_script(page: Any) -> None:
    page.goto("/drug/pomalidomide")
    identifiers = [field.input_value() for field in page.locator(".identifiers input").all()]
    page.locator("#part-3 ~ .table td.told a").first.click()

    assert "DB08910" in identifiers
    assert urlsplit(page.url).path.startswith("/report/")
    assert page.get_by_role("heading", name="The sentence itself").is_visible()


@pytest.mark.parametrize("path", PATHS)
def test_page_asks_no_other_host(server: Server, browser: Any, path: str) -> None:
    context = browser.new_context(base_url=server.url)
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path)
    context.close()

    assert len(asked) > 1
    assert {urlsplit(address).netloc for address in asked} == {urlsplit(server.url).netloc}


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
