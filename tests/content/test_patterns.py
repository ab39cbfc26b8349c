"""Patterns of sentences: what they are read as, and what is wrong with one."""

import pytest

from pomegraph.content.patterns import Adjunct, Choice, Slot, find_slots, read_pattern

READ = {
    "{drug}": (Slot("drug"),),
    "{action.bare}": (Slot("action", form="bare"),),
    "{-qualifier=direct}": (Slot("qualifier", value="direct", silent=True),),
    "{assessment!}": (Slot("assessment", worded=True),),
    "{disease?}": (Slot("disease", fresh=True),),
    "<drug>": (Adjunct("drug"),),
    "p < 5 %": ("p ", "<", " 5 %"),
    "a[ b|[c]]": ("a", Choice(((" b",), (Choice((("c",),)),)))),
    "": (),
}


@pytest.mark.parametrize("text", READ)
def test_pattern_is_read(text: str) -> None:
    assert read_pattern(text) == READ[text]


@pytest.mark.parametrize("text", ["[drug", "drug]", "a|b", "{drug", "drug}", "{a b}", "{}"])
def test_unsound_pattern_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r"partner|closed|not the name"):
        read_pattern(text)


def test_slots_are_found_at_every_depth() -> None:
    names = [slot.name for slot in find_slots(read_pattern("{one}[{two}|[x {three}]]<four>"))]

    assert names == ["one", "two", "three", "four"]
