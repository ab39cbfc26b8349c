"""Pages of things are composed for people: names, bounded lists, who says so, and where to go on."""

from __future__ import annotations

import io
import re

import pytest
from flask.testing import FlaskClient

from pomegraph.content.folder import Content
from pomegraph.questions.reading import read_questions
from pomegraph.release import Release
from pomegraph.web.app import create_app
from pomegraph.web.settings import Settings
from support.asked import BROWSER
from support.endpoint import LIMITS, connect_engine
from support.html_pages import Page, read
from support.places import ROOT

PATHS = [
    "drug/pomalidomide",
    "drug/dexamethasone",
    "trial/icaria-mm",
    "regimen/pomalidomide-dexamethasone",
    "disease/multiple-myeloma",
    "target/crbn",
    "adverse-event/neutropenia",
    "source/003-droracle",
    "passage/001-drug-monograph/130",
    "claim/35af7321f863382b2bc5",
    "disagreement/generic-name",
    "population/elderly",
    "concept/binds",
    "measure/median-overall-survival",
]


@pytest.fixture(scope="module")
def real_client(real_release: Release) -> FlaskClient:
    """A client of the real release and its questions."""
    settings = Settings(release=real_release.folder, questions=tuple(read_questions(Content(ROOT))))
    return create_app(connect_engine(LIMITS, real_release.folder), settings, stream=io.StringIO()).test_client()


def list_headings(client: FlaskClient, path: str) -> list[str]:
    return read(client, path).texts["h2"]


def test_page_of_the_miniature_has_names_facts_and_what_leads_on(client: FlaskClient) -> None:
    page = read(client, "/drug/exemplamide")

    assert page.texts["h1"] == ["exemplamide"]
    assert "Exampla" in " ".join(page.texts["p"] + page.texts["dd"])
    assert "/questions/brand-names?drug=exemplamide" in [found.get("href") for found in page.find("a")]
    assert "/describe?iri=https%3A%2F%2Fw3id.org%2Fpomegraph%2Fdrug%2Fexemplamide" in [
        found.get("href") for found in page.find("a")
    ]


def test_links_between_things_are_addresses_that_answer(client: FlaskClient) -> None:
    links = {str(found["href"]) for found in read(client, "/drug/exemplamide").find("a")}
    things = {link for link in links if re.match(r"/(drug|disease|target|claim|report|source|passage)/", link)}

    assert len(things) > 5
    assert {client.get(link, follow_redirects=True).status_code for link in things} == {200}


@pytest.mark.parametrize("path", PATHS)
def test_page_is_small_and_reads_in_names(real_client: FlaskClient, path: str) -> None:
    response = real_client.get(f"/{path}.html", headers={"Accept": BROWSER})
    page = Page(response.text)
    words = " ".join(text for tag in ("a", "td", "dd", "h1", "span") for text in page.texts.get(tag, ()))

    assert response.status_code == 200
    assert len(response.data) < 100_000
    assert re.findall(r"https?://w3id|pom\w*:\w|claim/[0-9a-f]{20}", words) == []


@pytest.mark.parametrize(
    ("path", "headings"),
    [
        (
            "drug/pomalidomide",
            [
                "Doses",
                "What it is for, and its status",
                "Results by regimen",
                "Interactions",
                "Where documents disagree",
            ],
        ),
        ("trial/icaria-mm", ["Design and arms", "Results", "Who reports it"]),
        ("regimen/pomalidomide-dexamethasone", ["Results", "Where documents disagree"]),
        ("disease/multiple-myeloma", ["What is used for it", "Paths of drugs to it"]),
        ("target/crbn", ["What acts on it or through it", "What follows, step by step"]),
        ("adverse-event/neutropenia", ["Which drugs have it, and how often", "How often in trials"]),
        ("source/003-droracle", ["How it fares beside primary evidence", "What it says, in reading order"]),
        ("claim/35af7321f863382b2bc5", ["Who says so, and where", "What primary evidence makes of it"]),
        ("disagreement/generic-name", ["What is said"]),
    ],
)
def test_kind_of_thing_has_a_page_of_its_own(real_client: FlaskClient, path: str, headings: list[str]) -> None:
    assert [heading for heading in headings if heading not in list_headings(real_client, f"/{path}")] == []


