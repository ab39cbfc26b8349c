"""DrugMechDB: paths become mechanisms in order, and what is odd about them is flagged, not mended."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pomegraph.content.folder import Content
from pomegraph.errors import RecordError
from pomegraph.records.context import Context, Edition, read_context
from pomegraph.records.converted import Converted
from pomegraph.records.drugmechdb import IMPORTER, split_paths
from pomegraph.records.parsing import parse_text
from pomegraph.records.texts import LeftOut, read_texts
from support.records import find_sample, make_path, read_small_context


@pytest.fixture
def context(small: Content) -> Context:
    return read_small_context(small, Edition(version="v1", retrieved="2026-08-01"))


def convert(context: Context, record: Any) -> Converted:
    return IMPORTER.prepare(context)(record)


def find_flags(found: Converted) -> list[str]:
    path = next(one for one in found.source.passages[0].claims if one.kind == "MechanismPath")
    return path.get("qualifier")


def test_path_becomes_steps_in_order_and_what_holds_them(context: Context) -> None:
    found = convert(context, make_path())
    (passage,) = found.source.passages
    path, *steps = passage.claims

    assert dict(path.values) == {
        "disease": "mesh-d000001", "drug": "mesh-c000001", "negated": "false", "pathIdentifier": "DB1_MESH_D1_1",
    }  # fmt: skip
    assert path.remarks == (("cites", "pmid-1234"),)
    assert [(*one.get("agent"), *one.get("action"), *one.get("aspect"), *one.get("target")) for one in steps] == [
        ("mesh-c000001", "decreases", "aspect-activity", "uniprot-p00001"),
        ("uniprot-p00001", "causes", "mesh-d000001"),
    ]
    assert [dict(one.remarks)["position"] for one in steps] == ["1", "2"]


def test_source_is_the_database_in_its_edition(context: Context) -> None:
    source = convert(context, make_path()).source

    assert (source.id, dict(source.details)["version"], dict(source.details)["retrieved"]) == (
        "drugmechdb", "v1", "2026-08-01",
    )  # fmt: skip
    assert source.passages[0].location.key == "db1-mesh-d1-1"


def test_drug_has_all_its_identifiers(context: Context) -> None:
    found = convert(context, make_path())

    assert {one.object.rpartition("/")[2] for one in found.mappings if one.subject == "mesh-c000001"} == {
        "C000001", "DB00001",
    }  # fmt: skip
    assert next(one for one in found.things if one.id == "mesh-c000001").label == "testamide"


@pytest.mark.parametrize(
    ("changes", "flag"),
    [
        ({"drug_mesh": "MESH:C000001,MESH:C000002"}, "several-drug-identifiers"),
        ({"drug_mesh": None, "drugbank": "DB:DB00001"}, "no-drug-identifier"),
        ({"drugbank": "DB:B00001"}, "mistyped-identifier"),
    ],
)
def test_odd_identifiers_of_the_drug_are_flagged(context: Context, changes: dict[str, Any], flag: str) -> None:
    record = make_path()
    record["graph"] |= changes
    if changes.get("drug_mesh", "") is None:
        record["nodes"][0]["id"] = record["links"][0]["source"] = "DB:DB00001"

    assert find_flags(convert(context, record)) == [flag]


def test_several_identifiers_are_not_those_of_one_drug(context: Context) -> None:
    record = make_path()
    record["graph"]["drug_mesh"] = "MESH:C000001,MESH:C000002"
    found = convert(context, record)

    assert [one.object.rpartition("/")[2] for one in found.mappings if one.subject == "mesh-c000001"] == ["C000001"]


def test_cycle_is_flagged(context: Context) -> None:
    record = make_path()
    record["links"].append({"key": "causes", "source": "MESH:D000001", "target": "UniProt:P00001"})

    assert find_flags(convert(context, record)) == ["cyclic"]


def test_unknown_action_kind_and_identifier_are_left_open(context: Context) -> None:
    record = make_path()
    record["links"].append({"key": "sings to", "source": "MESH:C000001", "target": "MESH:D000001"})
    record["nodes"] += [
        {"id": "GO:12", "label": "BiologicalProcess", "name": "short"},
        {"id": "GO:0000012", "label": "Melody", "name": "song"},
    ]
    found = convert(context, record)

    assert [(one.kind, one.text, one.pointer) for one in found.unresolved] == [
        ("node", "GO:12 (short)", "/nodes/3"),
        ("node", "Melody (song)", "/nodes/4"),
        ("action", "sings to", "/links/2"),
    ]


def test_step_to_a_node_that_is_missing_is_left_open(context: Context) -> None:
    record = make_path()
    del record["nodes"][1]
    found = convert(context, record)

    assert [one.reason for one in found.unresolved] == ["its node is missing or was left open"] * 2
    assert [one.kind for one in found.source.passages[0].claims] == ["MechanismPath"]


@pytest.mark.parametrize("broken", [{"graph": "x"}, {"nodes": {}}, {"links": [7]}, {"nodes": ["x"]}, {"graph": {}}])
def test_path_that_is_laid_out_otherwise_is_refused(context: Context, broken: dict[str, Any]) -> None:
    with pytest.raises(RecordError):
        convert(context, make_path(**broken))


def test_list_of_files_beside_the_paths_holds_none() -> None:
    assert list(split_paths([{"id": "a", "file": "a.yaml"}])) == []
    with pytest.raises(RecordError):
        list(split_paths({"no": "path"}))


def read_sample(name: str) -> Any:
    archive = find_sample("drugmechdb/all-paths.tar.gz")
    for text in read_texts([archive], "yaml"):
        if not isinstance(text, LeftOut) and text.place.endswith(f"/{name}.yaml"):
            record = next(parse_text(IMPORTER, text))
            assert not isinstance(record, LeftOut)
            return record.value
    raise AssertionError(name)


@pytest.mark.parametrize(
    ("name", "flags"),
    [
        ("DB00993_MESH_D001172_1", ["cyclic"]),
        ("DB00007_MESH_D004715_1", ["several-drug-identifiers"]),
        ("DB00048_MESH_D010411_1", ["no-drug-identifier"]),
        ("B02362_MESH_D003882_1", ["mistyped-identifier"]),
        ("DB08910_MESH_D009101_1", []),
    ],
)
def test_odd_paths_of_the_real_database_are_flagged(real: Content, name: str, flags: list[str]) -> None:
    """Case 22 of the hard ones; of case 21, that pomalidomide has no cereblon, a question tells."""
    found = convert(read_context(real, Edition()), read_sample(name))

    assert find_flags(found) == flags


def test_pomalidomide_has_no_cereblon_on_its_path(real: Content) -> None:
    found = convert(read_context(real, Edition()), read_sample("DB08910_MESH_D009101_1"))
    cereblon = "Q96SW2"

    assert [one for one in found.mappings if cereblon in one.object] == []
    assert len(found.source.passages[0].claims) == 19


def test_all_real_paths_are_converted(real: Content) -> None:
    folder = Path(find_sample("drugmechdb/paths-myeloma-kaposi"))
    prepared = IMPORTER.prepare(read_context(real, Edition()))
    texts = [text for text in read_texts([folder], "yaml") if not isinstance(text, LeftOut)]
    records = [record for text in texts for record in parse_text(IMPORTER, text)]

    assert [one for one in records if isinstance(one, LeftOut)] == []
    assert all(
        len(prepared(one.value).source.passages[0].claims) > 2 for one in records if not isinstance(one, LeftOut)
    )
