"""Documents are meant by what they are: a label, by its drug and its country or year."""

from __future__ import annotations

import pytest

from pomegraph.ask.api import EvidenceGraph


def find(searched: EvidenceGraph, words: str) -> set[str]:
    """Return the numbers of the documents that a phrase means."""
    searched.search("any")
    mentions = searched._finder._reader.read(words).mentions
    return {thing.id.partition("-")[0] for one in mentions for thing in one.list_all("source")}


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("what changed since the Pomalyst label of 2013", {"107"}),
        ("side effects of Pomalyst in the Swiss label", {"116"}),
        ("side effects of Imnovid in the EU label", {"111", "113", "115"}),
        ("side effects of Imnovid in its European summary of product characteristics", {"111", "113", "115"}),
    ],
)
def test_label_is_meant_by_its_drug_and_its_country_or_year(
    searched: EvidenceGraph, words: str, numbers: set[str]
) -> None:
    assert find(searched, words) == numbers


@pytest.mark.parametrize(
    "words",
    ["is Imnovid approved in the EU", "what does the label of Imnovid say", "labels of 2013", "Imnovid in 2013"],
)
def test_no_document_is_meant_without_saying_so(searched: EvidenceGraph, words: str) -> None:
    assert find(searched, words) == set()
