"""Pages of questions: the list of all, the answer of each as a table with links, where it comes from."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from pomegraph.questions.verified_on import Verified
from support.asked import BROWSER, EXAMPLAMIDE, make_asking_client
from support.html_pages import Page, follow, read

PAGES = [
    "/questions",
    "/questions?q=claims",
    "/questions/echo",
    "/questions/claims?limit=5",
    "/questions/counts",
    "/questions/drug-graph",
    "/questions/is-known",
    "/questions/is-known?drug=oil",
    "/questions/brand-names?drug=nothing",
    f"/describe?iri={EXAMPLAMIDE}",
    "/openapi",
]


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_asking_client(built, tmp_path_factory.mktemp("pages"))


@pytest.mark.parametrize("path", PAGES)
def test_page_loads_nothing_from_elsewhere_and_no_other_script(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Accept": BROWSER})
    page = Page(response.text)
    loaded = [found.get("src") or found.get("srcset") or "" for tag, found in page.elements if tag in {"img", "source"}]

    assert all(str(found["src"]).startswith("/static/") for found in page.find("script"))
    assert all(address.startswith("/questions/") for address in loaded)
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_every_field_has_a_label(client: FlaskClient, path: str) -> None:
    text = client.get(path, headers={"Accept": BROWSER}).text
    page = Page(text)
    labelled = {label.get("for") for label in page.find("label")}
    fields = [found for tag, found in page.elements if tag in {"input", "select", "textarea"}]
    bare = [
        field
        for field in fields
        if field.get("type") not in {"hidden", "checkbox"}
        and field.get("id") not in labelled
        and "aria-label" not in field
    ]

    assert bare == []
    assert len({field["id"] for field in fields if "id" in field}) == len([1 for field in fields if "id" in field])


def test_answer_is_a_table_with_headings(client: FlaskClient) -> None:
    page = read(client, "/questions/claims?source=alpha")

    assert "Answer for source: Exemplamide at a glance" in page.texts["span"]
    assert page.texts["th"] == ["source", "claim"]
    assert {heading["scope"] for heading in page.find("th")} == {"col"}


def test_drug_that_is_left_open_is_not_told_drug_by_drug(real_client: FlaskClient) -> None:
    asked = "/questions/contraindications?drug=*&population=breastfeeding-women"
    page = read(real_client, asked)
    answer = real_client.get(asked.replace("?", ".json?")).json

    assert "Answer for population: breastfeeding women" in page.texts["span"]
    assert answer is not None
    assert answer["parameters"]["drug"] is None


def test_empty_columns_are_named_instead_of_shown(client: FlaskClient) -> None:
    assert "empty in all rows: note." in client.get("/questions/claims.html").text


def test_answer_is_followed_to_its_claim_and_its_source(client: FlaskClient) -> None:
    claim = follow(client, "/questions/claims?source=alpha", "/claim/")
    passage = follow(client, claim, "/passage/")
    source = follow(client, passage, "/source/")

    assert source == "/source/alpha"
    assert read(client, source).texts["h1"] == ["Exemplamide at a glance"]


def test_claim_leads_to_the_lines_that_make_it(client: FlaskClient) -> None:
    lines = follow(client, "/questions/claims?source=alpha", "/passage/")
    page = read(client, lines)

    assert lines.startswith("/passage/alpha/")
    assert re.fullmatch(r"Exemplamide at a glance, lines? [\d-]+", page.texts["h1"][0])


def test_answer_of_one_document_names_its_passages_only(client: FlaskClient) -> None:
    page = read(client, "/questions/claims?source=alpha")
    passages = {str(found["href"]) for found in page.find("a") if "/passage/" in str(found["href"])}

    assert {"alpha" in passage for passage in passages} == {True}


def test_name_in_a_column_of_its_kind_leads_to_the_thing(client: FlaskClient) -> None:
    page = read(client, "/questions/counts")
    links = [str(found["href"]) for found in page.find("a")]

    assert "/source/alpha" in links


def test_parts_of_a_long_answer_are_linked(client: FlaskClient) -> None:
    page = read(client, "/questions/claims?limit=5&offset=5")
    steps = {found["rel"]: found["href"] for found in page.find("a") if found.get("rel") in {"prev", "next"}}

    assert "Rows 6 to 10 of 13." in page.texts["p"]
    assert steps == {"prev": "/questions/claims?limit=5", "next": "/questions/claims?limit=5&offset=10"}


@pytest.mark.parametrize("path", ["/questions/claims?source=alpha", "/questions/drug-graph", "/questions/counts"])
def test_links_of_a_page_lead_somewhere(client: FlaskClient, path: str) -> None:
    page = read(client, path)
    ours = {str(found["href"]) for found in page.find("a") if str(found["href"]).startswith("/")}
    pictures = {str(found["src"]) for found in page.find("img")}

    assert len(ours) > 8
    assert {link for link in ours | pictures if client.get(link, follow_redirects=True).status_code != 200} == set()


def test_command_gets_the_same_answer(client: FlaskClient) -> None:
    page = read(client, "/questions/echo?text=it%27s&text=%24HOME+%22x%22")
    program, address = shlex.split(next(text for text in page.texts["code"] if text.startswith("curl")))
    parts = urlsplit(address)

    assert (program, parts.hostname) == ("curl", "localhost")
    assert client.get(f"{parts.path}?{parts.query}").text.splitlines()[1:] == [
        '"$HOME ""x""",1,2.5,2024-02-29,true,left',
        "it's,1,2.5,2024-02-29,true,left",
    ]


