"""Forms of questions: fields that say what they take, and keep what was given."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from pomegraph.names import XSD
from pomegraph.questions.things import NamedThing, Things
from pomegraph.sparql.terms import Iri, Literal, RdfTerm
from pomegraph.web.questions.forms import name_values
from support.asked import BROWSER, make_asking_client
from support.html_pages import Page, read


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_asking_client(built, tmp_path_factory.mktemp("forms"))


def test_fields_are_of_the_kind_of_their_parameters(client: FlaskClient) -> None:
    page = read(client, "/questions/echo")
    kinds = {found["name"]: found["type"] for found in page.find("input") if found.get("name", "q") != "q"}

    assert kinds == {"text": "text", "whole": "number", "amount": "number", "day": "date", "sides": "checkbox"}
    assert [found["name"] for found in page.find("select")] == ["flag", "choice"]
    assert [found["value"] for found in page.find("option")] == ["", "true", "false", "", "left", "right"]


def test_form_keeps_what_was_given(client: FlaskClient) -> None:
    page = read(client, "/questions/echo?text=a%22b&whole=7&choice=right&sides=left")

    assert page.find("input", name="text")[0]["value"] == 'a"b'
    assert page.find("input", name="whole")[0]["value"] == "7"
    assert "selected" in page.find("option", value="right")[0]
    assert ["checked" in box for box in page.find("input", name="sides")] == [True, False]


def test_things_are_chosen_by_their_names(client: FlaskClient) -> None:
    text = client.get("/questions/brand-names?drug=EX-1", headers={"Accept": BROWSER}).text

    assert '<option value="exemplamide" selected>exemplamide</option>' in text
    assert '<option value="oil">oil</option>' in text


def test_wrong_value_is_shown_in_the_form(client: FlaskClient) -> None:
    response = client.get("/questions/echo?whole=seven", headers={"Accept": BROWSER})
    page = Page(response.text)

    assert response.status_code == 422
    assert (
        page.find("input", name="whole")[0] | {"value": "seven", "aria-invalid": "true"}
        == page.find("input", name="whole")[0]
    )
    assert "write a whole number" in response.text


def test_question_with_a_missing_value_waits_for_it(client: FlaskClient) -> None:
    response = client.get("/questions/is-known", headers={"Accept": BROWSER})

    assert response.status_code == 200
    assert "must be given" in response.text
    assert 'id="answer"' not in response.text


def test_form_of_nothing_to_choose_is_left_out(client: FlaskClient) -> None:
    assert read(client, "/questions/counts").find("form", method="get")[1:] == []


def test_default_stands_in_its_field(client: FlaskClient) -> None:
    page = read(client, "/questions/echo")

    assert {"yes (default)", "left (default)"} <= set(page.texts["option"])
    assert page.find("input", name="whole")[0]["placeholder"] == "1"


def test_values_are_named_as_people_call_them() -> None:
    things = Things({})
    things.add(NamedThing("https://x/oil", "drug", "olive oil"))
    used: dict[str, list[RdfTerm]] = {
        "drug": [Iri("https://x/oil")],
        "isNew": [Literal("false", XSD + "boolean")],
        "source": [],
    }

    assert name_values(used, things) == "drug: olive oil; is new: no"
