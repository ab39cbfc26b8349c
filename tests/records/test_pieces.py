"""Records become pieces: what is wrong with one is told with its place, and the others go on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pomegraph.content.folder import Content
from pomegraph.errors import RecordError
from pomegraph.records.context import Context, Edition, read_context
from pomegraph.records.drugmechdb import IMPORTER
from pomegraph.records.pieces import Made, PassedOver, Piece, PieceMaker
from pomegraph.records.texts import LeftOut, RecordText
from support.layers import map_exactly, write_layer_folder
from support.records import add_real_tables, make_path, read_small_context

if TYPE_CHECKING:
    from pomegraph.records.converted import Convert


@pytest.fixture
def context(small: Content) -> Context:
    return read_small_context(small)


def make(context: Context, *records: Any) -> list[Made]:
    return list(PieceMaker(IMPORTER, context).make(RecordText("a.json", json.dumps(records).encode())))


def make_with(context: Context, prepare: Callable[[Context], Convert]) -> Made:
    (found,) = PieceMaker(replace(IMPORTER, prepare=prepare), context).make(
        RecordText("a.json", json.dumps(make_path()).encode())
    )
    return found


def test_piece_has_lines_and_rows(context: Context) -> None:
    (piece,) = make(context, make_path())

    assert isinstance(piece, Piece)
    assert (piece.record, piece.place) == ("DB1_MESH_D1_1", "a.json#/0")
    assert [(key, number) for key, _, number in piece.passages] == [("db1-mesh-d1-1", 3)]
    assert all(("listedIn", "drugmechdb") in thing.values for thing in piece.things)


def test_faulty_record_is_told_with_its_place_and_the_rest_goes_on(context: Context) -> None:
    found = make(context, make_path(nodes=7), make_path())

    assert found[0] == LeftOut("a.json#/0#/nodes", "nodes is not what it should be")
    assert isinstance(found[1], Piece)


def test_record_that_an_importer_did_not_expect_is_told(context: Context) -> None:
    def fail(_record: Any) -> Any:
        raise KeyError("surprise")

    found = make_with(context, lambda _: fail)

    assert found == LeftOut("a.json", "is not laid out as expected (KeyError: 'surprise')")


def test_refused_record_without_pointer_has_the_place_of_its_text(context: Context) -> None:
    def fail(_record: Any) -> Any:
        raise RecordError("no use")

    assert make_with(context, lambda _: fail) == LeftOut("a.json", "no use")


def test_source_without_a_name_is_refused(context: Context) -> None:
    def prepare(inner: Context) -> Convert:
        def convert(record: Any) -> Any:
            found = IMPORTER.prepare(inner)(record)
            return replace(found, source=replace(found.source, id="A B"))

        return convert

    assert make_with(context, prepare) == LeftOut("a.json", "'A B' cannot be the name of a source")


def test_claim_that_does_not_hold_is_told_and_the_others_stay(context: Context) -> None:
    def prepare(inner: Context) -> Convert:
        def convert(record: Any) -> Any:
            found = IMPORTER.prepare(inner)(record)
            (passage,) = found.source.passages
            bad = replace(passage.claims[0], kind="Nonsense")
            passages = (replace(passage, claims=(bad, *passage.claims)),)
            return replace(found, source=replace(found.source, passages=passages))

        return convert

    found = make_with(context, prepare)

    assert isinstance(found, Piece)
    assert found.left_out == (LeftOut("a.json#db1-mesh-d1-1", "Nonsense: unknown kind of claim 'Nonsense'"),)
    assert found.passages[0][2] == 3


def test_records_on_other_diseases_are_passed_over_where_that_is_asked(small: Content) -> None:
    add_real_tables(small)
    context = read_context(small, Edition(selective=True))
    record = make_path()
    other = make_path("DB1_MESH_D1_2", nodes=[*record["nodes"][:2], record["nodes"][2] | {"name": "Gearache"}])
    found = make(context, record, other)

    assert found[0] == PassedOver("a.json#/0")
    assert isinstance(found[1], Piece)


def test_thing_of_another_layer_that_is_spoken_of_is_copied(small: Content) -> None:
    add_real_tables(small)
    rows, mapped = ["mesh-x1\tNovamide\tNova\tDrug\t"], [map_exactly("pomdrug:mesh-x1", "Novamide", "MESH:C9")]
    write_layer_folder(small.root / "data" / "layers" / "a", things=rows, claims=[], mappings=mapped)
    context = read_context(small, Edition())

    def prepare(inner: Context) -> Convert:
        def convert(record: Any) -> Any:
            found = IMPORTER.prepare(inner)(record)
            claim = inner.make_claim("Indication", [("drug", "mesh-x1"), ("disease", "gearache")])
            passage = replace(found.source.passages[0], claims=(claim,))
            return replace(found, source=replace(found.source, passages=(passage,)), things=(), mappings=())

        return convert

    found = make_with(context, prepare)

    assert isinstance(found, Piece)
    assert [(one.id, one.values) for one in found.things] == [("mesh-x1", (("listedIn", "drugmechdb"),))]
    assert [one.object for one in found.mappings] == ["http://id.nlm.nih.gov/mesh/C9"]
