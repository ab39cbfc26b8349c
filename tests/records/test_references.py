"""References: one publication is one reference, however its address is written."""

from __future__ import annotations

import pytest

from pomegraph.content.folder import Content
from pomegraph.errors import RecordError
from pomegraph.records.context import Context, Edition, read_context
from pomegraph.records.references import make_publication, make_reference


@pytest.fixture
def context(small: Content) -> Context:
    return read_context(small, Edition())


@pytest.mark.parametrize(
    ("address", "name", "label"),
    [
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3789204/", "pmc3789204", "PMC3789204"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC3789204", "pmc3789204", "PMC3789204"),
        ("https://pubmed.ncbi.nlm.nih.gov/1234/", "pmid-1234", "PMID 1234"),
        ("http://www.ncbi.nlm.nih.gov/pubmed/1234", "pmid-1234", "PMID 1234"),
    ],
)
def test_address_of_a_publication_is_its_number(context: Context, address: str, name: str, label: str) -> None:
    found = make_reference(context, address)

    assert found is not None
    assert (found[0].id, found[0].label, len(found[1])) == (name, label, 1)


def test_doi_is_the_same_in_any_case(context: Context) -> None:
    one, other = (make_reference(context, f"https://doi.org/10.1056/{end}") for end in ("NEJMoa1", "nejmoa1"))

    assert one == other
    assert one is not None
    assert one[0].label == "DOI 10.1056/nejmoa1"


def test_page_is_called_by_its_address(context: Context) -> None:
    found = make_reference(context, "https://go.drugbank.com/drugs/DB08910")

    assert found is not None
    assert (found[0].label, found[1]) == ("go.drugbank.com/drugs/DB08910", [])


def test_what_is_no_address_is_no_reference(context: Context) -> None:
    assert make_reference(context, "see there") is None
    with pytest.raises(RecordError):
        make_publication(context, "PMID", "PMC1")
