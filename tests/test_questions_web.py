"""Questions over HTTP: the list, answers in every format, parts of them, and what is said of what is not understood."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import rdflib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.http import parse_options_header

from asked import BASE, BROWSER, EXAMPLAMIDE, make_asking_client, make_questions
from endpoint import LIMITS, connect_engine, read_log
from pomegraph.content import Content
from pomegraph.errors import Problem
from pomegraph.questions.catalogue import Catalogue
from pomegraph.questions.reading import read_question
from pomegraph.web.answers import Answers
from pomegraph.web.asking import RESERVED, Asker
from pomegraph.web.cache import ResultCache
from pomegraph.web.metrics import Meters

CLAIMS = 13
# Nothing of it may be read as anything but text.
HOSTILE = [
    '"',
    "'",
    "\\",
    "\\\\",
    '\\"',
    "} }",
    "{ ?s ?p ?o }",
    'a" } SERVICE <http://x/> { ?s ?p ?o } #',
    "} SERVICE <http://x/> {",
    '"""',
    "line\nline",
    "tab\tstop",
    "carriage\rreturn",
    "\\u0022 }",
    "\\U00000022",
    "UNDEF",
    "?text",
    "<http://example.org/a b>",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "%22%7D",
    "größe \U0001f34e",
    "9" * 400,
]


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_asking_client(built, tmp_path_factory.mktemp("questions"))


def link_to(header: str, relation: str) -> str | None:
    links = [parse_options_header(link.strip()) for link in header.split(", <")]
    return next((link.strip("<>") for link, options in links if options.get("rel") == relation), None)


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
    ("asked", "stems"),
    [
        ("q=brand", {"brand-names"}),
        ("q=DOCUMENT+claims", {"claims", "counts"}),
        ("q=nothing+has+this", set()),
        ("tag=claims", {"claims", "counts"}),
        ("tag=claims&q=how+many", {"counts"}),
        ("q=plural", {"echo"}),
    ],
)
def test_list_is_searched_by_words_and_subject(client: FlaskClient, asked: str, stems: set[str]) -> None:
    document = client.get(f"/questions?{asked}").get_json()

    assert {question["stem"] for question in document["questions"]} == stems


# Answers.


def test_answer_has_plain_typed_values(client: FlaskClient) -> None:
    document = client.get("/questions/echo").get_json()

    assert document["rows"] == [
        {"text": "as it is", "whole": 1, "amount": 2.5, "day": "2024-02-29", "flag": True, "choice": "left"}
    ]
    assert [column["type"] for column in document["columns"]] == [
        "text",
        "integer",
        "number",
        "text",
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
    assert {column["name"]: column["type"] for column in document["columns"]}["note"] is None


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
        ("/questions/claims.svg", 406),
        ("/questions/claim", 404),
        ("/questions/claims/more", 404),
    ],
)
def test_what_is_not_there_is_told(client: FlaskClient, path: str, status: int) -> None:
    response = client.get(path)

    assert response.status_code == response.get_json(force=True)["status"] == status
    assert response.mimetype == "application/problem+json"


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


# Parts.


@pytest.mark.parametrize("extension", ["json", "csv", "tsv", "srj", "xml"])
def test_parts_fit_together(client: FlaskClient, extension: str) -> None:
    path: str | None = f"/questions/claims.{extension}?limit=5"
    sizes, totals = [], set()
    while path:
        response = client.get(path)
        sizes.append(response.text.count(f"{BASE}claim/"))
        totals.add(response.headers["X-Total-Count"])
        path = link_to(response.headers["Link"], "next")

    assert len(sizes) == 3
    assert totals == {str(CLAIMS)}


def test_rows_of_the_parts_are_those_of_the_whole(client: FlaskClient) -> None:
    whole = list(csv.reader(io.StringIO(client.get("/questions/claims.csv").text)))
    parts = [client.get(f"/questions/claims.csv?limit=5&offset={offset}").text for offset in (0, 5, 10)]
    rows = [row for part in parts for row in list(csv.reader(io.StringIO(part)))[1:]]

    assert rows == whole[1:]


def test_links_lead_to_the_other_parts(client: FlaskClient) -> None:
    header = client.get("/questions/claims?limit=5&offset=5&source=alpha&source=beta").headers["Link"]
    found = {name: parse_qs(urlsplit(link_to(header, name) or "").query) for name in ("first", "prev", "next", "last")}

    assert {name: asked.get("offset", ["0"])[0] for name, asked in found.items()} == {
        "first": "0",
        "prev": "0",
        "next": "10",
        "last": "10",
    }
    assert {tuple(asked["source"]) for asked in found.values()} == {("alpha", "beta")}


def test_offset_past_the_end_is_an_empty_part(client: FlaskClient) -> None:
    document = client.get("/questions/claims?limit=5&offset=1000").get_json()

    assert document["rows"] == []
    assert document["total"] == CLAIMS
    assert document["links"]["prev"] == "/questions/claims.json?limit=5&offset=10"


@pytest.mark.parametrize(
    "asked", ["limit=0", "limit=-1", "limit=ten", "limit=", "limit=1&limit=2", "offset=1e3", "limit=99999999999"]
)
def test_limit_and_offset_are_whole_numbers(client: FlaskClient, asked: str) -> None:
    response = client.get(f"/questions/claims?{asked}")

    assert response.status_code == 422
    assert response.get_json(force=True)["name"] == asked.partition("=")[0]


