"""The search answers people with a page and programs with JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from support.asked import BROWSER, EXAMPLAMIDE, make_asking_client

HTML, JSON = {"Accept": BROWSER}, {"Accept": "application/json"}


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_asking_client(built / "", tmp_path_factory.mktemp("search"))


def test_page_leads_to_things_and_questions(client: FlaskClient) -> None:
    page = client.get("/search?q=brand+names+of+Exampla", headers=HTML)

    assert page.status_code == 200
    assert 'href="/drug/exemplamide"' in page.text
    assert 'href="/questions/brand-names?drug=exemplamide"' in page.text
    assert 'value="brand names of Exampla"' in page.text


def test_thing_that_is_named_comes_first(client: FlaskClient) -> None:
    name, words = (client.get(f"/search?q={words}", headers=HTML).text for words in ("exampla", "names+of+exampla"))

    assert '<h2 id="found-1">Things' in name
    assert '<h2 id="found-1">Questions' in words


def test_misspelling_leads_to_what_was_meant(client: FlaskClient) -> None:
    page = client.get("/search?q=exemplamdie", headers=HTML)

    assert '<a href="/search?q=exemplamide">exemplamide</a>' in page.text


def test_what_no_document_tells_is_told_first(client: FlaskClient) -> None:
    note = "No document of this graph tells what it costs."

    assert all(note in client.get(f"/{page}?q=price+of+Exampla", headers=HTML).text for page in ("search", "questions"))
    assert client.get("/search?q=price+of+Exampla", headers=JSON).get_json()["notes"] == [note]


def test_empty_box_gets_examples(client: FlaskClient) -> None:
    assert 'href="/search?q=side+effects"' in client.get("/search", headers=HTML).text


def test_program_gets_json(client: FlaskClient) -> None:
    found = client.get("/search?q=names+of+EX-1&limit=2", headers=JSON).get_json()
    question = next(one for one in found["questions"] if one["stem"] == "brand-names")

    assert question["values"] == {"drug": [{"value": "exemplamide", "label": "exemplamide"}]}
    assert question["address"] == "/questions/brand-names?drug=exemplamide"
    assert client.get(question["address"], headers=JSON).status_code == 200
    assert found["things"][0]["iri"] == EXAMPLAMIDE
    assert len(found["questions"]) == 5
    assert all(client.get(one["address"], headers=JSON).status_code in {200, 303} for one in found["things"])


def test_claims_have_addresses(client: FlaskClient) -> None:
    (claim, *_) = client.get("/search?q=exemplamide", headers=JSON).get_json()["claims"]

    assert claim["address"] == f"/claim/{claim['iri'].rpartition('/')[2]}"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "q"),
        ("q=", "q"),
        ("q=" + "x" * 1_001, "q"),
        ("q=a&q=b", "q"),
        ("q=a&limit=0", "limit"),
        ("q=a&limit=101", "limit"),
        ("q=a&limit=many", "limit"),
        ("q=a&typing=maybe", "typing"),
    ],
)
def test_wrong_parameter_is_refused_by_its_name(client: FlaskClient, query: str, name: str) -> None:
    response = client.get(f"/search?{query}", headers=JSON)

    assert (response.status_code, response.get_json()["name"]) == (400, name)


def test_unknown_format_is_refused(client: FlaskClient) -> None:
    assert client.get("/search?q=a&format=csv").status_code == 406


def test_same_search_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/search?q=exampla", headers=JSON)
    again = client.get("/search?q=exampla", headers=JSON | {"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", '"><b>', "%F0%9F%A6%84", "a' OR 1=1 --", "NEAR(a b)", "*"]
)
def test_hostile_words_are_words(client: FlaskClient, words: str) -> None:
    page = client.get("/search", query_string={"q": words}, headers=HTML)

    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert '"><b>' not in page.text


def test_every_page_has_the_box(client: FlaskClient) -> None:
    for path in ("/", "/questions", "/sparql", "/nothing", "/drug/exemplamide.html"):
        page = client.get(path, headers=HTML)
        assert 'action="/search"' in page.text
        assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_browsers_are_told_of_it(client: FlaskClient) -> None:
    assert "/search?q={searchTerms}" in client.get("/opensearch.xml").text


def test_questions_are_found_by_rank(client: FlaskClient) -> None:
    found = client.get("/questions?q=brands+of+the+drug+EX-1&format=json").get_json()
    page = client.get("/questions?q=brands+of+the+drug+EX-1", headers=HTML)

    assert found["questions"][0]["stem"] == "brand-names"
    assert 'href="/questions/brand-names?drug=exemplamide"' in page.text


def test_value_that_was_meant_is_a_link(client: FlaskClient) -> None:
    page = client.get("/questions/brand-names?drug=exemplamidde&limit=5", headers=HTML)

    assert page.status_code == 422
    assert '<a href="/questions/brand-names?drug=exemplamide&amp;limit=5">exemplamide</a>' in page.text


def test_one_of_several_values_is_chosen_by_a_link(client: FlaskClient) -> None:
    page = client.get("/questions/brand-names?drug=exemplamide&drug=oil", headers=HTML)

    assert page.status_code == 422
    assert 'Ask for <a href="/questions/brand-names?drug=exemplamide">exemplamide</a> or <a' in page.text


def test_program_is_given_no_choices_where_there_are_none(client: FlaskClient) -> None:
    found = client.get("/search?q=names+of+EX-1", headers=JSON).get_json()

    assert {len(one["choices"]) for one in found["questions"]} == {0}
