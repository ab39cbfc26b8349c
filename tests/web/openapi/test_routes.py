"""The description in OpenAPI: valid, made from the headers, and true of what is answered."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from pomegraph.release import Release
from support.asked import EXAMPLAMIDE, make_asking_client
from support.places import ROOT
from support.servers import run_pomegraph


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_asking_client(built, tmp_path_factory.mktemp("openapi"))


@pytest.fixture(scope="module")
def document(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").get_json()
    return found


def find_parameter(document: dict[str, Any], stem: str, name: str) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = document["paths"][f"/questions/{stem}" if stem else "/describe"]["get"][
        "parameters"
    ]
    return next(each for each in parameters if each.get("name") == name)


def test_description_is_valid(document: dict[str, Any]) -> None:
    validator = pytest.importorskip("openapi_spec_validator")

    validator.validate(document)
    assert document["openapi"].startswith("3.1")


def test_every_question_is_described(client: FlaskClient, document: dict[str, Any]) -> None:
    stems = [question["stem"] for question in client.get("/questions").get_json()["questions"]]

    assert set(document["paths"]) == {"/questions", *(f"/questions/{stem}" for stem in stems), "/describe", "/search"}
    assert document["paths"]["/questions/claims"]["get"]["summary"] == "Which claims does each document make?"


def test_server_is_the_one_that_was_asked(client: FlaskClient) -> None:
    document = client.get("/openapi.json", base_url="https://graph.example.org").get_json()

    assert document["servers"] == [{"url": "https://graph.example.org"}]


@pytest.mark.parametrize(
    ("stem", "name", "schema"),
    [
        ("echo", "choice", {"type": "string", "enum": ["left", "right"]}),
        ("echo", "flag", {"type": "boolean"}),
        ("echo", "day", {"type": "string", "format": "date"}),
        ("echo", "sides", {"type": "array", "items": {"type": "string", "enum": ["left", "right"]}, "minItems": 1}),
        ("brand-names", "drug", {"type": "string", "examples": ["exemplamide"]}),
    ],
)
def test_schema_is_that_of_the_parameter(document: dict[str, Any], stem: str, name: str, schema: object) -> None:
    assert find_parameter(document, stem, name)["schema"] == schema


def test_parameter_tells_its_default(document: dict[str, Any]) -> None:
    assert find_parameter(document, "echo", "whole")["description"] == "A number. If it is left out: 1."
    assert find_parameter(document, "claims", "source")["description"] == (
        "The document. A source by its id, IRI, CURIE or any name. If it is left out: any."
    )
    assert find_parameter(document, "is-known", "drug")["required"] is True


@pytest.mark.parametrize("path", ["echo", "claims?limit=2", "counts", "is-known?drug=oil"])
def test_answer_is_as_it_is_described(client: FlaskClient, document: dict[str, Any], path: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    response = document["paths"][f"/questions/{path.partition('?')[0]}"]["get"]["responses"]["200"]
    schema = response["content"]["application/json"]["schema"] | {"components": document["components"]}

    jsonschema.Draft202012Validator(schema).validate(client.get(f"/questions/{path}").get_json())


def test_problem_is_as_it_is_described(client: FlaskClient, document: dict[str, Any]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = document["components"]["schemas"]["Problem"]

    jsonschema.Draft202012Validator(schema).validate(client.get("/questions/echo?whole=x").get_json(force=True))


def test_answers_need_not_be_sent_again(client: FlaskClient, document: dict[str, Any]) -> None:
    operations = [path["get"] for path in document["paths"].values()]
    assert all("304" in each["responses"] and "ETag" in each["responses"]["200"]["headers"] for each in operations)

    for path in ("/openapi.json", "/openapi"):
        tag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)


def test_description_tells_how_to_name_things_and_what_a_problem_is(document: dict[str, Any]) -> None:
    text, problem = document["info"]["description"], document["components"]["schemas"]["Problem"]

    assert all(word in text for word in ("/questions/things", "CURIE", "If-None-Match", "RFC 9457", "Link"))
    assert set(problem["examples"][0]) <= set(problem["properties"])


def test_each_kind_of_problem_has_its_status(document: dict[str, Any]) -> None:
    responses = document["components"]["responses"]

    assert set(responses) == {"304", "400", "404", "406", "413", "415", "422", "502", "503", "504"}
    assert "A parameter of a question is unknown" in responses["422"]["description"]


def test_chart_is_told_where_there_is_one(document: dict[str, Any]) -> None:
    told = {stem for stem in ("counts", "claims") if ".vl.json" in str(document["paths"][f"/questions/{stem}"])}

    assert told == {"counts"}


def test_what_the_graph_says_of_an_iri_is_described(client: FlaskClient, document: dict[str, Any]) -> None:
    operation = document["paths"]["/describe"]["get"]
    response = client.get("/describe", query_string={"iri": EXAMPLAMIDE})

    assert response.mimetype in operation["responses"]["200"]["content"]
    assert re.fullmatch(find_parameter(document, "", "iri")["schema"]["pattern"], EXAMPLAMIDE)


def test_page_has_every_question_and_parameter(client: FlaskClient, document: dict[str, Any]) -> None:
    text = client.get("/openapi").text
    described = [each for path in document["paths"].values() for each in path["get"]["parameters"] if "name" in each]
    names = {each["name"] for each in described} - {"q", "tag", "format", "iri"}

    assert all(path in text for path in document["paths"])
    assert all(f"<code>{name}</code>" in text for name in names)
    assert "One of left, right. If it is left out: left." in text
    assert "<code>drug</code>: drug, required" in text


@pytest.mark.slow
def test_description_holds_against_requests_made_from_it(real_release: Release, tmp_path: Path) -> None:
    program = shutil.which("schemathesis", path=str(Path(sys.executable).parent)) or pytest.skip("no schemathesis")
    settings = ROOT / "tests" / "schemathesis.toml"
    with run_pomegraph("--release", str(real_release.folder), "--workers", "1") as server:
        command = [program, "--config-file", str(settings), "run", f"{server.url}/openapi.json"]
        options = ["--max-examples", "10", "--seed", "4", "--request-timeout", "40", "--no-color"]
        done = subprocess.run(
            [*command, *options], cwd=tmp_path, capture_output=True, text=True, timeout=500, check=False
        )

    assert done.returncode == 0, done.stdout[-5000:]
