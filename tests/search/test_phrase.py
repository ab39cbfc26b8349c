"""What somebody types is read: known words, misspelt ones, names, meanings."""

from __future__ import annotations

import pytest

from pomegraph.content.habits import Habits
from pomegraph.search.bonds import Bonds
from pomegraph.search.lists import ValueLists
from pomegraph.search.mentions import NameBook
from pomegraph.search.naming import Namer
from pomegraph.search.phrase import Ground, PhraseReader
from pomegraph.search.standing import StandIns
from pomegraph.search.words import Lexicon
from support.headed import make_things


@pytest.fixture(scope="module")
def reader() -> PhraseReader:
    things = make_things()
    lexicon = Lexicon(
        {
            "adverse reaction": ["side effects"],
            "grease": ["lard"],
            "exampla": ["strong oil"],
            "onset": ["how fast does it work", "act of it"],
        }
    )
    known = {"exemplamid": "exemplamide", "interact": "interactions", "side": "side", "effect": "effects", "oil": "oil"}
    names, subjects = things.list_all(), frozenset(things.find("drug", "oil"))
    standing = StandIns(names, Habits(), Bonds(), subjects)
    ground = Ground(known, ValueLists([], names, Habits(), Bonds()), subjects)
    return PhraseReader(Namer(NameBook(things, names), standing), lexicon, ground)


def test_words_that_say_nothing_are_left_out(reader: PhraseReader) -> None:
    assert reader.read("What are the interactions of oil?").stems == ("interact", "oil")


def test_misspelt_word_is_mended_and_told(reader: PhraseReader) -> None:
    phrase = reader.read("exemplamdie intreactions")

    assert phrase.meant == "exemplamide interactions"
    assert [thing.id for mention in phrase.mentions for thing in mention.things] == ["exemplamide"]


def test_name_of_a_drug_is_mended_as_it_is_heard(reader: PhraseReader) -> None:
    assert reader.read("exemplemeed").meant == "exemplamide"
    assert reader.read("exempl").meant == ""


def test_drug_that_a_graph_is_about_is_a_value_and_asks_nothing(reader: PhraseReader) -> None:
    assert reader.read("side of oil").asking == ("side",)
    assert reader.read("oil").asking == ("oil",)


def test_drug_beside_that_which_a_graph_is_about_is_another(reader: PhraseReader) -> None:
    phrase = reader.read("lard with oil")

    assert [drug.id for drug in phrase.others] == ["grease"]
    assert [thing.id for mention in phrase.mentions for thing in mention.things] == ["oil", "grease"]
    assert reader.read("lard").others == frozenset()


def test_unknown_word_joined_with_a_drug_is_told(reader: PhraseReader) -> None:
    found = [
        reader.read(text).strange for text in ("quetzal with oil", "oil and quetzal", "quetzal lard", "side and oil")
    ]

    assert found == [("quetzal",), ("quetzal",), (), ()]


@pytest.mark.parametrize(("text", "place"), [("how fast does oil work", (4, 5)), ("the act of oil", (1, 3))])
def test_what_people_say_of_it_is_read_with_the_name_of_a_drug(
    reader: PhraseReader, text: str, place: tuple[int, int]
) -> None:
    phrase = reader.read(text)

    assert [(meaning.start, meaning.end, meaning.ours) for meaning in phrase.meanings] == [(*place, "onset")]
    assert [thing.id for mention in phrase.mentions for thing in mention.things] == ["oil"]


def test_unknown_word_that_is_like_no_other_stays(reader: PhraseReader) -> None:
    assert reader.read("quetzalcoatl").meant == ""


def test_word_that_is_being_typed_is_not_mended(reader: PhraseReader) -> None:
    assert reader.read("oil interactoin", is_open=True).meant == ""


def test_people_mean_our_words(reader: PhraseReader) -> None:
    phrase = reader.read("side effects of lard")

    assert phrase.more[:2] == ("advers", "reaction")
    assert [thing.id for mention in phrase.mentions for thing in mention.things] == ["grease"]


def test_words_of_a_longer_name_name_nothing_else(reader: PhraseReader) -> None:
    assert [thing.id for mention in reader.read("strong oil").mentions for thing in mention.things] == ["exemplamide"]


def test_endless_text_is_cut(reader: PhraseReader) -> None:
    assert len(reader.read("word " * 100_000).stems) == 1


def test_abbreviation_and_change_of_a_chromosome_that_nothing_has_are_told(reader: PhraseReader) -> None:
    found = [reader.read(text).unknown for text in ("oil HbA1c", "oil t(11;14) and del(17p)", "oil 4 mg", "OIL in Oil")]

    assert found == [("hba1c",), ("t(11;14)", "del(17p)"), (), ()]


def test_short_word_that_nothing_has_is_told(reader: PhraseReader) -> None:
    found = [reader.read(text).unknown for text in ("oil for cats", "oil for you", "oil fell", "oil now")]

    assert found == [("cats",), (), (), ()]
