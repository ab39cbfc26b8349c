"""What the first question leaves out of what a phrase names is told."""

from __future__ import annotations

import pytest

from pomegraph.ask.api import EvidenceGraph


@pytest.mark.parametrize(
    ("words", "aside"),
    [
        ("dex dose over 75 with Darzalex", ("daratumumab",)),
        ("antiviral prophylaxis herpes zoster Velcade Kyprolis", ("herpes zoster",)),
        ("tumour lysis with Revlimid in CLL", ("cll",)),
        ("adverse events with permanent discontinuation in BOSTON", ("permanent discontinuation",)),
        ("lenalidomide with dexamethasone recommended by NICE", ("dexamethasone",)),
        ("who are the authors of the APOLLO paper", ("authors",)),
        ("Darzalex sc in dialysis patients", ("sc",)),
        ("dara MAIA 60 month os", ("60 month",)),
        ("Farydak withdrawn US", ("withdrawn",)),
        ("pembrolizumab colitis", ("colitis",)),
        ("Kyprolis or Velcade deaths in 60 days", ("60 days",)),
        ("dose of DPd", ("daratumumab-pomalidomide-dexamethasone",)),
        ("arms of the phase 3 trial OPTIMISMM", ("phase 3",)),
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
        "Kyprolis 56 mg/m2 twice weekly",
        "ANC below 500 on pomalyst hold dose?",
        "MM-003 NIMBUS overall survival",
        "CARTITUDE-4 progression free survival",
        "does daratumumab mess with the Coombs test blood bank",
        "pregnant on thalidomide",
        "mantle cell lymphoma",
        "MAIA median follow-up months",
        "velcade neuropathy sc vs iv",
        "what protein does selinexor inhibit",
        "starting dose of Pomalyst in patients over 75",
        "NCT01311687",
        "my neighbour wants to know the side effects of Revlimid",
        "daratumumab premeds",
        "aciclovir with bortezomib",
        "hep B reactivation with CD38 antibodies",
    ],
)
def test_what_a_question_takes_or_speaks_of_is_not_told(searched: EvidenceGraph, words: str) -> None:
    assert searched.search(words).aside == ()