def test_figure_leads_to_its_report_and_says_what_speaks_against_it(real_client: FlaskClient) -> None:
    page = read(real_client, "/source/003-droracle")
    trial = real_client.get("/trial/mm-003.html").text

    assert any(str(found["href"]).startswith("/report/") for found in page.find("a"))
    assert "belongs to another trial" in trial
    assert "the same figure is primary" in trial


@pytest.mark.parametrize("path", ["drug/pomalidomide", "regimen/pomalidomide-dexamethasone", "target/crbn"])
def test_list_is_bounded_and_says_where_the_rest_is(real_client: FlaskClient, path: str) -> None:
    text = real_client.get(f"/{path}.html").text
    bounded = re.findall(r"(\d+) of (?:more than )?(\d+) rows\. All: <a href=\"([^\"]*)", text)

    assert len(bounded) > 1
    assert all(int(shown) < int(total) and int(shown) <= 24 for shown, total, _ in bounded)
    assert all(link.startswith(("/questions/", "/sparql?")) for _, _, link in bounded)


def test_claims_that_a_section_tells_are_not_listed_again(real_client: FlaskClient) -> None:
    headings = list_headings(real_client, "/disease/multiple-myeloma")

    assert "What is used for it" in headings
    assert [heading for heading in headings if heading.startswith("Indication")] == []
    assert [heading for heading in headings if heading.startswith("Dose")] != []


def test_results_of_a_trial_begin_with_its_primary_endpoint(real_client: FlaskClient) -> None:
    page = read(real_client, "/trial/icaria-mm")
    text = real_client.get("/trial/icaria-mm.html").text
    results = text.partition(">Results</h2>")[2].partition("</section>")[0]
    heads = re.findall(r'<tr class="group">.*?<a [^>]*>([^<]*)</a>', results, re.DOTALL)

    assert heads[:4] == [
        "median progression-free survival",
        "progression-free survival",
        "median overall survival",
        "overall survival",
    ]
    assert page.texts["h2"].index("Results") < page.texts["h2"].index("Results in parts of the people")
    assert page.texts["h2"].index("Results in parts of the people") < page.texts["h2"].index(
        "Adverse events in figures"
    )
    assert "(primary endpoint)" in text


def test_many_lists_of_claims_are_folded_below_their_headings(real_client: FlaskClient) -> None:
    many, few = (real_client.get(f"/{name}.html").text for name in ("disease/multiple-myeloma", "target/crbn"))

    assert len(re.findall(r'<details class="folded"><summary><h2 id="part-', many)) > 5
    assert 'class="folded"' not in few


def test_list_of_contents_leads_to_every_section(real_client: FlaskClient) -> None:
    page = read(real_client, "/drug/pomalidomide")
    links = {str(found["href"]) for found in page.find("a") if str(found.get("href")).startswith("#")}

    assert {f"#{found['id']}" for found in page.find("h2") if found.get("id")} - links == {"#facts", "#leads"}


def test_picture_of_a_mechanism_stands_for_its_steps(real_client: FlaskClient) -> None:
    text = real_client.get("/drug/pomalidomide.html").text
    section = text.partition(">How it works<")[2].partition("</section>")[0]

    assert (
        section.index("<figure>") < section.index("<details><summary>The same, step by step") < section.index("<table")
    )


def test_chart_of_a_question_is_shown_by_its_address(real_client: FlaskClient) -> None:
    pictures = [str(found["src"]) for found in read(real_client, "/drug/pomalidomide").find("img")]

    assert "/questions/hazard-ratios.svg?drug=pomalidomide" in pictures
    assert all(real_client.get(picture).status_code == 200 for picture in pictures)


def test_script_of_pages_is_a_file_of_ours(client: FlaskClient) -> None:
    response = client.get("/drug/exemplamide.html")
    scripts = re.findall(r'<script type="module" src="([^"]*)"', response.text)

    assert scripts
    assert {client.get(script, buffered=True).mimetype for script in scripts} == {"text/javascript"}
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "style=" not in response.text
