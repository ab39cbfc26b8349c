"""What the first question leaves out of what a phrase names is told."""

from __future__ import annotations

import pytest

from pomegraph.ask.api import EvidenceGraph


@pytest.mark.parametrize(
    ("words", "aside"),
    [
        ("dex dose over 75 with Darzalex", ("daratumumab",)),
        ("antiviral prophylaxis herpes zoster Velcade Kyprolis", ("carfilzomib", "herpes zoster")),
        ("tumour lysis with Revlimid in CLL", ("cll",)),
        ("Xpovio starting dose with Velcade", ("bortezomib",)),
        ("who are the authors of the APOLLO paper", ("APOLLO",)),
        ("rank by time to response and by duration of response", ("duration of response",)),
    ],
)
def test_what_the_first_question_does_not_take_up_is_told(
    searched: EvidenceGraph, words: str, aside: tuple[str, ...]
) -> None:
    found = searched.search(words)

    assert set(found.aside) == set(aside)
    assert found.notes[-1].startswith("The first question does not ask about ")


@pytest.mark.parametrize(
    "words",
    [
        "smoking with pomalidomide",
        "KRd vs Rd overall survival in ASPIRE",
        "dose of DPd",
        "pregnant on thalidomide",
        "mantle cell lymphoma",
    ],
)
def test_what_a_question_takes_or_speaks_of_is_not_told(searched: EvidenceGraph, words: str) -> None:
    assert searched.search(words).aside == ()
