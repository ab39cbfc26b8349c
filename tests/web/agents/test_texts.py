"""Texts for language models at /llms.txt and /schema."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from pomegraph.content.folder import Content
from pomegraph.questions.reading import read_questions
from pomegraph.release import Release
from support.agents import LETTERS_OF_A_TOKEN
from support.endpoint import make_client


@pytest.fixture(scope="module")
def client(real: Content, real_release: Release) -> FlaskClient:
    return make_client(release=real_release.folder, questions=tuple(read_questions(real)))


def test_overview_fits_into_a_context_and_its_links_lead_somewhere(client: FlaskClient) -> None:
    response = client.get("/llms.txt")
    links = re.findall(r"\]\(http://localhost(/[^)]*)\)", response.text)

    assert response.mimetype == "text/markdown"
    assert response.text.startswith("# Pomegraph\n\n> ")
    assert len(response.text) / LETTERS_OF_A_TOKEN < 4_000
    assert "No medical advice" in response.text
    assert {client.get(link).status_code for link in [*links[:4], *links[-2:]]} <= {200, 400}
    assert len(links) > 70


def test_overview_tells_which_questions_cannot_be_asked_without_a_value(client: FlaskClient, real: Content) -> None:
    text = client.get("/llms.txt").text
    told = dict(re.findall(r"/questions/([^)]*)\):.* Needs (.*)\.$", text, re.MULTILINE))
    needed = {one.stem: [each.name for each in one.parameters if each.required] for one in read_questions(real)}

    assert told == {stem: ", ".join(names) for stem, names in needed.items() if names}
    assert client.get("/questions/about").status_code == 422
    assert client.get("/questions/about?thing=pomalidomide").status_code == 200


def test_tools_that_are_not_offered_are_not_told(client: FlaskClient) -> None:
    assert "/mcp" not in client.get("/llms.txt").text
    assert client.post("/mcp", json={}).status_code in {404, 405}


@pytest.mark.parametrize(
    ("path", "accept", "expected"),
    [
        ("/schema.txt", "text/html", "text/plain"),
        ("/schema.md", "*/*", "text/markdown"),
        ("/schema", "text/html,*/*;q=0.1", "text/plain"),
        ("/schema", "text/markdown", "text/markdown"),
        ("/schema", "application/json", "text/plain"),
    ],
)
def test_schema_is_a_text(client: FlaskClient, path: str, accept: str, expected: str) -> None:
    response = client.get(path, headers={"Accept": accept})

    assert (response.status_code, response.mimetype) == (200, expected)
    assert "## Rules" in response.text


def test_text_that_is_still_the_same_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/schema.txt").headers["ETag"]

    assert client.get("/schema.txt", headers={"If-None-Match": tag}).status_code == 304
