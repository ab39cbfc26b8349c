"""What is found leads on: to an address and to a command."""

from __future__ import annotations

from pathlib import Path

from pomegraph.errors import Problem
from pomegraph.questions.reading import read_question
from pomegraph.search.found import FoundQuestion, GivenValue
from support.headed import SOUND


def make(tmp_path: Path, *values: GivenValue) -> FoundQuestion:
    path = tmp_path / "names.rq"
    path.write_text(SOUND, encoding="utf-8")
    problems: list[Problem] = []
    question = read_question(path, path.name, problems)
    assert question is not None
    return FoundQuestion(question, values, 1.0)


def test_question_is_filled_in(tmp_path: Path) -> None:
    found = make(
        tmp_path, GivenValue("drug", "oil", "oil"), GivenValue("least", "2", "2"), GivenValue("least", "3", "3")
    )

    assert found.path == "questions/names?drug=oil&least=2&least=3"
    assert found.command == "pomegraph ask names --drug oil --least 2 --least 3"


def test_question_without_values_is_asked_as_it_is(tmp_path: Path) -> None:
    assert (make(tmp_path).path, make(tmp_path).command) == ("questions/names", "pomegraph ask names")


def test_each_of_several_values_is_a_choice_where_one_is_taken(tmp_path: Path) -> None:
    oil, grease, least = (
        GivenValue("drug", "oil", "oil"),
        GivenValue("drug", "lard", "lard"),
        GivenValue("least", "2", "2"),
    )
    found = make(tmp_path, oil, grease, least)

    assert [one.path for one in found.choices] == [
        "questions/names?drug=oil&least=2",
        "questions/names?drug=lard&least=2",
    ]
    assert found.command == found.choices[0].command == "pomegraph ask names --drug oil --least 2"


def test_question_with_one_value_leaves_no_choice(tmp_path: Path) -> None:
    found = make(tmp_path, GivenValue("least", "2", "2"), GivenValue("least", "3", "3"))

    assert found.choices == (found,)


def test_name_of_several_things_is_no_value_of_a_command(tmp_path: Path) -> None:
    values = [GivenValue("drug", "mesh-d1", "oil", is_clear=is_clear) for is_clear in (True, False)]

    assert [make(tmp_path, value).command for value in values] == [
        "pomegraph ask names --drug oil",
        "pomegraph ask names --drug mesh-d1",
    ]
