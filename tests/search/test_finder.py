"""People's words find their question; the phrases are of questions that people asked in public, in other words."""

from __future__ import annotations

from pathlib import Path

import pytest

from pomegraph.ask.api import EvidenceGraph
from pomegraph.content.text import read_text
from pomegraph.search.found import FoundQuestion

PHRASES = Path(__file__).parent / "phrases.tsv"
# Of sixty.
AIM = 57
# On all drugs: phrase, right questions, all values by parameter with any of which each is right.
ON_DRUGS = Path(__file__).parent / "phrases-on-drugs.tsv"
# Those that say how often, how serious, of whom by a number, or name a class of drugs: written before they were tried.
ON_VALUES = Path(__file__).parent / "phrases-on-values.tsv"
# Of a hundred, how many lead to the right question first, and how many to it among three with all values right.
FIRST, FILLED = 95, 97


def read_phrases(path: Path = PHRASES) -> list[list[str]]:
    """Return phrases, the questions that are right, and a value that one of them is to be asked with."""
    text = read_text(path, path.name, [])
    assert text is not None
    return [line.split("\t") for line in text.strip().split("\n")[1:]]


def find(searched: EvidenceGraph, phrase: str, right: str) -> list[FoundQuestion]:
    """Return the right questions among the first three."""
    return [one for one in searched.search(phrase).questions[:3] if one.question.stem in right.split("|")]


def test_phrases_find_their_questions(searched: EvidenceGraph) -> None:
    phrases = read_phrases()
    missed = [phrase for phrase, right, *_ in phrases if not find(searched, phrase, right)]

    assert len(phrases) == 60
    assert len(phrases) - len(missed) >= AIM, missed


@pytest.mark.parametrize(("phrase", "right", "value"), [row[:3] for row in read_phrases() if row[2]])
def test_value_of_a_phrase_is_filled_in(searched: EvidenceGraph, phrase: str, right: str, value: str) -> None:
    given = {f"{one.parameter}={one.text}" for found in find(searched, phrase, right) for one in found.values}

    assert value in given


def is_filled(found: FoundQuestion, values: str) -> bool:
    """Tell whether a question has the right values, and no others."""
    given: dict[str, set[str]] = {}
    for one in found.values:
        given.setdefault(one.parameter, set()).add(one.text)
    wanted = {name: set(texts.split("/")) for name, _, texts in (pair.partition("=") for pair in values.split(";"))}
    taken = {name: texts for name, texts in wanted.items() if found.question.find_parameter(name)}
    return given.keys() == taken.keys() and all(given[name] <= texts for name, texts in taken.items())


@pytest.mark.parametrize("path", [ON_DRUGS, ON_VALUES], ids=lambda path: path.stem)
def test_phrases_find_their_questions_filled_in(searched: EvidenceGraph, path: Path) -> None:
    rows = read_phrases(path)
    first = [
        phrase for phrase, right, *_ in rows if searched.search(phrase).questions[0].question.stem in right.split("|")
    ]
    filled = [
        phrase
        for phrase, right, values, *_ in rows
        if any(is_filled(found, values) for found in find(searched, phrase, right)[:1])
    ]

    assert len(first) * 100 >= FIRST * len(rows), [row[0] for row in rows if row[0] not in first]
    assert len(filled) * 100 >= FILLED * len(rows), [row[0] for row in rows if row[0] not in filled]


@pytest.mark.parametrize("phrase", ["overall survival in MAIA", "PFS in ICARIA-MM", "adverse events in POLLUX"])
def test_who_names_a_trial_is_led_to_what_it_can_be_asked(searched: EvidenceGraph, phrase: str) -> None:
    first, *_ = searched.search(phrase).questions

    assert "trial" in {value.parameter for value in first.values}


def test_words_of_claims_are_found(searched: EvidenceGraph) -> None:
    found = searched.search("enhanced anticoagulant effect")

    assert "anticoagulant" in found.claims[0].label
    assert found.claims[0].kind == "Interaction"


def test_claims_are_searched_alone(searched: EvidenceGraph) -> None:
    text = "enhanced anticoagulant effect"

    assert tuple(searched._finder.find_claims(text, 3)) == searched.search(text).claims[:3]
    assert searched._finder.find_claims("of the", 3) == []


