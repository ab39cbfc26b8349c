"""Where something stands: lines, sections and places of records, and what they are called."""

from __future__ import annotations

import pytest

from pomegraph.content.locations import LineRange, Pointer, Section, SourceLocation, is_pointer, make_key
from pomegraph.names import IDENTIFIER

CALLED = {
    LineRange(8, 8): ("8", "line 8"),
    LineRange(8, 12): ("8-12", "lines 8-12"),
    Section("14.1 Multiple Myeloma"): ("14-1-multiple-myeloma", "section 14.1 Multiple Myeloma"),
    Section("Abstract, Results"): ("abstract-results", "section Abstract, Results"),
    Pointer("/resultsSection/outcomes/0"): ("resultssection-outcomes-0", "place /resultsSection/outcomes/0"),
}


@pytest.mark.parametrize("location", CALLED, ids=str)
def test_location_has_a_key_and_words(location: SourceLocation) -> None:
    assert (location.key, location.words) == CALLED[location]


@pytest.mark.parametrize("text", ["4.2 Posologie à l'adulte", "Table 3 — β", "(5)", "A/B_c", "x" * 300])
def test_key_is_an_identifier(text: str) -> None:
    assert IDENTIFIER.fullmatch(make_key(text))


@pytest.mark.parametrize("text", ["/", "/a", "/a/0", "/a~1b/~0", "/a b/é"])
def test_pointer_is_one(text: str) -> None:
    assert is_pointer(text)


@pytest.mark.parametrize("text", ["", "a", "a/b", "/a~", "/a~2", "#/a"])
def test_text_is_not_a_pointer(text: str) -> None:
    assert not is_pointer(text)
