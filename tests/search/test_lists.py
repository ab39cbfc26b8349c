"""Values of closed lists are given where a phrase says them, and nowhere else."""

from __future__ import annotations

import pytest

from pomegraph.ask.api import EvidenceGraph


def find(searched: EvidenceGraph, words: str, stem: str) -> dict[str, str]:
    """Return the values that a question gets of its parameters that take no things, and the drug."""
    found = next(one for one in searched.search(words, 100).questions if one.question.stem == stem)
    return {one.parameter: one.text for one in found.values if one.parameter != "drug"}


@pytest.mark.parametrize(
    ("words", "stem", "values"),
    [
        ("most common side effects of Kyprolis", "adverse-events", {"frequency": "most-common"}),
        ("commonest reactions to Kyprolis", "adverse-events", {"frequency": "most-common"}),
        ("which side effects of Imnovid are very common", "adverse-events", {"frequency": "very-common"}),
        ("Revlimid side effects rare", "adverse-events", {"frequency": "rare"}),
        ("rare adverse events of Revlimid", "adverse-events", {"frequency": "rare"}),
        ("serious side effects of Xpovio", "adverse-events", {"seriousness": "serious"}),
        ("serious side effects of thalidomide", "adverse-events", {"seriousness": "serious-or-severe"}),
        ("dangerous side effects of Darzalex", "adverse-events", {"seriousness": "serious-or-severe"}),
        (
            "serious but rare side effects of Darzalex",
            "adverse-events",
            {"seriousness": "serious"},
        ),
        ("rare serious side effects of Darzalex", "adverse-events", {"seriousness": "serious", "frequency": "rare"}),
        ("common and serious side effects of Xpovio", "adverse-events", {}),
        ("how is lenalidomide excreted", "metabolising-enzymes", {"process": "elimination"}),
        ("what must pharmacists know of Revlimid", "patient-advice", {"audience": "pharmacies"}),
        ("documents that contradict themselves", "disagreements", {"within": "true"}),
        ("which claims are out of date", "contradicted-by-evidence", {"verdict": "outdated"}),
    ],
)
def test_value_that_is_said_is_given(searched: EvidenceGraph, words: str, stem: str, values: dict[str, str]) -> None:
    assert find(searched, words, stem) == values


@pytest.mark.parametrize(
    "words",
    [
        "how common are side effects of Kyprolis",
        "are the side effects of Kyprolis serious",
        "side effects of Kyprolis in common use",
        "side effects of Kyprolis",
    ],
)
def test_what_is_asked_is_not_given(searched: EvidenceGraph, words: str) -> None:
    assert find(searched, words, "adverse-events") == {}


def test_what_is_asked_of_a_named_event_is_not_given(searched: EvidenceGraph) -> None:
    assert find(searched, "is hyponatraemia common on selinexor", "adverse-events") == {"event": "hyponatremia"}


def test_two_parameters_of_one_list_get_nothing(searched: EvidenceGraph) -> None:
    assert find(searched, "which proteins does Xpovio inhibit", "binding-and-degradation") == {}
