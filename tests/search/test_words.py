"""Words that say nothing are known, and what people say instead of ours."""

from __future__ import annotations

from pomegraph.search.words import Lexicon, is_empty


def test_word_of_any_question_says_nothing() -> None:
    assert [is_empty(word) for word in ("which", "drug", "dose", "not")] == [True, True, False, False]


def test_runs_of_words_stand_for_ours_in_any_spelling() -> None:
    lexicon = Lexicon({"adverse reaction": ["side effects", "harm"], "half-life": ["t1/2"]})

    assert lexicon.translate(["any", "side", "effect"]) == [(1, 3, "adverse reaction")]
    assert lexicon.translate(["t", "1", "2", "harms"]) == [(0, 3, "half-life"), (3, 4, "adverse reaction")]


def test_word_may_stand_for_several() -> None:
    assert [ours for _, _, ours in Lexicon({"a": ["x"], "b": ["x"]}).translate(["x"])] == ["a", "b"]


def test_part_of_what_is_said_in_several_words_is_not_meant() -> None:
    lexicon = Lexicon({"children": ["child"], "contraception": ["father a child"]})

    assert lexicon.translate(["father", "a", "child"]) == [(0, 3, "contraception")]
    assert lexicon.translate(["a", "child"]) == [(1, 2, "children")]
