"""What importers are given: tools that make sound claims, things and mappings, or say why they cannot."""

from __future__ import annotations

import pytest

from pomegraph.content.folder import Content
from pomegraph.errors import ContentError, RecordError
from pomegraph.records.context import Context, Edition, expand_curie, make_name, read_context
from support.layers import map_exactly, write_layer_folder


@pytest.fixture
def context(small: Content) -> Context:
    return read_context(small, Edition())


def test_figure_is_canonical_and_kept_as_it_was_printed(context: Context) -> None:
    claim = context.make_claim("Outcome", [("drug", "oil"), ("value", "12.40")])

    assert claim.values == (("drug", "oil"), ("negated", "false"), ("value", "12.4"))
    assert claim.remarks == (("valueAsStated", "12.40"),)


def test_what_is_not_part_of_a_claim_becomes_a_remark(context: Context) -> None:
    claim = context.make_claim("Indication", [("drug", "oil"), ("note", "x"), ("negated", "true")])

    assert (claim.negated, claim.remarks) == (True, (("note", "x"),))


def test_statement_knows_its_subject(context: Context) -> None:
    claim = context.make_statement("oil", ("generation", "2"))

    assert (claim.kind, claim.predicate, claim.get("subject")) == ("Statement", "generation", ["oil"])


def test_unfit_value_is_refused(context: Context) -> None:
    with pytest.raises(RecordError, match="value 'about 3'"):
        context.make_claim("Outcome", [("value", "about 3")])


def test_thing_has_plain_names(context: Context) -> None:
    thing = context.make_thing("x-1", "Drug", " No\u00a0va\tmide\ud800 ", ["A|B", "No va mide", "null", " "])

    assert (thing.label, thing.alternatives) == ("No va mide", ("A/B",))


@pytest.mark.parametrize(("name", "label"), [("X", "x"), ("x_1", "x"), ("x", " "), ("x", "null"), ("", "x")])
def test_thing_without_a_name_is_refused(context: Context, name: str, label: str) -> None:
    with pytest.raises(RecordError):
        context.make_thing(name, "Drug", label)


@pytest.mark.parametrize("curie", ["MESH:B02362", "GO:12", "NOWHERE:1", "MESH", "REACTOME:75893", "CL:0000092x"])
def test_identifier_that_breaks_its_pattern_is_refused(context: Context, curie: str) -> None:
    with pytest.raises(RecordError):
        context.make_mapping("x", curie)


@pytest.mark.parametrize(
    "curie",
    [
        "CHEMBL.TARGET:CHEMBL3307223", "CL:0000092", "DOI:10.1056/NEJMoa1", "DRUGBANK:DB08910",
        "DRUGBANK.METABOLITE:DBMET01698", "DRUGBANK.SALT:DBSALT001045", "GO:0006954", "INTERPRO:IPR001321",
        "NCBITaxon:9606", "OMIM:254500", "PFAM:PF00001", "PMC:PMC3789204", "PMID:1234", "PR:000001234",
        "REACTOME:R-HSA-75893", "SPL:2b25ef01-5c9e-11e1-b86c-0800200c9a66", "TIGRFAM:TIGR00001", "UBERON:0000178",
        "UMLS:C0026764", "UNIPROT:P35354",
    ],
)  # fmt: skip
def test_identifiers_of_the_prefix_map_are_taken(context: Context, curie: str) -> None:
    assert expand_curie(context.registry.vocabulary.prefixes, curie) == context.make_mapping("x", curie).object


def test_names_are_made_of_identifiers() -> None:
    assert make_name("REACTOME:R-HSA-75893") == "reactome-r-hsa-75893"


def test_things_of_other_layers_are_known_with_their_identifiers(small: Content) -> None:
    rows = ["mesh-c1\tNovamide\tNova\tDrug\t"]
    mapped = [map_exactly("pomdrug:mesh-c1", "Novamide", "MESH:C1")]
    write_layer_folder(small.root / "data" / "layers" / "a", things=rows, claims=[], mappings=mapped)
    context = read_context(small, Edition("b"))
    thing = context.names.find("nova", "Drug")

    assert thing is not None
    assert [one.object for one in context.foreign[thing.id]] == ["http://id.nlm.nih.gov/mesh/C1"]
    assert read_context(small, Edition("a")).names.find("nova", "Drug") is None


def test_faults_of_the_content_are_told_first(small: Content) -> None:
    (small.root / "data/registers/drugs.tsv").write_text("id\tlabel\taltLabels\nA B\tx\t\n", encoding="utf-8")
    with pytest.raises(ContentError):
        read_context(small, Edition())
