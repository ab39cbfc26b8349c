"""What is noted on claims narrows them: whoever reads an answer reads it too, in all ways in which it is given."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from pomegraph.agents.answering import answer_question
from pomegraph.agents.compact import Window
from pomegraph.ask.api import EvidenceGraph
from pomegraph.ask.tools import QuestionTools
from pomegraph.cli.ask import ask
from pomegraph.content.folder import Content
from pomegraph.release import Release
from support.agents import make_desk

QUESTION, DRUG = "administration", "ixazomib"
# A forgotten dose is skipped only then.
NOTED = "unless the next is at least 72 hours away"


def test_json_has_notes_with_their_documents(real_client: FlaskClient) -> None:
    answer = real_client.get(f"/questions/{QUESTION}.json?drug={DRUG}").json
    assert answer is not None
    (claim,) = {row["claim"] for row in answer["rows"] if row["instruction"] == "skip a forgotten dose"}

    assert NOTED in [one["text"] for one in answer["notes"][claim]]
    assert answer["notes"][claim][0]["source"].startswith("https://w3id.org/pomegraph/source/")


def test_page_has_them_beside_the_claim(real_client: FlaskClient) -> None:
    page = real_client.get(f"/questions/{QUESTION}?drug={DRUG}", headers={"Accept": "text/html"}).text

    assert f"<small>{NOTED}</small>" in page


@pytest.mark.parametrize("form", ["table", "json"])
def test_command_has_them_in_the_row(real_release: Release, real: Content, form: str) -> None:
    environment = {"POMEGRAPH_RELEASE": str(real_release.folder), "COLUMNS": "400"}
    done = CliRunner().invoke(ask, [QUESTION, "--drug", DRUG, "--format", form], obj=real, env=environment)

    assert NOTED in done.stdout


def test_tool_tells_them_with_the_rows(real_graph: EvidenceGraph) -> None:
    answer = json.loads(json.dumps(QuestionTools(real_graph).call(QUESTION, {"drug": DRUG})))

    assert NOTED in [one["text"] for many in answer["notes"].values() for one in many]


def test_answer_for_a_model_has_them_in_the_row(real: Content, real_release: Release) -> None:
    answer = answer_question(make_desk(real, real_release), QUESTION, {"drug": DRUG}, Window(50))

    assert any(NOTED in row.get("noted", "").split("; ") for row in answer["rows"])
