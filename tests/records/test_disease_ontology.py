"""Disease Ontology: names, identifiers and hierarchy; what is not one to one is not exact."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pomegraph.content.folder import Content
from pomegraph.errors import RecordError
from pomegraph.records.context import Context, Edition, read_context
from pomegraph.records.converted import Converted
from pomegraph.records.disease_ontology import IMPORTER, split_terms
from pomegraph.records.obo import read_obo
from pomegraph.records.parsing import parse_text
from pomegraph.records.texts import LeftOut, read_texts
from support.records import find_sample

OBO = """format-version: 1.2
data-version: doid/releases/2026-07-31/x.obo

[Term]
id: DOID:1
name: first disease
synonym: "disease \\"one\\"" EXACT []
synonym: "pain" RELATED []
xref: MESH:D000001
xref: MESH:D000002
xref: NCI:C1
xref: MIM:PS1
xref: SNOMEDCT_US_2025_09_01:1
is_a: DOID:2 ! second disease

[Term]
id: DOID:2
name: second disease
xref: NCI:C1
xref: UMLS_CUI:C0000001

[Term]
id: DOID:3
name: gone
is_obsolete: true
"""
GRAPHS = {
    "graphs": [
        {
            "meta": {"version": "http://purl.obolibrary.org/obo/doid/releases/2026-07-31/x.json"},
            "nodes": [
                {
                    "id": "http://purl.obolibrary.org/obo/DOID_1", "type": "CLASS", "lbl": "first disease",
                    "meta": {
                        "synonyms": [{"pred": "hasExactSynonym", "val": "disease one"}, {"pred": "hasRelatedSynonym", "val": "pain"}],
                        "xrefs": [{"val": "MESH:D000001"}],
                    },
                },
                {"id": "http://purl.obolibrary.org/obo/DOID_3", "type": "CLASS", "lbl": "gone", "meta": {"deprecated": True}},
                {"id": "http://purl.obolibrary.org/obo/RO_1", "type": "PROPERTY", "lbl": "part of"},
            ],
            "edges": [{"sub": "http://purl.obolibrary.org/obo/DOID_1", "pred": "is_a", "obj": "http://purl.obolibrary.org/obo/DOID_2"}],
        }
    ]
}  # fmt: skip


@pytest.fixture
def context(small: Content) -> Context:
    return read_context(small, Edition())


def convert(context: Context, document: Any) -> list[Converted]:
    return [IMPORTER.prepare(context)(term) for _, term in split_terms(document)]


def test_term_has_its_names_and_what_it_is_a_kind_of(context: Context) -> None:
    first, _ = convert(context, read_obo(OBO))
    (thing,) = first.things

    assert (thing.id, thing.kind, thing.label, thing.alternatives) == (
        "doid-1", "Disease", "first disease", ('disease "one"',),
    )  # fmt: skip
    assert thing.values == (("broader", "doid-2"),)
    assert dict(first.source.details)["version"] == "2026-07-31"


def test_identifier_is_exact_where_it_is_one_to_one(context: Context) -> None:
    first, second = convert(context, read_obo(OBO))
    found = {(one.predicate, one.object.rpartition("/")[2]) for one in (*first.mappings, *second.mappings)}

    assert found == {
        ("exactMatch", "DOID_1"), ("exactMatch", "DOID_2"), ("closeMatch", "D000001"), ("closeMatch", "D000002"),
        ("closeMatch", "NCIT_C1"), ("exactMatch", "C0000001"),
    }  # fmt: skip
    assert [one.text for one in first.unresolved] == ["MIM:PS1"]


def test_obo_graphs_say_the_same(context: Context) -> None:
    (found,) = convert(context, json.loads(json.dumps(GRAPHS)))
    (thing,) = found.things

    assert (thing.id, thing.alternatives, thing.values) == ("doid-1", ("disease one",), (("broader", "doid-2"),))
    assert (found.version, len(found.mappings)) == ("2026-07-31", 2)


@pytest.mark.parametrize("document", [[], {"graphs": [{"nodes": [{"type": "CLASS"}]}]}, {"graphs": [7]}, {"terms": 1}])
def test_what_is_no_ontology_is_refused(document: Any) -> None:
    with pytest.raises(RecordError):
        list(split_terms(document))


def test_term_of_another_ontology_is_refused(context: Context) -> None:
    with pytest.raises(RecordError):
        convert(context, read_obo(OBO.replace("id: DOID:1", "id: GO:0000001")))


def test_all_real_terms_are_converted(context: Context) -> None:
    (text,) = read_texts([find_sample("disease-ontology/DO_cancer_slim.obo")], "obo")
    assert not isinstance(text, LeftOut)
    prepared = IMPORTER.prepare(context)
    found = [prepared(one.value) for one in parse_text(IMPORTER, text) if not isinstance(one, LeftOut)]

    assert len(found) > 700
    assert next(one for one in found if one.record == "DOID:9538").things[0].label == "multiple myeloma"
