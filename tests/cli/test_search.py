"""The command finds by any words, on a release."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from pomegraph.cli.main import main
from pomegraph.content.folder import Content
from pomegraph.release import Release


@pytest.fixture(scope="module")
def release(real_release: Release) -> str:
    return str(real_release.folder)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_question_comes_with_the_command_that_asks_it(release: str) -> None:
    done = run("search", "dose", "on", "dialysis", "--release", release)

    assert done.exit_code == 0
    assert "pomegraph ask dose-in-population --drug '*' --population on-dialysis" in done.stdout
    assert "https://w3id.org/pomegraph/population/on-dialysis" in done.stdout


def test_misspelling_is_told_beside_the_answer(release: str) -> None:
    done = run("search", "pomalidomde", "--release", release, "--limit", "1")

    assert "this is what fits 'pomalidomide'" in done.stderr
    assert "pomalidomide (drug)" in done.stdout


@pytest.mark.parametrize("command", [["search"], ["ask", "--search"]])
def test_what_no_document_tells_is_told_beside_the_answer(release: str, command: list[str]) -> None:
    done = run(*command, "cost of pomalidomide", "--release", release)

    assert "No document of this graph tells what a drug costs." in done.stderr
    assert "pomegraph ask programmes --drug pomalidomide" in done.stdout


def test_class_of_drugs_is_asked_for_drug_by_drug(release: str) -> None:
    done = run("search", "mechanism", "of", "proteasome", "inhibitors", "--release", release, "--limit", "1")

    assert "pomegraph ask mechanism-path --drug bortezomib\n" in done.stdout
    assert "pomegraph ask mechanism-path --drug carfilzomib\n" in done.stdout


def test_class_of_drugs_is_asked_at_once_where_a_question_takes_several(release: str) -> None:
    done = run("search", "proteasome", "inhibitors", "side", "effects", "--release", release, "--limit", "1")

    assert "pomegraph ask adverse-events --drug bortezomib --drug carfilzomib --drug ixazomib\n" in done.stdout


def test_program_gets_json(release: str) -> None:
    found = json.loads(run("search", "NCT01311687", "--release", release, "--format", "json").stdout)

    assert found["things"][0]["thing"]["label"] == "MM-003"
    assert found["questions"][0]["values"][0]["text"] == "mm-003"


def test_questions_are_searched_alone(release: str) -> None:
    done = run("ask", "--release", release, "--search", "which bloods do I check")

    assert done.stdout.splitlines()[2].strip() == "pomegraph ask monitoring"
    assert "Things:" not in done.stdout


def test_ask_alone_lists_each_question_once(real: Content) -> None:
    lines = run("ask").stdout.splitlines()
    stems = [line.split()[0] for line in lines if line.startswith("  ")]

    assert sorted(stems) == [path.stem for path in real.queries]
    assert lines[0].startswith("for ")


def test_release_is_heard_before_the_question_too(release: str) -> None:
    done = run("ask", "--release", release, "brand-names", "--format", "csv")

    assert done.exit_code == 0
    assert done.stdout.startswith("drug,brand,")
