"""Pieces make one layer, whatever their order; what several records say of one thing is one row."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from pomegraph.content.folder import Content
from pomegraph.content.mappings import Mapping
from pomegraph.content.ontology import read_vocabulary
from pomegraph.content.registers import Registry, Thing
from pomegraph.records.converted import Unresolved
from pomegraph.records.gathering import Gathered, gather, render_sources, render_things
from pomegraph.records.pieces import Made, PassedOver, Piece, SourceRow
from pomegraph.records.spooling import spool_pieces
from pomegraph.records.texts import LeftOut

Gather: TypeAlias = Callable[[Sequence[Made]], Gathered]


@pytest.fixture
def gather_made(small: Content, tmp_path: Path) -> Gather:
    """What keeps pieces, and puts them together."""
    registry = Registry(read_vocabulary(small))

    def act(made: Sequence[Made]) -> Gathered:
        folder = Path(tempfile.mkdtemp(dir=tmp_path))
        return gather(spool_pieces(made, folder / "pieces"), registry, folder)

    return act


def make_piece(record: str, version: str = "1", **parts: Any) -> Piece:
    told: dict[str, Any] = {
        "source": SourceRow("base", "Base", (("licence", "CC0-1.0"),)),
        "passages": ((record, f"line of {record} {version}", 2),),
        "things": (), "mappings": (), "unresolved": (), "counts": (), "left_out": (),
    }  # fmt: skip
    return Piece(record=record, order=(version, ""), place=f"{record}-{version}.json", **(told | parts))


def same(subject: str, local: str, predicate: str = "exactMatch") -> Mapping:
    return Mapping(subject, predicate, f"http://id.nlm.nih.gov/mesh/{local}", "why", "0.95")


def name(thing: str, label: str, kind: str = "Target", *names: str) -> Thing:
    return Thing(thing, kind, label, names, (("listedIn", "base"),), "", 0)


MADE: list[Made] = [
    make_piece("b", things=(name("x", "Ex"), name("x-2", "other")), mappings=(same("x", "D1"),)),
    make_piece("a", things=(name("x", "Ex"),), unresolved=(Unresolved("drug", "?", "unknown", "/d"),)),
    make_piece("c", things=(name("x", "Wrong"),), unresolved=(Unresolved("drug", "?", "unknown", "/e"),)),
    make_piece("a", "0", things=(name("x", "Old"),)),
    LeftOut("z.json", "no record"),
    PassedOver("y.json"),
]


def test_any_order_gives_the_same(gather_made: Gather) -> None:
    shuffled = random.Random(1)  # noqa: S311 - no secret
    found: list[Gathered] = []
    for _ in range(10):
        made = list(MADE)
        shuffled.shuffle(made)
        found.append(gather_made(made))

    assert len({one.claims.read_text(encoding="utf-8") for one in found}) == 1
    assert all(replace(one, claims=found[0].claims) == found[0] for one in found)


def test_later_version_of_a_record_is_kept(gather_made: Gather) -> None:
    found = gather_made(MADE)

    assert found.claims.read_text(encoding="utf-8") == "line of a 1\nline of b 1\nline of c 1\n"
    assert {one: dict(found.counts)[one] for one in ("records", "other versions", "passed over", "claims")} == {
        "records": 3, "other versions": 1, "passed over": 1, "claims": 6,
    }  # fmt: skip


def test_thing_is_called_as_most_records_call_it(gather_made: Gather) -> None:
    """And not also as the others do: that may be an error of theirs."""
    thing = gather_made(MADE).things[0]

    assert (thing.label, thing.alternatives) == ("Ex", ())


def test_drug_is_a_drug_though_most_records_call_it_otherwise(gather_made: Gather) -> None:
    rows = [make_piece(one, things=(name("x", "Ex", kind),)) for one, kind in (("a", "Substance"), ("b", "Drug"))]

    assert gather_made([*rows, make_piece("c", things=(name("x", "Ex", "Substance"),))]).things[0].kind == "Drug"


def test_two_identifiers_of_one_vocabulary_are_near(gather_made: Gather) -> None:
    found = gather_made([make_piece("a", things=(name("x", "Ex"),), mappings=(same("x", "D1"), same("x", "D2")))])

    assert [one.predicate for one in found.mappings] == ["closeMatch", "closeMatch"]


def test_identifier_that_a_thing_is_called_by_stays_exact(gather_made: Gather) -> None:
    mappings = (same("mesh-d1", "D1"), same("mesh-d1", "D2"))
    found = gather_made([make_piece("a", things=(name("mesh-d1", "Ex"),), mappings=mappings)])

    assert [(one.predicate, one.object[-2:]) for one in found.mappings] == [("closeMatch", "D2"), ("exactMatch", "D1")]


def test_open_points_are_counted_and_the_first_is_shown(gather_made: Gather) -> None:
    (point,) = gather_made(MADE).unresolved

    assert (point.text, point.times, point.first) == ("?", 2, "a#/d")


def test_two_records_at_one_place_are_told(gather_made: Gather) -> None:
    made = [make_piece("a"), make_piece("b", passages=(("a", "line", 1),))]

    assert [one.reason for one in gather_made(made).left_out] == ["another record has the passage a of base"]


def test_link_to_what_is_nowhere_is_counted_and_left_out(gather_made: Gather) -> None:
    thing = Thing("x", "Disease", "x", (), (("broader", "nobody"), ("listedIn", "base")), "", 0)
    found = gather_made([make_piece("a", things=(thing,))])

    assert found.things[0].values == (("listedIn", "base"),)
    assert dict(found.counts)["links to what is not there"] == 1


def test_tables_have_the_columns_that_are_used(gather_made: Gather) -> None:
    found = gather_made(MADE)

    assert render_things(found.things).splitlines()[:2] == [
        "id\tlabel\taltLabels\tclass\tlistedIn", "x\tEx\t\tTarget\tbase",
    ]  # fmt: skip
    assert render_sources(found.sources).splitlines()[1] == "base\tBase\t\t\t\tCC0-1.0\t\t\t"
