"""The query page as a person uses it, in Chromium with a keyboard: write, be helped, run, stop, look, keep, share."""

from __future__ import annotations

import csv
import json
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import expect

from support.places import ROOT
from support.servers import Server, run_pomegraph
from support.serving import read_figure, read_last, wait_for

pytestmark = pytest.mark.slow
CLASSES = "SELECT ?class (COUNT(*) AS ?things) { ?thing a ?class } GROUP BY ?class ORDER BY DESC(?things) ?class"
DRUGS = "SELECT ?drug { ?drug a <https://w3id.org/pomegraph/ontology#Drug> } ORDER BY ?drug"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LONG = "ASK {} #" + "x" * 3_000
_AXE = ROOT / "tests" / "clients" / "node_modules" / "axe-core" / "axe.min.js"
# Bytes that a page may take on its way, without the editor.
_LARGEST = 100_000
# Milliseconds after which nothing moves any more.
_CALM = 700


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Server]:
    with run_pomegraph("--release", str(built / "release"), "--workers", "1", "--timeout", "60") as found:
        yield found


@contextmanager
def visit(server: Server, browser: Any, path: str = "/sparql", **settings: Any) -> Iterator[Any]:
    """Open the page and wait until the editor knows the data; nothing may go wrong in it."""
    context = browser.new_context(base_url=server.url, **settings)
    page, faults = context.new_page(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
    page.goto(path)
    page.locator(".queries li").first.wait_for(state="attached")
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def page(server: Server, browser: Any) -> Iterator[Any]:
    with visit(server, browser) as found:
        yield found


def empty(page: Any) -> None:
    page.get_by_role("textbox", name="Query").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")


def write(page: Any, text: str) -> None:
    """Type a text in the place of all others, as fingers do."""
    empty(page)
    page.keyboard.type(text)


def put(page: Any, text: str) -> None:
    """Put a text in the place of all others at once, without the help that typing has."""
    empty(page)
    page.keyboard.insert_text(text)


def run(page: Any, text: str) -> None:
    put(page, text)
    page.keyboard.press("Control+Enter")
    page.get_by_role("region", name="Result").wait_for()


def read_text(page: Any) -> str:
    """Return what stands in the editor."""
    lines: list[str] = page.locator(".cm-line").all_inner_texts()
    return "\n".join(lines).replace("\n\n", "\n")


def read_rows(page: Any) -> list[list[str]]:
    rows = page.locator(".outcome tbody tr:visible").all()
    return [row.get_by_role("cell").all_inner_texts() for row in rows]


def offer(page: Any) -> list[str]:
    """Return what is offered."""
    labels = page.locator(".cm-completionLabel")
    labels.first.wait_for()
    # What has just appeared is not taken, lest somebody types into it.
    page.wait_for_timeout(_CALM)
    options: list[str] = labels.all_inner_texts()
    return options


def test_words_have_colours(page: Any) -> None:
    write(page, "SELECT ?x")
    colours = page.locator(".cm-line span").evaluate_all("all => all.map(one => getComputedStyle(one).color)")

    assert len(set(colours)) == 2


def test_prefix_is_declared_where_it_is_used_and_undone_with_it(page: Any) -> None:
    write(page, "ASK { ?x rdfs:")

    assert read_text(page).startswith("PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\nASK { ?x rdfs:")
    page.keyboard.press("Escape")
    for _ in range(9):
        page.keyboard.press("Control+z")
    assert "PREFIX rdfs" not in read_text(page)


def test_class_and_the_properties_it_has_are_completed_by_keys(page: Any) -> None:
    write(page, "SELECT * { ?drug a dru")
    assert offer(page)[0] == "pom:Drug"
    page.keyboard.press("Enter")
    page.keyboard.type(" ; ")
    page.keyboard.press("Control+Space")
    options = offer(page)

    assert read_text(page).startswith(
        "PREFIX pom: <https://w3id.org/pomegraph/ontology#>\nSELECT * { ?drug a pom:Drug ;"
    )
    assert page.get_by_text("Of each drug").is_visible()
    assert "rdfs:label" in options
    assert "pom:passage" not in options


def test_thing_is_completed_by_another_name_of_it(page: Any) -> None:
    write(page, "SELECT * { ?claim pom:subject exampl")
    assert "pomdrug:exemplamide" in offer(page)
    page.keyboard.press("Tab")

    assert "PREFIX pomdrug: <https://w3id.org/pomegraph/drug/>" in read_text(page)
    assert "pomdrug:exemplamide" in read_text(page)


@pytest.mark.parametrize("typed", ["EXE", "pomdrug:exam", "<https://w3id.org/pomegraph/drug/ex", "empla"])
def test_thing_is_completed_by_what_is_typed_of_a_name(page: Any, typed: str) -> None:
    write(page, f"SELECT * {{ ?claim pom:subject {typed}")
    page.get_by_text("Things", exact=True).wait_for()
    assert offer(page)[0] == "pomdrug:exemplamide"
    page.keyboard.press("Enter")

    assert read_text(page).endswith("SELECT * { ?claim pom:subject pomdrug:exemplamide}")


def test_who_types_on_ends_the_search_before(page: Any) -> None:
    ended = deque[str]()
    page.on("requestfailed", lambda request: ended.extend([request.url]))
    # What is not answered is waited for.
    page.route(re.compile("/search.*[?&]q=ex&"), lambda _: None)
    write(page, "SELECT * { ?claim pom:subject e")
    with page.expect_request(re.compile("/search")) as asked:
        page.keyboard.type("x")
    page.keyboard.type("empl")
    page.get_by_text("pomdrug:exemplamide").wait_for()

    assert list(ended) == [asked.value.url]


@pytest.mark.parametrize("status", [0, 404, 503])
def test_words_are_completed_where_no_search_is(page: Any, status: int) -> None:
    refused = deque[str]()

    def refuse(route: Any) -> None:
        refused.append(route.request.url)
        route.fulfill(status=status, body="<p>") if status else route.abort()

    page.route("**/search?*", refuse)
    write(page, "SELECT * { op")
    options = offer(page)
    page.keyboard.type("ti")

    assert options == ["OPTIONAL"]
    assert offer(page) == ["OPTIONAL"]
    assert page.get_by_text("Things", exact=True).count() == 0
    assert len(refused) == (1 if status == 404 else 2)


def test_error_is_shown_at_its_place_while_typing_and_mended(page: Any) -> None:
    write(page, "ASK { ?x pom:labl ?y . ?x ?y ")
    page.locator(".cm-lintRange-error").first.wait_for()
    marked = page.locator(".cm-lintRange").all_inner_texts()
    page.locator(".cm-lintRange-warning").hover()

    assert "pom:labl" in marked
    assert "Nothing in the data has the property pom:labl" in page.locator(".cm-tooltip-lint").inner_text()


def test_undeclared_prefix_is_declared_on_demand(page: Any) -> None:
    # Nothing was written before: the page would note it in its history a little later, in the place of this.
    page.evaluate("history.replaceState({ query: 'ASK { ?x rdfs:label ?y }' }, '')")
    page.reload()
    page.locator(".cm-lintRange-error").hover()
    page.get_by_role("button", name="Declare rdfs:").click()

    assert read_text(page).startswith("PREFIX rdfs: <")


def test_query_runs_by_keys_and_its_address_is_that_of_the_result(page: Any, browser: Any) -> None:
    run(page, DRUGS)
    names = [row[0] for row in read_rows(page)]
    context = browser.new_context(java_script_enabled=False)
    other = context.new_page()
    other.goto(page.url)

    assert "exemplamide" in names
    assert other.locator("tbody a").all_inner_texts() == names
    assert urlsplit(page.url).path == "/sparql"
    context.close()


def test_back_leads_to_the_query_before_and_its_result(page: Any) -> None:
    run(page, DRUGS)
    run(page, "ASK {}")
    page.locator(".verdict").wait_for()
    page.go_back()
    page.get_by_role("cell", name="exemplamide").wait_for()
    before = read_text(page)
    page.go_forward()
    page.locator(".verdict").wait_for()

    assert before == DRUGS
    assert read_text(page) == "ASK {}"


def test_back_from_a_thing_finds_what_was_written(page: Any) -> None:
    run(page, DRUGS)
    page.keyboard.press("Control+Home")
    page.keyboard.type("# mine\n")
    page.wait_for_timeout(_CALM)
    page.get_by_role("link", name="exemplamide").click()
    page.get_by_role("heading", name="exemplamide", exact=True).wait_for()
    page.go_back()
    page.get_by_role("textbox", name="Query").wait_for()

    assert read_text(page).startswith("# mine\n")


def test_long_query_is_shared_behind_the_address(page: Any, server: Server, browser: Any) -> None:
    run(page, LONG)
    with visit(server, browser, page.url.removeprefix(server.url)) as other:
        other.locator(".verdict").wait_for()

        assert "#query=" in page.url
        assert read_text(other) == LONG


def test_cancelled_query_ends_on_the_server(page: Any, server: Server) -> None:
    put(page, ENDLESS)
    page.keyboard.press("Control+Enter")
    assert wait_for(lambda: read_figure(server, "queries_running") == 1)
    page.get_by_role("button", name="Cancel").click()

    assert page.get_by_text("Cancelled.").is_visible()
    assert wait_for(lambda: read_figure(server, "queries_running") == 0)
    assert wait_for(lambda: read_last(server).get("outcome") == "gone")


def test_fault_that_the_server_finds_is_shown_at_its_place(page: Any) -> None:
    put(page, "SELECT ?x\nWHERE { BIND(1 AS ?x) BIND(2 AS ?x) }")
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="The query is not understood").wait_for()

    assert page.locator(".cm-lintRange-error").count() == 1
    assert page.locator(".cm-lint-marker-error").count() == 1


