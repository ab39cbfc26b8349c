"""Each question as an operation, from its header."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pomegraph.questions.question import Column, Question
from pomegraph.web.openapi.operations import describe_description, describe_list, describe_operation
from support.headed import SOUND, read


@pytest.fixture
def sound(tmp_path: Path) -> Question:
    return read(tmp_path, SOUND)


def test_operation_is_named_and_explained_as_its_question(sound: Question) -> None:
    operation = describe_operation(sound)

    assert (operation["operationId"], operation["summary"]) == ("x", "Which names does a drug have?")
    assert operation["description"].startswith("In the order of the alphabet. A chart is at /questions/x.svg")
    assert operation["tags"] == ["names"]


def test_parameters_are_those_of_the_header_and_of_every_question(sound: Question) -> None:
    parameters = describe_operation(sound)["parameters"]

    assert [each.get("name") or each["$ref"].rpartition("/")[2] for each in parameters] == [
        *("drug", "least", "with", "limit", "offset", "timeout", "format"),
    ]
    assert [each.get("explode", False) for each in parameters[:2]] == [False, True]


def test_row_has_a_property_for_each_column(sound: Question) -> None:
    content = describe_operation(sound)["responses"]["200"]["content"]
    row = content["application/json"]["schema"]["allOf"][1]["properties"]["rows"]["items"]

    assert row["required"] == ["drug", "name"]
    assert list(row["properties"]) == ["drug", "name", "drugLabel"]
    assert "text/csv" in content


def test_additions_are_those_that_fit(sound: Question) -> None:
    claims = replace(sound, columns=(*sound.columns, Column("claim", "claim", "the claim")))
    several = replace(sound, parameters=(replace(sound.parameters[0], formerly=("with",)),))
    added, old = (
        [each for each in describe_operation(question)["parameters"] if each.get("name") == "with"]
        for question in (claims, several)
    )

    assert [each["schema"]["items"]["enum"] for each in (*added, *old)] == [["labels", "provenance"], ["labels"]]
    assert "what they cite for it" in added[0]["description"]


def test_yes_or_no_has_one_column(sound: Question) -> None:
    operation = describe_operation(replace(sound, form="ASK", columns=()))
    row = operation["responses"]["200"]["content"]["application/json"]["schema"]["allOf"][1]["properties"]["rows"]

    assert row["items"]["required"] == ["answer"]


def test_graph_has_no_parts_and_formats_of_its_own(sound: Question) -> None:
    operation = describe_operation(replace(sound, form="CONSTRUCT", columns=(), chart=None))
    content = operation["responses"]["200"]["content"]

    assert not [each for each in operation["parameters"] if each.get("$ref", "").endswith(("limit", "offset"))]
    assert "text/turtle" in content
    assert "text/csv" not in content
    assert "chart" not in operation["description"]


def test_list_and_description_have_names_of_their_own() -> None:
    assert describe_list()["operationId"] != describe_description()["operationId"]
    assert "404" in describe_description()["responses"]
