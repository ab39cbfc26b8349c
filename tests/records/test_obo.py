"""OBO files: headers, terms, values with quotes, comments and modifiers."""

from __future__ import annotations

import pytest

from pomegraph.records.obo import cut_comment, read_obo, read_quoted, unescape

TEXT = """format-version: 1.2
data-version: releases/2026-07-31
! a comment

[Term]
id: X:1
name: one \\: two
xref: A:1
xref: A:2 {source="x"} ! why

[Typedef]
id: part_of

[Term]
id: X:2
"""


def test_terms_have_their_tags_and_other_stanzas_are_passed_over() -> None:
    found = read_obo(TEXT)

    assert found["header"]["data-version"] == ["releases/2026-07-31"]
    assert [term["id"] for term in found["terms"]] == [["X:1"], ["X:2"]]
    assert list(map(cut_comment, found["terms"][0]["xref"])) == ["A:1", "A:2"]
    assert unescape(found["terms"][0]["name"][0]) == "one : two"


def test_value_without_quotes_is_told_from_one_with() -> None:
    assert read_quoted("EXACT") == ("", "EXACT")


@pytest.mark.parametrize("text", ["", "id: x\n", "format-version: 1.2\nnothing\n"])
def test_what_is_not_obo_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"OBO|neither"):
        read_obo(text)