def test_misspelling_is_told(searched: EvidenceGraph) -> None:
    found = searched.search("neutropinia with pomalidomde")

    assert found.meant == "neutropenia with pomalidomide"
    assert found.questions[0].values[0].text == "pomalidomide"


def test_no_more_are_found_than_are_wanted(searched: EvidenceGraph) -> None:
    found = searched.search("pomalidomide dose", 3)

    assert [len(each) for each in (found.questions, found.things, found.documents, found.claims)] == [5, 3, 3, 3]


@pytest.mark.parametrize(
    ("phrase", "missing", "drug"),
    [
        ("melphalan flufenamide rash", ("melphalan flufenamide",), "'melphalan flufenamide'"),
        ("linvoseltamab", ("linvoseltamab",), "linvoseltamab"),
        ("venetoclax in t(11;14)", ("t(11;14)",), "venetoclax"),
        ("HbA1c on pomalidomide", ("HbA1c",), "pomalidomide"),
    ],
)
def test_what_is_not_here_is_told_and_no_part_of_it_is_asked(
    searched: EvidenceGraph, phrase: str, missing: tuple[str, ...], drug: str
) -> None:
    found = searched.search(phrase)
    lacking = [one.question.stem for one in found.questions if not all_given(one)]

    assert found.missing == missing
    assert lacking == []
    assert f"--drug {drug}" in found.questions[0].command


def all_given(found: FoundQuestion) -> bool:
    """Tell whether a question that needs a drug, or a thing of any kind, is given one."""
    given = {value.parameter for value in found.values}
    needed = (one for one in found.question.parameters if one.required and one.type in {"drug", "thing"})
    return all(one.name in given for one in needed)


def test_drugs_with_a_boxed_warning_are_listed_over_all_drugs(searched: EvidenceGraph) -> None:
    assert searched.search("which drugs carry a boxed warning").questions[0].command == "pomegraph ask boxed-warnings"
    assert (
        searched.search("black box warning Thalomid").questions[0].command
        == "pomegraph ask boxed-warnings --drug thalidomide"
    )


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("PANORAMA1 progression free survival", "PANORAMA1"),
        ("ANDROMEDA complete response rate", "ANDROMEDA"),
        ("KarMMa-3 progression free survival", "KARMMA-3"),
    ],
)
def test_trial_that_is_not_here_is_asked_for_by_its_name(searched: EvidenceGraph, words: str, name: str) -> None:
    found = searched.search(words)

    assert found.notes == (f"This graph has nothing on {name}.",)
    assert f"--trial {name} --measure" in found.questions[0].command


def test_word_of_a_text_in_capitals_is_no_trial(searched: EvidenceGraph) -> None:
    assert "--trial" not in searched.search("POMALIDOMIDE FOR PSORIASIS").questions[0].command


@pytest.mark.parametrize(
    ("words", "drug"),
    [
        ("what is to be taken with food", "pomalidomide"),
        ("dose on dialysis", ""),
        ("dose of lenalidomide on dialysis", ""),
        ("hazard ratio in CASTOR", ""),
        ("boxed warnings", ""),
        ("what interacts with digoxin", ""),
        ("", ""),
    ],
)
def test_drug_that_nobody_named_is_told(searched: EvidenceGraph, words: str, drug: str) -> None:
    found = searched.search(words)

    assert found.default == drug
    assert any(note.startswith("No drug is named") for note in found.notes) is bool(drug)


def test_what_is_only_noted_is_known_and_found(searched: EvidenceGraph) -> None:
    found = searched.search("diphenhydramine with isatuximab")

    assert found.notes == ()
    assert any("premedication with isatuximab" in claim.label for claim in found.claims[:3])


def test_name_of_a_drug_that_is_said_twice_is_not_missing(searched: EvidenceGraph) -> None:
    found = searched.search("isatuximab, carfilzomib and dexamethasone against carfilzomib and dexamethasone in IKEMA")

    assert found.missing == ()
    assert searched.search("isatuximab against iberdomide").missing