def test_query_is_opened_in_the_editor_as_it_ran(client: FlaskClient) -> None:
    page = read(client, "/questions/brand-names?drug=oil")
    link = next(str(found["href"]) for found in page.find("a") if str(found["href"]).startswith("/sparql?query"))
    editor = client.get(link, headers={"Accept": BROWSER}).text

    assert "VALUES ?drug { &lt;https://w3id.org/pomegraph/drug/oil&gt; }" in editor


def test_long_query_is_opened_in_the_editor_by_post(client: FlaskClient) -> None:
    page = read(client, "/questions/echo?text=" + "x" * 3000)
    form = page.find("form", method="post")
    query = page.find("input", name="query")[0]["value"]
    answer = client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})

    assert form[0]["action"] == "/sparql"
    assert "x" * 3000 in answer.text


def test_page_tells_which_release_answered(client: FlaskClient) -> None:
    version = client.get("/questions/claims").get_json()["version"]
    text = client.get("/questions/claims.html").text

    assert re.search(rf"Answered on \d+ \w+ \d+, [\d:]+ UTC from release <code>{version}</code>", text)


def test_chart_has_its_words_beside_it(client: FlaskClient) -> None:
    page = read(client, "/questions/counts")
    (picture,) = page.find("img")

    assert picture["src"] == "/questions/counts.svg"
    assert str(picture["alt"]).startswith("Bar chart of ")
    assert [(source["srcset"], "max-width" in str(source["media"])) for source in page.find("source")] == [
        ("/questions/counts.narrow.dark.svg", True),
        ("/questions/counts.narrow.svg", True),
        ("/questions/counts.dark.svg", False),
    ]


def test_empty_answer_is_explained(client: FlaskClient) -> None:
    text = client.get("/questions/brand-names?drug=oil", headers={"Accept": BROWSER}).text

    assert "No document of this graph names oil. What is not here may be so nevertheless." in text
    assert '<a href="/questions/brand-names?drug=exemplamide">' in text


def test_page_tells_first_what_it_is_for(client: FlaskClient) -> None:
    text = client.get("/questions/brand-names", headers={"Accept": BROWSER}).text

    assert "Asked for drug: Exemplamide (default)." in text or "Asked for drug: exemplamide (default)." in text
    assert text.index("Asked for") < text.index("<table")


def test_page_of_a_question_that_needs_a_value_has_an_example(client: FlaskClient) -> None:
    text = client.get("/questions/is-known", headers={"Accept": BROWSER}).text

    assert re.search(r'For example: <a href="/questions/is-known\?drug=[a-z]+">', text)


def test_answer_as_it_stands_tells_when_it_was_verified(client: FlaskClient) -> None:
    rows, graph = (
        client.get(f"/questions/{stem}", headers={"Accept": BROWSER}).text for stem in ("claims", "drug-graph")
    )

    assert "Verified row by row on 3 February 2026, on release 0123456789abcdef." in rows
    assert "Verified by the number of triples of each property on 3 February 2026" in graph


def test_release_that_was_verified_is_called_this_one(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    release = client.get("/questions/claims.json").get_json()["version"]
    monkeypatch.setitem(client.application.jinja_env.globals, "verified", Verified(date(2026, 2, 3), release))

    assert (
        "on 3 February 2026, on this release."
        in client.get("/questions/claims?limit=1", headers={"Accept": BROWSER}).text
    )


def test_answer_with_other_values_is_not_called_verified(client: FlaskClient) -> None:
    text = client.get("/questions/claims?source=alpha", headers={"Accept": BROWSER}).text

    assert "Verified" not in text
    assert "was verified on 3 February 2026, on release 0123456789abcdef." in text
    assert '<a href="/questions/claims">answer to this question as it stands</a>' in text


def test_part_past_the_end_says_so(client: FlaskClient) -> None:
    page = client.get("/questions/claims?limit=3&offset=900", headers={"Accept": BROWSER})

    assert "There are 13 rows, and none so far on." in page.text
    assert "<table" not in page.text


# The list.


def test_list_shows_questions_by_who_asks(client: FlaskClient) -> None:
    page = read(client, "/questions")

    assert page.texts["h2"] == ["For data engineers", "For others"]
    assert "Which claims does each document make?" in page.texts["a"]


def test_search_keeps_its_words(client: FlaskClient) -> None:
    page = read(client, '/questions?q=brand+"')

    assert [box["value"] for box in page.find("input", name="q")] == ["", 'brand "']
    assert "The 7 questions that fit best." in page.texts["p"]


def test_home_leads_to_the_questions(client: FlaskClient) -> None:
    page = read(client, "/")

    assert {"/questions", "/openapi"} <= {str(found["href"]) for found in page.find("a")}
