"""What is told of an answer as a file: its columns, the values used, what is left out, licence and version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pomegraph.questions.csv_metadata import AnswerFile, describe_file
from pomegraph.questions.meta import AnswerMeta, Offer, UsedValue
from support.headed import SOUND, read

LEFT_OUT = Offer("2 claims on oils", "about", {"thing": ("oil",)}, 2)
OFFER = Offer("3 rows if drug is oil", "x", {"drug": ("oil",)}, 3)
META = AnswerMeta(
    (UsedValue("drug", ("exemplamide",), False), UsedValue("least", (), True)),
    (LEFT_OUT,),
    "The graph has no claim of this.",
    (OFFER,),
    (("names", "x"),),
)


def describe(folder: Path, extension: str) -> dict[str, Any]:
    question = read(folder, SOUND)
    file = AnswerFile(extension, f"x.{extension}?drug=oil", "x?drug=oil", "2", "https://example.org/licence")
    return describe_file(question, question.columns, META, file, locate=lambda one: f"/questions/{one.question}")


@pytest.mark.parametrize(("extension", "title", "datatype"), [("csv", "drug", "anyURI"), ("tsv", "?drug", "string")])
def test_columns_are_those_of_the_file(tmp_path: Path, extension: str, title: str, datatype: str) -> None:
    told = describe(tmp_path, extension)

    assert told["url"] == f"x.{extension}?drug=oil"
    assert told["tableSchema"]["columns"][0] == {
        "name": "drug",
        "titles": title,
        "dc:description": "the drug",
        "datatype": datatype,
    }
    assert ("dialect" in told) == (extension == "tsv")


def test_values_are_told_and_defaults_marked(tmp_path: Path) -> None:
    given, default = describe(tmp_path, "csv")["schema:additionalProperty"]

    assert (given["schema:name"], given["schema:value"]) == ("drug", ["exemplamide"])
    assert "schema:description" not in given
    assert (default["schema:value"], default["schema:description"]) == ("any", "default")


def test_licence_and_version_are_told(tmp_path: Path) -> None:
    told = describe(tmp_path, "csv")

    assert told["dc:license"] == {"@id": "https://example.org/licence"}
    assert (told["schema:version"], told["dc:source"]) == ("2", {"@id": "x?drug=oil"})


def test_what_is_left_out_and_why_are_notes_with_the_way(tmp_path: Path) -> None:
    notes = {one["dc:type"]: one for one in describe(tmp_path, "csv")["notes"]}

    assert list(notes) == ["former name", "no rows", "left out", "has rows"]
    assert notes["left out"]["dc:relation"] == {"@id": "/questions/about"}
    assert notes["former name"]["dc:description"].startswith("names is now called x")
