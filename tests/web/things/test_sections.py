"""Sections are data: which columns of an answer they need follows from their parts."""

from __future__ import annotations

from pomegraph.web.things.sections import PagePart, PageSection, figure, interval, plain


def test_part_is_called_like_its_column() -> None:
    assert plain("disease") == PagePart("disease", ("disease",))
    assert plain("people", "population", "population") == PagePart("people", ("population",), kind="population")


def test_section_needs_the_columns_of_its_parts_and_groups() -> None:
    parts = (plain("disease"), figure("dose", "amount", "", "", "unit"), interval())
    section = PageSection("Doses", parts, question="full-dose", grouped=("measure",))

    assert section.list_columns() == ("measure", "disease", "amount", "unit", "lower", "upper", "level")
