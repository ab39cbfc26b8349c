"""ChEMBL: what a molecule does to a target, by identifiers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pomegraph.content.folder import Content
from pomegraph.errors import RecordError
from pomegraph.records.chembl_mechanism import IMPORTER, split_mechanisms
from pomegraph.records.context import Context, Edition
from support.records import find_sample, read_small_context

ROW = {
    "action_type": "INHIBITOR", "direct_interaction": 1, "mec_id": 7, "molecule_chembl_id": "CHEMBL2",
    "parent_molecule_chembl_id": "CHEMBL1", "target_chembl_id": "CHEMBL3",
    "mechanism_refs": [
        {"ref_id": "1234", "ref_type": "PubMed", "ref_url": "http://europepmc.org/abstract/MED/1234"},
        {"ref_id": "setid=x", "ref_type": "DailyMed", "ref_url": "http://dailymed.nlm.nih.gov/x"},
    ],
}  # fmt: skip


@pytest.fixture
def context(small: Content) -> Context:
    return read_small_context(small, Edition(version="36"))


def test_mechanism_is_that_of_the_parent_of_a_salt(context: Context) -> None:
    found = IMPORTER.prepare(context)(ROW)
    (claim,) = found.source.passages[0].claims

    assert dict(claim.values) == {
        "action": "inhibits", "agent": "chembl-compound-chembl1", "negated": "false", "qualifier": "direct",
        "target": "chembl-target-chembl3",
    }  # fmt: skip
    assert ("cites", "pmid-1234") in claim.remarks
    assert dict(found.source.details)["licence"] == "CC-BY-SA-3.0"


@pytest.mark.parametrize(
    ("changes", "kind"), [({"target_chembl_id": None}, "target"), ({"action_type": "SINGER"}, "action")]
)
def test_what_is_not_known_is_left_open(context: Context, changes: dict[str, Any], kind: str) -> None:
    found = IMPORTER.prepare(context)(ROW | changes)

    assert [one.kind for one in found.unresolved] == [kind]
    assert found.source.passages[0].claims == ()


@pytest.mark.parametrize(
    "changes", [{"mec_id": None}, {"molecule_chembl_id": 5, "parent_molecule_chembl_id": 6}, {"mechanism_refs": [7]}]
)
def test_row_that_is_laid_out_otherwise_is_refused(context: Context, changes: dict[str, Any]) -> None:
    with pytest.raises(RecordError):
        IMPORTER.prepare(context)(ROW | changes)


def test_page_list_and_row_are_told_apart() -> None:
    assert [pointer for pointer, _ in split_mechanisms({"mechanisms": [ROW]})] == ["/mechanisms/0"]
    assert [pointer for pointer, _ in split_mechanisms([ROW, ROW])] == ["/0", "/1"]
    assert [pointer for pointer, _ in split_mechanisms(ROW)] == [""]
    with pytest.raises(RecordError):
        list(split_mechanisms({"x": 1}))


def test_real_page_is_converted(context: Context) -> None:
    path = find_sample("api-samples-biomcp/chembl/mechanisms_pembrolizumab_20260811.json")
    rows = list(split_mechanisms(json.loads(path.read_text(encoding="utf-8"))))
    found = [IMPORTER.prepare(context)(row) for _, row in rows]

    assert [one.source.passages[0].claims[0].get("agent") for one in found] == [["chembl-compound-chembl3137343"]]
