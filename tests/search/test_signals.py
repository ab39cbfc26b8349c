"""A question that answers what a phrase asks counts for more than one that only has its words."""

from __future__ import annotations

import pytest

from pomegraph.ask.api import EvidenceGraph
from pomegraph.search.filling import Filled
from pomegraph.search.signals import is_over_drugs, tells_years, weigh_signals


@pytest.mark.parametrize(
    ("text", "better", "other"),
    [
        ("what helps against nausea", "patient-advice", "adverse-events"),
        ("platelets 28", "dose-limiting-toxicities", "adverse-events"),
        ("where do documents disagree", "disagreements", "sources"),
        ("what does the label not say", "coverage", "sources"),
        ("PMID of a publication", "cited-publications", "sources"),
        ("alcohol with thalidomide", "interactions", "contraindications"),
        ("florbizol and bortezomib", "interactions", "adverse-events"),
        ("PFS in MM-003 by arm", "trial-results", "outcomes"),
    ],
)
def test_question_that_tells_what_is_asked_counts_more(
    searched: EvidenceGraph, text: str, better: str, other: str
) -> None:
    searched.search(text)
    phrase = searched._finder._reader.read(text)
    nothing = Filled((), telling=0, unused=0)

    weights = [weigh_signals(phrase, searched.get_question(stem), nothing) for stem in (better, other)]

    assert weights[0] > weights[1]


def test_question_that_must_be_given_more_than_is_named_counts_less(searched: EvidenceGraph) -> None:
    found = searched.search("pomalidomide")
    phrase = searched._finder._reader.read(found.words)
    required = next(one for one in searched.questions if sum(each.required for each in one.parameters) > 1)

    lacks = [weigh_signals(phrase, required, Filled((), telling=0, unused=unused)) for unused in (0, 1)]

    assert lacks[1] < lacks[0] < 0


def test_questions_over_years_and_over_all_drugs_are_known(searched: EvidenceGraph) -> None:
    assert tells_years(searched.get_question("approvals-over-time"))
    assert not tells_years(searched.get_question("full-dose"))
    assert is_over_drugs(searched.get_question("boxed-warnings"))
    assert not is_over_drugs(searched.get_question("trial-results"))
