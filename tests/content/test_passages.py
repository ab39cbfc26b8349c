"""Passages of a source that is not a file: sections and places of records, and what is refused."""

from __future__ import annotations

import pytest

from pomegraph.content.claims import Source
from pomegraph.content.folder import Content
from pomegraph.content.locations import Pointer, Section
from pomegraph.content.sources import read_facts
from pomegraph.errors import Problem
from support.sources import GAMMA, add_gamma, read_claims

DIGEST = "7a5e038126d15191e1e197f499fb7b61de7b730dc861054078760f8cd386a85f"
SECTION = "  - section: 14.1 Gearache\n"
# What is replaced in a source without a file, by what, and the problem that it makes.
FAULTS = {
    "neither lines nor section": (
        SECTION,
        "  - heading: 14.1 Gearache\n",
        "gamma.yaml:11: a passage without lines or section; add lines: FIRST-LAST, section: with its heading",
    ),
    "empty list of lines": (SECTION, "  - lines: []\n", "gamma.yaml:11: a passage without lines or section; add"),
    "both lines and section": (
        SECTION,
        f"{SECTION}    lines: 3\n",
        "gamma.yaml:11: a passage with lines and section; keep the one that tells where it is",
    ),
    "both section and pointer": (SECTION, f"{SECTION}    pointer: /a\n", "a passage with section and pointer; keep"),
    "lines without a file": (
        SECTION,
        "  - lines: 3\n",
        "gamma.yaml:1: 'file' is missing; add a line file: with its value",
    ),
    "heading beside a section": (
        SECTION,
        f"{SECTION}    heading: Gearache\n",
        "gamma.yaml:12: a heading beside a section; take it out: the section is its own heading",
    ),
    "list of sections": (SECTION, "  - section: [a, b]\n", "gamma.yaml:11: section is not a text"),
    "section without a letter": (
        SECTION,
        "  - section: §\n",
        "gamma.yaml:11: section '§' has no letter from a to z and no digit; add a word or number",
    ),
    "section twice": (
        "  - pointer: /outcomes/0\n    heading: First outcome\n",
        "  - section: 14.1 GEARACHE\n",
        "gamma.yaml:17: the passage in line 11 is at section 14.1 GEARACHE too; merge the two",
    ),
    "no pointer": (
        "/outcomes/0",
        "outcomes/0",
        "gamma.yaml:17: 'outcomes/0' is not a JSON Pointer (RFC 6901); write the names that lead there with a slash",
    ),
    "short digest": (
        DIGEST,
        DIGEST[:-1],
        f"gamma.yaml:12: '{DIGEST[:-1]}' is not a digest of 64 hexadecimal digits; write the SHA-256 of the text",
    ),
}


def read_gamma(content: Content) -> Source:
    add_gamma(content)
    problems: list[Problem] = []
    sources = list(read_facts(content, problems).sources)
    assert problems == []
    return sources[-1]


def test_section_and_place_of_a_record_are_read(small: Content) -> None:
    section, place = read_gamma(small).passages

    assert (section.location, section.heading, section.digest) == (Section("14.1 Gearache"), "", DIGEST)
    assert (place.location, place.heading, place.digest) == (Pointer("/outcomes/0"), "First outcome", "")
    assert section.claims[0].get("disease") == ["gearache"]


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told_with_line_and_cure(small: Content, name: str) -> None:
    old, new, message = FAULTS[name]
    assert old in GAMMA
    add_gamma(small, GAMMA.replace(old, new, 1))
    _, problems = read_claims(small)

    assert any(message in problem for problem in problems), problems


def test_sections_may_stand_beside_lines(small: Content) -> None:
    path = small.root / "data/sources/beta.yaml"
    path.write_text(path.read_text(encoding="utf-8") + GAMMA.partition("passages:\n")[2], encoding="utf-8")
    claims, problems = read_claims(small)

    assert problems == []
    assert len(claims) > 10