def test_table_is_sorted_and_filtered(page: Any) -> None:
    run(page, CLASSES)
    before = read_rows(page)
    page.get_by_role("button", name="things", exact=True).click()
    ascending = [int(row[1]) for row in read_rows(page)]
    page.get_by_role("button", name="class", exact=True).click()
    names = [row[0] for row in read_rows(page)]
    page.get_by_label("Filter these rows").fill("drug")
    filtered = read_rows(page)

    assert ascending == sorted(ascending)
    assert names == sorted(names, key=str.casefold)
    assert 0 < len(filtered) < len(before)
    assert all("drug" in row[0].casefold() for row in filtered)
    assert page.get_by_role("columnheader", name="class").get_attribute("aria-sort") == "ascending"
    assert page.get_by_text(f"{len(filtered)} of {len(before)} rows").is_visible()


def test_things_are_read_by_their_names_and_iris_on_demand(page: Any) -> None:
    run(page, DRUGS)
    assert read_rows(page)[0] == ["exemplamide"]
    page.get_by_label("IRIs").check()

    assert read_rows(page)[0] == ["exemplamide pomdrug:exemplamide"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_result_is_drawn_in_columns_that_are_chosen(server: Server, browser: Any, scheme: str) -> None:
    with visit(server, browser, color_scheme=scheme) as page:
        run(page, CLASSES)
        page.get_by_role("button", name="Chart").click()
        picture = page.get_by_role("img")
        picture.wait_for()
        first = picture.get_attribute("src")
        page.locator(".chart select").last.select_option("point")
        expect(picture).not_to_have_attribute("src", first)

        assert urlsplit(first).path == ("/sparql.dark.svg" if scheme == "dark" else "/sparql.svg")
        assert page.get_by_role("img").get_attribute("alt").startswith("Point chart of things by class")
        assert page.get_by_role("img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 200


def test_result_is_seen_as_it_is_sent_and_downloaded(page: Any, tmp_path: Path) -> None:
    run(page, DRUGS)
    page.get_by_role("button", name="Raw", exact=True).click()
    page.get_by_label("Format").select_option("csv")
    raw = page.get_by_label("Result as it is sent")
    expect(raw).to_have_text(re.compile("^drug"))
    page.locator("#format").select_option("csv")
    with page.expect_download() as download:
        page.get_by_role("button", name="Run").click()
    download.value.save_as(tmp_path / "drugs.csv")

    assert (tmp_path / "drugs.csv").read_text("utf-8").splitlines() == raw.inner_text().splitlines()
    assert len(list(csv.reader(raw.inner_text().splitlines()))) > 1


def test_examples_are_searched_and_taken(page: Any) -> None:
    page.get_by_label("Search these queries").fill("rank regimens measure")
    example = page.locator(".queries button").first
    title = example.locator("span").inner_text()
    example.click()

    assert title == "How do a drug and the regimens with it rank by one measure?"
    assert "ORDER BY" in read_text(page)


def test_queries_are_kept_in_this_browser(page: Any) -> None:
    run(page, DRUGS)
    page.get_by_role("button", name="Save", exact=True).click()
    page.keyboard.type("all drugs")
    page.keyboard.press("Enter")
    page.goto("/sparql")
    page.get_by_role("button", name="History").click()
    history = page.locator(".queries span").all_inner_texts()
    page.get_by_role("button", name="Saved").click()
    page.get_by_role("button", name="all drugs").first.click()
    text = read_text(page)
    page.get_by_role("button", name="Forget all drugs").click()

    assert history == [DRUGS[:90] + "..." if len(DRUGS) > 90 else DRUGS]
    assert text == DRUGS
    assert page.get_by_text("Nothing is saved yet.").is_visible()


def test_nobody_is_caught_in_the_editor(page: Any) -> None:
    write(page, "ASK {}")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Run"


def test_form_works_without_a_script(server: Server, browser: Any) -> None:
    context = browser.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sparql")
    page.get_by_label("Query", exact=True).fill(CLASSES)
    page.get_by_role("button", name="Run").click()

    assert page.get_by_role("columnheader").all_inner_texts() == ["class", "things"]
    assert page.get_by_role("link", name="chart").is_visible()
    assert page.get_by_role("button").all_inner_texts() == ["Search", "Run"]
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_is_accessible_and_fits_in_every_state(server: Server, browser: Any, scheme: str, width: int) -> None:
    if not _AXE.is_file():
        pytest.skip("no axe-core: npm ci in tests/clients")
    settings: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": width, "height": 844}, "bypass_csp": True}
    found = []
    with visit(server, browser, **settings) as page:
        page.add_script_tag(content=_AXE.read_text(encoding="utf-8"))
        for step in (_complete, _fail, _look_at_table, _look_at_chart, _look_at_raw):
            step(page)
            # axe fails where elements vanish under its hands.
            page.wait_for_timeout(_CALM)
            faults = page.evaluate("axe.run()")["violations"]
            found += [(step.__name__, fault["id"], fault["nodes"][0]["html"]) for fault in faults]
            surplus = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found += [(step.__name__, "too wide", str(surplus))] if surplus > 0 else []

    assert found == []


def _complete(page: Any) -> None:
    write(page, "SELECT * { ?drug a ")
    page.keyboard.press("Control+Space")
    page.locator(".cm-completionLabel").first.wait_for()


def _fail(page: Any) -> None:
    put(page, "SELECT ?x { ?x }")
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="The query is not understood").wait_for()
    page.locator(".cm-lintRange-error").first.wait_for()


def _look_at_table(page: Any) -> None:
    run(page, CLASSES)
    page.get_by_label("Filter these rows").fill("drug")


def _look_at_chart(page: Any) -> None:
    page.get_by_role("button", name="Chart").click()
    page.get_by_role("img").wait_for()


def _look_at_raw(page: Any) -> None:
    page.get_by_role("button", name="Raw", exact=True).click()
    expect(page.get_by_label("Result as it is sent")).to_have_text(re.compile(".{10}"))


@pytest.mark.parametrize("path", ["/", "/questions", "/openapi", "/graphs", "/questions/things", "/sparql"])
def test_page_is_light_and_asks_no_other_host(server: Server, browser: Any, path: str) -> None:
    context = browser.new_context(base_url=server.url)
    page, asked = context.new_page(), deque[Any]()
    page.on("requestfinished", lambda request: asked.extend([request]))
    page.goto(path, wait_until="networkidle")
    if path == "/sparql":
        page.locator(".queries li").first.wait_for(state="attached")
    sizes = {urlsplit(each.url).path: each.sizes()["responseBodySize"] for each in asked}
    hosts = {urlsplit(each.url).netloc for each in asked}
    context.close()
    editor = [sizes.pop(name, 0) for name in ("/static/editor.js", "/editor.json")]

    assert hosts == {urlsplit(server.url).netloc}
    assert sum(sizes.values()) < _LARGEST
    assert all(editor) == (path == "/sparql")


def test_script_is_compressed_and_not_sent_again(server: Server) -> None:
    first = httpx.get(f"{server.url}/static/editor.js", headers={"Accept-Encoding": "br"})
    second = httpx.get(
        f"{server.url}/static/editor.js", headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]}
    )

    assert first.headers["Content-Encoding"] == "br"
    assert int(first.headers["Content-Length"]) < 200_000
    assert (second.status_code, second.content) == (304, b"")


def test_vocabulary_is_read_once(server: Server, browser: Any) -> None:
    with visit(server, browser) as page:
        tag = httpx.get(f"{server.url}/editor.json").headers["ETag"]
        response = httpx.get(f"{server.url}/editor.json", headers={"If-None-Match": tag})

        assert json.loads(httpx.get(f"{server.url}/editor.json").text)["questions"]
        assert response.status_code == 304
        assert page.get_by_role("group", name="Which queries").is_visible()
