"""What clients ask for: nothing breaks out of a value, and what is not understood is told with what would be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pomegraph.content.folder import Content
from pomegraph.errors import Problem
from pomegraph.questions.catalogue import Catalogue
from pomegraph.questions.reading import read_question
from pomegraph.web.cache import ResultCache
from pomegraph.web.metrics import Meters
from pomegraph.web.questions.request import RESERVED, QuestionService
from pomegraph.web.results import Results
from support.asked import BROWSER, EXAMPLAMIDE, make_asking_client, make_questions
from support.endpoint import LIMITS, connect_engine
from support.headed import HOSTILE


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_asking_client(built, tmp_path_factory.mktemp("questions"))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_stays_a_text(client: FlaskClient, text: str) -> None:
    document = client.get("/questions/echo", query_string={"text": text}).get_json()

    assert [row["text"] for row in document["rows"]] == [text]
    assert document["parameters"]["text"] == [text]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_is_no_markup_on_the_page(client: FlaskClient, text: str) -> None:
    page = client.get("/questions/echo", query_string={"text": text}, headers={"Accept": BROWSER})

    assert page.status_code == 200
    assert re.findall(r'<script(?! type="module" src="/static/)', page.text) == []
    assert page.text.count("</main>") == 1


@pytest.mark.parametrize(
    "name", [*HOSTILE.values(), "http://example.org/a b", "http://example.org/>", f"{EXAMPLAMIDE}> }} #"]
)
def test_text_is_no_thing(client: FlaskClient, name: str) -> None:
    response = client.get("/questions/brand-names", query_string={"drug": name})

    assert response.status_code == 422
    assert response.get_json(force=True)["name"] == "drug"


@pytest.mark.parametrize(
    "asked",
    [
        "whole=1.5",
        "whole=1e3",
        "whole=" + "9" * 19,
        "whole=" + "9" * 5000,
        "whole=one",
        "amount=NaN",
        "amount=1e400",
        "day=2023-02-29",
        "day=today",
        "flag=maybe",
        "choice=up",
        "whole=1&whole=2",
        "choice=left&choice=left",
        "flag=*",
        "text=%00",
        "sides=left&sides=up",
    ],
)
def test_wrong_value_is_refused(client: FlaskClient, asked: str) -> None:
    document = client.get(f"/questions/echo?{asked}").get_json(force=True)

    assert (document["status"], document["type"]) == (422, "/problems/value")
    assert document["name"] == asked.partition("=")[0]
    assert document["cure"]


def test_text_that_is_no_utf8_is_refused(client: FlaskClient) -> None:
    for asked in ("text=%ff", "%ff=1", "text=%ED%A0%80", "text=%C0%80", "limit=%ff"):
        document = client.get(f"/questions/echo?{asked}").get_json(force=True)
        assert (document["status"], document["cure"]) == (400, "encode it as UTF-8")


@pytest.mark.parametrize("text", ["%zz", "%", "%2", "100%25", "a;b", "a=b", "a+b"])
def test_escape_that_is_none_is_taken_as_it_stands(client: FlaskClient, text: str) -> None:
    rows = client.get(f"/questions/echo?text={text}").get_json()["rows"]

    assert [row["text"] for row in rows] == [text.replace("%25", "%").replace("+", " ")]


def test_a_thousand_parameters_are_read(client: FlaskClient) -> None:
    values = "&".join(f"text={number}" for number in range(1_000))
    names = "&".join(f"name{number}=1" for number in range(1_000))

    assert client.get(f"/questions/echo?{values}").get_json()["total"] == 1_000
    assert client.get(f"/questions/echo?{names}").status_code == 422


@pytest.mark.parametrize(
    ("asked", "name", "values"),
    [
        ("flag=False", "flag", [False]),
        ("flag=TRUE", "flag", [True]),
        ("flag=off", "flag", [False]),
        ("choice=RIGHT", "choice", ["right"]),
        ("sides=left&sides=Left", "sides", ["left"]),
        ("sides=*", "sides", None),
        ("whole=%2B7", "whole", [7]),
        ("amount=.50", "amount", [0.5]),
        ("text=*", "text", 422),
    ],
)
def test_value_may_be_written_in_several_ways(client: FlaskClient, asked: str, name: str, values: object) -> None:
    response = client.get(f"/questions/echo?{asked}")

    assert response.status_code == values or response.get_json()["parameters"][name] == values


def test_empty_value_is_the_default(client: FlaskClient) -> None:
    document = client.get("/questions/echo?text=&whole=+&choice=").get_json()

    assert [row["text"] for row in document["rows"]] == ["as it is"]


@pytest.mark.parametrize(
    ("path", "name", "suggestion"),
    [
        ("/questions/brand-names?drug=exemplimade", "drug", "exemplamide"),
        ("/questions/brand-names?drugs=oil", "drugs", "drug"),
        ("/questions/echo?choice=rihgt", "choice", "right"),
    ],
)
def test_what_may_have_been_meant_is_suggested(client: FlaskClient, path: str, name: str, suggestion: str) -> None:
    document = client.get(path).get_json(force=True)

    assert (document["status"], document["name"]) == (422, name)
    assert suggestion in document["suggestions"]


def test_unknown_question_is_told_with_one_that_is_known(client: FlaskClient) -> None:
    response = client.get("/questions/brand-name?drug=oil")

    assert response.status_code == 404
    assert response.get_json(force=True)["cure"] == "did you mean 'brand-names'?"


def test_missing_value_is_told(client: FlaskClient) -> None:
    document = client.get("/questions/is-known").get_json(force=True)

    assert (document["status"], document["detail"]) == (422, "'drug' is missing: the drug")


def test_things_are_those_of_the_data_now(built: Path, tmp_path: Path) -> None:
    first, second = connect_engine(LIMITS, built / "release"), connect_engine()
    service = QuestionService(
        Catalogue(make_questions(built, tmp_path)), first, Results(first, ResultCache(0), Meters())
    )
    with Flask("test").test_request_context():
        before = service.list_things().find("drug", "Exampla")
        service.engine, service.results = second, Results(second, ResultCache(0), Meters())
        after = service.list_things().find("drug", "Exampla")

    assert [thing.iri for thing in before] == [EXAMPLAMIDE]
    assert after == []


def test_no_question_has_a_parameter_with_a_name_of_ours(real: Content) -> None:
    problems: list[Problem] = []
    questions = [read_question(path, path.name, problems) for path in real.queries]
    names = {parameter.name for question in questions if question for parameter in question.parameters}

    assert names & set(RESERVED) == set()