def test_graph_has_no_parts(client: FlaskClient) -> None:
    assert client.get("/questions/drug-graph?limit=1").status_code == 422


# Values.


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_a_text(client: FlaskClient, text: str) -> None:
    document = client.get("/questions/echo", query_string={"text": text}).get_json()

    assert [row["text"] for row in document["rows"]] == [text]
    assert document["parameters"]["text"] == [text]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_no_markup_on_the_page(client: FlaskClient, text: str) -> None:
    page = client.get("/questions/echo", query_string={"text": text}, headers={"Accept": BROWSER})

    assert page.status_code == 200
    assert "<script" not in page.text
    assert page.text.count("</main>") == 1


@pytest.mark.parametrize("name", [*HOSTILE, "http://example.org/a b", "http://example.org/>", f"{EXAMPLAMIDE}> }} #"])
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
    assert client.get("/questions/echo?text=%ff").status_code == 400
    assert client.get("/questions/echo?%ff=1").status_code == 400


def test_empty_value_is_the_default(client: FlaskClient) -> None:
    document = client.get("/questions/echo?text=&whole=+&choice=").get_json()

    assert [row["text"] for row in document["rows"]] == ["as it is"]


@pytest.mark.parametrize(
    ("path", "name", "suggestion"),
    [
        ("/questions/brand-names?drug=exemplamid", "drug", "exemplamide"),
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


# Caches.


@pytest.mark.parametrize("extension", ["json", "csv", "srj", "svg", "vl.json"])
def test_answer_that_is_known_is_not_sent_again(client: FlaskClient, extension: str) -> None:
    first = client.get(f"/questions/counts.{extension}")
    second = client.get(f"/questions/counts.{extension}", headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.data) == (304, b"")
    assert second.headers["ETag"] == first.headers["ETag"]


def test_tags_differ_by_what_is_asked(client: FlaskClient) -> None:
    asked = ["", "?source=alpha", "?limit=1", "?limit=1&offset=1"]
    paths = [f"/questions/claims.{extension}{each}" for extension in ("json", "csv") for each in asked]
    tags = {client.get(path).headers["ETag"] for path in paths}

    assert len(tags) == len(paths)


@pytest.mark.parametrize("extension", ["json", "csv", "svg"])
def test_answer_is_kept(built: Path, tmp_path: Path, extension: str) -> None:
    stream = io.StringIO()
    client = make_asking_client(built, tmp_path, stream)
    answers = [client.get(f"/questions/counts.{extension}", buffered=True).data for _ in range(2)]
    records = read_log(stream)

    assert answers[0] == answers[1]
    assert [record["outcome"] for record in records] == ["done", "cached"]
    assert {record["route"] for record in records} == {"questions"}


@pytest.mark.parametrize("path", ["/questions", "/questions/claims", "/questions/claims.csv", "/questions/counts.svg"])
def test_head_is_get_without_the_body(client: FlaskClient, path: str) -> None:
    get, head = client.get(path), client.head(path)

    assert head.data == b""
    assert head.status_code == 200
    assert (head.mimetype, head.headers.get("ETag")) == (get.mimetype, get.headers.get("ETag"))


def test_questions_are_only_read(client: FlaskClient) -> None:
    assert client.post("/questions/claims").status_code == 405


# Charts.


@pytest.mark.parametrize("extension", ["svg", "dark.svg"])
def test_chart_is_a_picture_that_loads_nothing(client: FlaskClient, extension: str) -> None:
    response = client.get(f"/questions/counts.{extension}")

    assert response.mimetype == "image/svg+xml"
    assert "Exemplamide at a glance" in response.text
    assert "<script" not in response.text
    assert "href" not in response.text


def test_chart_for_the_dark_is_another(client: FlaskClient) -> None:
    assert client.get("/questions/counts.dark.svg").data != client.get("/questions/counts.svg").data


def test_specification_of_a_chart_can_be_had(client: FlaskClient) -> None:
    spec = client.get("/questions/counts.vl.json").get_json(force=True)

    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    assert {row["source"] for row in spec["data"]["values"]} >= {"Exemplamide at a glance"}


def test_things_are_those_of_the_data_now(built: Path, tmp_path: Path) -> None:
    first, second = connect_engine(LIMITS, built / "release"), connect_engine()
    asker = Asker(Catalogue(make_questions(built, tmp_path)), first, Answers(first, ResultCache(0), Meters()))
    with Flask("test").test_request_context():
        before = asker.list_things().find("drug", "Exampla")
        asker.engine, asker.answers = second, Answers(second, ResultCache(0), Meters())
        after = asker.list_things().find("drug", "Exampla")

    assert [thing.iri for thing in before] == [EXAMPLAMIDE]
    assert after == []


def test_no_question_has_a_parameter_with_a_name_of_ours(real: Content) -> None:
    problems: list[Problem] = []
    questions = [read_question(path, path.name, problems) for path in real.queries]
    names = {parameter.name for question in questions if question for parameter in question.parameters}

    assert names & set(RESERVED) == set()
