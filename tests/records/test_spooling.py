"""Pieces that were kept come back by their records, of several versions the latest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pomegraph.content.registers import Thing
from pomegraph.records.pieces import PassedOver, Piece, SourceRow
from pomegraph.records.spooling import choose_entries, join_spools, read_pieces, split_odd, spool_pieces
from pomegraph.records.texts import LeftOut


def make_piece(record: str, version: str, place: str) -> Piece:
    source = SourceRow("base", "Base", ())
    return Piece(record, (version, ""), place, source, (), (), (), (), (), ())


def test_pieces_come_back_in_the_order_of_their_records(tmp_path: Path) -> None:
    pieces = [make_piece(name, "1", f"{name}.json") for name in "cab"]
    spools = [spool_pieces([piece], tmp_path / str(number)) for number, piece in enumerate(pieces)]
    chosen, _ = choose_entries(join_spools(spools).entries)

    assert [piece.record for piece in read_pieces(chosen)] == ["a", "b", "c"]


def test_of_versions_the_latest_is_used_and_of_equal_ones_the_first_place(tmp_path: Path) -> None:
    many = [make_piece("a", "1", "x"), make_piece("a", "2", "z"), make_piece("a", "2", "y"), make_piece("a", "1", "w")]
    chosen, counts = choose_entries(spool_pieces(many, tmp_path / "spool").entries)

    assert [(piece.order[0], piece.place) for piece in read_pieces(chosen)] == [("2", "y")]
    assert dict(counts) == {"repeated": 2, "other versions": 1}


def test_record_that_calls_a_disease_a_drug_is_left_out(tmp_path: Path) -> None:
    """Other claims on the disease would not hold; what is no drug and no disease decides nothing."""
    kinds = {"a": "Disease", "b": "Disease", "c": "Drug", "d": "Target"}
    things = {record: Thing("x", kind, "ex", (), (), "", 0) for record, kind in kinds.items()}
    pieces = [
        replace(make_piece(record, "1", f"{record}.json"), things=(thing,), needs=(("x", thing.kind),) * (record < "d"))
        for record, thing in things.items()
    ]
    kept, left_out = split_odd(spool_pieces(pieces, tmp_path / "spool").entries)

    assert [entry.record for entry in kept] == ["a", "b", "d"]
    assert left_out == [LeftOut("c.json", "takes x for a drug, and most records for another thing")]


def test_what_is_no_piece_is_told_beside(tmp_path: Path) -> None:
    found = spool_pieces([PassedOver("p"), LeftOut("x", "why")], tmp_path / "spool")
    both = join_spools([found, found])

    assert (both.entries, both.left_out, both.passed_over) == ([], [LeftOut("x", "why")] * 2, 2)
