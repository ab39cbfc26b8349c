"""Questions over HTTP: the list of all, and the answer to each in every format."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from flask.testing import FlaskClient

from support.asked import BASE, BROWSER, EXAMPLAMIDE, make_asking_client

CLAIMS = 13


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_asking_client(built, tmp_path_factory.mktemp("questions"))


# The list.


def test_list_has_all_questions_with_their_parameters(client: FlaskClient) -> None:
    document = client.get("/questions").get_json()
    echo = next(each for each in document["questions"] if each["stem"] == "echo")

    assert document["total"] == len(document["questions"]) == 7
    assert echo["parameters"][0] == {
        "name": "text",
        "type": "text",
        "means": "any text",
        "several": True,
        "required": False,
    }
    assert echo["links"]["csv"] == "/questions/echo.csv"


@pytest.mark.parametrize(
    ("asked", "first", "count"),
    [
        ("q=brand", "brand-names", 7),
        ("q=DOCUMENT+claims", "claims", 7),
        ("q=quetzalcoatl", "things", 7),
        ("tag=claims", "claims", 2),
        ("tag=claims&q=count+of+claims", "counts", 2),
        ("q=plural", "echo", 7),
    ],
)
def test_list_is_ranked_by_words_and_cut_by_subject(client: FlaskClient, asked: str, first: str, count: int) -> None:
    document = client.get(f"/questions?{asked}").get_json()

    assert (document["questions"][0]["stem"], document["total"]) == (first, count)


# Answers.


def test_answer_has_plain_typed_values(client: FlaskClient) -> None:
    document = client.get("/questions/echo").get_json()

    assert document["rows"] == [
        {"text": "as it is", "whole": 1, "amount": 2.5, "day": "2024-02-29", "flag": True, "choice": "left"}
    ]
    assert [column["type"] for column in document["columns"]] == [
        "text",
        "integer",
        "decimal",
        "date",
        "boolean",
        "text",
    ]
    assert document["parameters"]["amount"] == [2.5]
    assert document["parameters"]["sides"] is None


def test_answer_names_what_its_iris_are(client: FlaskClient) -> None:
    document = client.get("/questions/claims").get_json()
    row = document["rows"][0]

    assert document["labels"][row["source"]] == "Exemplamide at a glance"
    assert set(document["labels"]) == {each[name] for each in document["rows"] for name in ("source", "claim")}
    assert {column["name"]: column["type"] for column in document["columns"]}["note"] == "text"


def test_links_of_an_answer_lead_somewhere(client: FlaskClient) -> None:
    document = client.get("/questions/claims?limit=2&offset=2&source=alpha").get_json()
    statuses = {name: client.get(link).status_code for name, link in document["links"].items()}

    assert {"self", "first", "prev", "next", "last", "page", "csv", "srj", "query"} <= set(statuses)
    assert set(statuses.values()) == {200}


@pytest.mark.parametrize(
    ("extension", "accept", "media_type"),
    [
        ("json", "application/json", "application/json"),
        ("srj", "application/sparql-results+json", "application/sparql-results+json"),
        ("xml", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("xml", "application/xml, application/json;q=0.1", "application/sparql-results+xml"),
        ("csv", "text/csv", "text/csv"),
        ("tsv", "text/tab-separated-values", "text/tab-separated-values"),
        ("json", "*/*", "application/json"),
        ("html", BROWSER, "text/html"),
    ],
)
def test_format_is_chosen_by_extension_parameter_and_header(
    client: FlaskClient, extension: str, accept: str, media_type: str
) -> None:
    responses = [
        client.get(f"/questions/claims.{extension}", headers={"Accept": "text/turtle"}),
        client.get(f"/questions/claims?format={extension}", headers={"Accept": "text/turtle"}),
        client.get("/questions/claims", headers={"Accept": accept}),
    ]

    assert {response.mimetype for response in responses} == {media_type}
    assert [response.status_code for response in responses] == [200, 200, 200]
    assert "Accept" in responses[2].vary


@pytest.mark.parametrize("extension", ["ttl", "nt", "rdf", "jsonld", "trig", "nq"])
def test_graph_is_given_in_each_format(client: FlaskClient, extension: str) -> None:
    response = client.get(f"/questions/drug-graph.{extension}?drug=oil")
    graph = rdflib.Dataset()
    graph.parse(data=response.text, format=response.mimetype)

    assert {str(subject) for subject, *_ in graph.quads()} == {f"{BASE}drug/oil"}


def test_graph_is_turtle_unless_something_else_is_wanted(client: FlaskClient) -> None:
    assert client.get("/questions/drug-graph").mimetype == "text/turtle"
    assert client.get("/questions/drug-graph.json").mimetype == "application/ld+json"


def test_yes_or_no_is_one_cell(client: FlaskClient) -> None:
    assert client.get("/questions/is-known?drug=oil").get_json()["rows"] == [{"answer": True}]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/questions/claims.ttl", 406),
        ("/questions/drug-graph.csv", 406),
        ("/questions/claims?format=pdf", 406),
        ("/questions/claims?format=", 400),
        ("/questions/claims.pdf", 404),
        ("/questions/claims.CSV", 404),
        ("/questions/claims.", 404),
        ("/questions/claims.csv.json", 404),
        ("/questions?format=csv", 406),
        ("/questions?format=", 400),
        ("/questions/claims.svg", 406),
        ("/questions/claim", 404),
        ("/questions/claims/more", 404),
    ],
)
def test_what_is_not_there_is_told(client: FlaskClient, path: str, status: int) -> None:
    response = client.get(path)

    assert response.status_code == response.get_json(force=True)["status"] == status
    assert response.mimetype == "application/problem+json"


def test_wrong_end_of_an_address_is_told_with_those_there_are(client: FlaskClient) -> None:
    documents = [client.get(f"/questions/{name}").get_json(force=True) for name in ("claims.pdf", "drug-graph.n3")]

    assert documents[0]["detail"] == "there is no question 'claims.pdf'"
    assert documents[0]["cure"] == "add .json, .srj, .xml, .csv, .tsv or nothing to 'claims'"
    assert documents[1]["cure"] == "add .ttl, .nt, .rdf, .jsonld, .trig, .nq or nothing to 'drug-graph'"


@pytest.mark.parametrize("asked", ["", "?format=json", "?format=JSON", "?format=application/json"])
def test_list_is_data_unless_a_page_is_wanted(client: FlaskClient, asked: str) -> None:
    assert client.get(f"/questions{asked}").mimetype == "application/json"
    assert client.get("/questions?format=html").mimetype == "text/html"


@pytest.mark.parametrize("name", ["exemplamide", EXAMPLAMIDE, "Exampla", "  EX-1 ", "EXEMPLAMIDE", "chebi:1"])
def test_thing_is_known_by_any_of_its_names(client: FlaskClient, name: str) -> None:
    response = client.get("/questions/brand-names", query_string={"drug": name})

    assert response.get_json()["parameters"] == {"drug": [EXAMPLAMIDE]}


def test_several_values_are_asked_for_together(client: FlaskClient) -> None:
    counts = [
        client.get(f"/questions/claims?{asked}").get_json()["total"]
        for asked in ("source=alpha", "source=beta", "source=alpha&source=beta", "")
    ]

    assert counts[0] + counts[1] == counts[2] == counts[3] == CLAIMS


# Former names.


def test_former_name_of_a_question_answers_as_data_and_is_told(client: FlaskClient) -> None:
    old, new = (
        client.get("/questions/right-echo").get_json(),
        client.get("/questions/echo?choice=right&whole=2").get_json(),
    )

    assert (old["rows"], old["question"]["stem"]) == (new["rows"], "echo")
    assert old["meta"]["old_names"] == {"right-echo": "echo"}
    assert client.get("/questions/right-echo.csv").data == client.get("/questions/echo.csv?choice=right&whole=2").data
    assert client.get("/questions/right-echo.json?choice=left").get_json()["rows"][0]["choice"] == "left"


def test_page_of_a_former_name_leads_on_with_the_values_that_it_stands_for(client: FlaskClient) -> None:
    answer = client.get("/questions/right-echo?text=a&limit=5", headers={"Accept": BROWSER})

    assert answer.status_code == 301
    assert answer.location == "/questions/echo?text=a&choice=right&whole=2&limit=5"
    assert "Accept" in answer.headers["Vary"]


def test_list_tells_former_names_and_has_no_question_for_them(client: FlaskClient) -> None:
    questions = {each["stem"]: each["formerly"] for each in client.get("/questions").get_json()["questions"]}

    assert questions["echo"] == ["right-echo"]
    assert "right-echo" not in questions
