"""What a graph has nothing on is told, not passed over."""

from __future__ import annotations

import pytest

from pomegraph.ask.api import EvidenceGraph
from pomegraph.content.folder import Content
from pomegraph.content.habits import Habits, find_habits
from pomegraph.questions.spelling import make_name_key
from pomegraph.search.elsewhere import Elsewhere
from pomegraph.search.mentions import NameBook
from support.headed import make_things


@pytest.fixture(scope="module")
def elsewhere() -> Elsewhere:
    things = make_things()
    names = {"drug": {"exemplamide": ("exampla",), "absentamab vedotin": ("absentia",)}}
    return Elsewhere(
        Habits(names=names, silent={"what oil costs": ("price", "how is")}), NameBook(things, things.list_all())
    )


@pytest.mark.parametrize("name", ["absentamab vedotin", "Absentia", "absentamab"])
def test_drug_that_is_not_there_is_named_by_any_name(elsewhere: Elsewhere, name: str) -> None:
    assert elsewhere.find_names(["with", *name.casefold().split()]) == ("absentamab vedotin",)


def test_drug_that_is_there_is_not_missed(elsewhere: Elsewhere) -> None:
    assert elsewhere.find_names(["exampla", "exemplamide"]) == ()


def test_matter_without_a_word_in_any_document_is_told(elsewhere: Elsewhere) -> None:
    assert elsewhere.find_matters("the prices of oil") == ("what oil costs",)
    assert elsewhere.find_matters("the dose of oil") == ()


def test_words_that_say_nothing_ask_for_a_matter_only_alone(elsewhere: Elsewhere) -> None:
    assert elsewhere.find_matters("how is oil", is_bare=True) == ("what oil costs",)
    assert elsewhere.find_matters("how is oil made") == ()


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("how much is Kyprolis", "No document of this graph tells what a drug costs."),
        ("cost of pomalidomide", "No document of this graph tells what a drug costs."),
        ("how do I store Revlimid", "No document of this graph tells how a medicine is stored."),
        ("zometa with Revlimid", "This graph has nothing on zoledronic acid."),
        ("erythromycin with bortezomib", "This graph has nothing on erythromycin."),
        ("isatuximab in Japan", "This graph has nothing on Japan."),
        ("grapefruit with Velcade", "This graph has nothing on grapefruit juice."),
        ("KEYNOTE-183 halted", "This graph has nothing on KEYNOTE-183."),
        ("QTc prolongation on Xpovio", "This graph has nothing on qt prolongation."),
        ("ocular toxicity of belantamab", "This graph has nothing on belantamab mafodotin."),
        ("metformin lenalidomide interaction", "This graph has nothing on metformin."),
        ("venetoclax in the trial BELLINI", "This graph has nothing on BELLINI."),
        ("what binds BCMA", "This graph has nothing on BCMA."),
        ("FAERS reports on daratumumab", "This graph has nothing on FAERS."),
    ],
)
def test_silence_is_told_with_what_is_found(searched: EvidenceGraph, words: str, note: str) -> None:
    assert note in searched.search(words).notes


def test_unknown_words_are_told_apart_from_names_of_what_is_not_here(searched: EvidenceGraph) -> None:
    notes = searched.search("zugelassen metformin with lenalidomide").notes

    assert "This graph has nothing on metformin." in notes
    assert "No text of this graph has zugelassen." in notes


def test_word_is_no_trial_that_has_its_stem(searched: EvidenceGraph) -> None:
    assert not any("IMMUNED" in note for note in searched.search("what boosts immunity").notes)


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("zoledronic acid dose kidney", "dose-in-population --drug 'zoledronic acid' --population renal-impairment"),
        ("Blenrep side effects", "adverse-events --drug 'belantamab mafodotin'"),
        ("zometa with Revlimid", "interactions --drug lenalidomide"),
        ("ibuprofen max daily dose", "full-dose --drug ibuprofen"),
        ("tocilizumab for fever", "adverse-events --drug tocilizumab --event pyrexia"),
        ("results of GRIFFIN", "trial-results --trial GRIFFIN"),
        ("arms and phase of KEYNOTE-183", "trial-arms --trial KEYNOTE-183"),
    ],
)
def test_default_does_not_stand_for_a_drug_that_is_not_there(searched: EvidenceGraph, words: str, command: str) -> None:
    assert searched.search(words).questions[0].command == f"pomegraph ask {command}"


@pytest.mark.parametrize(
    "words",
    [
        "side effects of Velcade",
        "DRd vs Rd",
        "melphalan second cancers",
        "how much is the dose of Velcade",
        "mantle cell lymphoma",
        "MAIA results",
    ],
)
def test_what_there_is_has_no_note(searched: EvidenceGraph, words: str) -> None:
    found = searched.search(words)

    assert (found.silent, found.missing, found.aside) == ((), (), ())


def test_no_claim_speaks_of_what_is_called_silent(searched: EvidenceGraph, real: Content) -> None:
    said = {make_name_key(word) for words in find_habits(real.aliases).silent.values() for word in words}
    searched.search("any")
    labels = (claim.label for claim in searched._finder._claims if claim.kind not in {"Statement", "MechanismPath"})
    spoken = {word for label in labels for word in map(make_name_key, label.split()) if word in said}

    assert spoken == set()
