"""Phrases name things in any spelling, and numbers."""

from __future__ import annotations

import pytest

from pomegraph.questions.spelling import split_words
from pomegraph.questions.things import NamedThing
from pomegraph.search.mentions import Mention, NameBook, NamedNumber, is_organ, list_numbers
from support.headed import make_things


@pytest.fixture(scope="module")
def book() -> NameBook:
    things = make_things()
    return NameBook(things, things.list_all())


def find(book: NameBook, phrase: str) -> list[str]:
    return [thing.id for mention in book.find(split_words(phrase)) for thing in mention.things]


def test_things_are_found_in_the_order_of_the_phrase(book: NameBook) -> None:
    assert find(book, "Is oil better than Exempla-mide?") == ["oil", "exemplamide"]


def test_longer_of_two_names_counts(book: NameBook) -> None:
    (mention,) = book.find(split_words("with exampla forte today"))

    assert (mention.start, mention.end) == (1, 3)


def test_phrase_without_a_name_names_nothing(book: NameBook) -> None:
    assert find(book, "what is it about") == []


def test_words_that_say_nothing_are_no_short_name() -> None:
    things = make_things()
    things.add(NamedThing("https://w3id.org/pomegraph/drug/isa", "drug", "isa"))
    book = NameBook(things, things.list_all())

    assert find(book, "what is a cycle") == []
    assert find(book, "isa") == ["isa"]


def test_value_of_a_list_hides_no_thing_in_its_name() -> None:
    things = make_things()
    things.add(NamedThing("https://w3id.org/pomegraph/concept/harm", "concept", "harm by oil"))
    book = NameBook(things, things.list_all())

    assert find(book, "harm by oil") == ["harm", "oil"]


def test_regimen_is_found_by_its_drugs_one_behind_the_other() -> None:
    things = make_things()
    things.add(NamedThing("https://w3id.org/pomegraph/regimen/both", "regimen", "oil-grease"))
    book = NameBook(things, things.list_all())
    found = [book.find_mixtures(book.find(words), words) for words in map(split_words, ("grease/oil", "oil in grease"))]

    assert [[(one.start, one.end, one.things[0].id) for one in each] for each in found] == [[(0, 2, "both")], []]


@pytest.mark.parametrize(("is_of_results", "found"), [(True, ["three"]), (False, [])])
def test_dexamethasone_goes_without_saying_where_results_are_asked_for(
    *, is_of_results: bool, found: list[str]
) -> None:
    things = make_things()
    things.add(NamedThing("https://w3id.org/pomegraph/regimen/three", "regimen", "oil-grease-dexamethasone"))
    book = NameBook(things, things.list_all())
    mixtures = book.find_mixtures(book.find(["oil", "grease"]), ["oil", "grease"], is_of_results=is_of_results)

    assert [one.things[0].id for one in mixtures] == found


def test_thing_of_a_register_comes_before_what_was_imported_by_the_same_name() -> None:
    things = make_things()
    for name in ("doid-1", "sore-ear"):
        things.add(NamedThing(f"https://w3id.org/pomegraph/disease/{name}", "disease", "sore ear"))
    (mention,) = NameBook(things, things.list_all()).find(["sore", "ear"])

    assert [thing.id for thing in mention.things] == ["sore-ear", "doid-1"]


@pytest.mark.parametrize(
    "text", ["CHEBI:1", "(chebi:1)", "about CHEBI:1?", "see https://w3id.org/pomegraph/drug/exemplamide"]
)
def test_identifiers_are_found_in_a_phrase(book: NameBook, text: str) -> None:
    found = {thing.id for mention in book.find_identifiers(text) for thing in mention.things}

    assert found == {"exemplamide"}


def test_number_that_stands_alone_is_an_identifier_only_as_the_whole(book: NameBook) -> None:
    assert book.find_identifiers("in 1 week") == []


def test_numbers_have_the_unit_behind_them() -> None:
    assert list_numbers("aged 78; 4.5 mg, 60-year-old, MM-003, IKZF1") == [
        NamedNumber("78", ""),
        NamedNumber("4.5", "mg"),
        NamedNumber("60", "year"),
    ]


def test_number_of_a_phase_or_a_cycle_is_no_amount() -> None:
    assert list_numbers("phase 3, cycle 4, days 1-21 and type 2, 5 mg") == [NamedNumber("5", "mg")]


def test_trial_may_be_written_in_one_word() -> None:
    things = make_things()
    things.add(NamedThing("https://w3id.org/pomegraph/trial/eloquent-3", "trial", "ELOQUENT-3"))

    assert find(NameBook(things, things.list_all()), "PFS in ELOQUENT3") == ["eloquent-3"]


def test_organ_that_does_something_is_no_group_of_people() -> None:
    people = NamedThing("https://w3id.org/pomegraph/population/renal-impairment", "population", "kidney disease")
    phrases = ("cleared by the kidneys", "cleared by the liver or the kidneys", "dose for bad kidneys")

    found = [is_organ(Mention(len(words) - 1, len(words), (people,)), words) for words in map(split_words, phrases)]

    assert found == [True, True, False]
