"""Types that come first: the same data, in another order."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from pomegraph.engine.data import Location, find_data
from pomegraph.engine.types_first import load_types

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LINES = f"""\
<urn:a> <urn:p> "a {TYPE} b" .
<urn:a> {TYPE} <urn:A> .
_:b {TYPE} <urn:B> .
<urn:c> {TYPE} <urn:C> <urn:g> .
<urn:a> <urn:q> _:b .
"""


def test_types_are_loaded_alone(tmp_path: Path) -> None:
    path, store = tmp_path / "data.nq", Store()
    path.write_text(LINES, encoding="utf-8")
    load_types(store, path, RdfFormat.N_QUADS)

    assert sorted(str(quad.object) for quad in store) == ["<urn:A>", "<urn:C>"]


def test_things_of_a_class_come_one_after_the_other(tmp_path: Path) -> None:
    path, store = tmp_path / "data.nq", Store()
    path.write_text("".join(f"<urn:{n}> {TYPE} <urn:{'ABC'[n % 3]}> .\n" for n in range(30)), encoding="utf-8")
    load_types(store, path, RdfFormat.N_QUADS)
    classes = [str(quad.object) for quad in store.quads_for_pattern(None, NamedNode(TYPE[1:-1]), None)]

    assert len(list(groupby(classes))) == 3


def test_data_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "data.nq"
    path.write_text(LINES, encoding="utf-8")
    data = find_data(Location(files=(path,)), tmp_path)

    assert data.memory is not None
    assert len(data.memory) == 5
    assert data.memory.query(f"ASK {{ <urn:a> <urn:q> ?b . ?b {TYPE} <urn:B> }}")


@pytest.mark.parametrize("text", ["@prefix : <urn:> . :a a :A .", ""])
def test_other_files_are_left_alone(tmp_path: Path, text: str) -> None:
    path, store = tmp_path / "data.ttl", Store()
    path.write_text(text, encoding="utf-8")
    load_types(store, path, RdfFormat.TURTLE)

    assert len(store) == 0
