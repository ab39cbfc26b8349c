"""What is gathered of one record: by place, once, and nothing that is empty."""

from __future__ import annotations

from pomegraph.records.draft import Draft
from pomegraph.records.nodes import RecordNode
from support.studies import read_context

PLACE, OTHER = RecordNode({"x": 1}, "/b"), RecordNode({"y": 2}, "/a")


def test_passages_stand_in_the_order_of_their_places() -> None:
    draft = Draft(read_context(), "R1")
    draft.state(PLACE, "mm-003", ("phase", "3"))
    draft.state(PLACE, "mm-003", ("phase", "3"))
    draft.state(PLACE, "mm-003", ("phase", ""))
    draft.mark(OTHER)
    found = draft.finish("1", "Record R1", [("kind", "database"), ("version", "")], "r1-record")

    assert [(one.location.words, len(one.claims)) for one in found.source.passages] == [
        ("place /a", 0),
        ("place /b", 1),
    ]
    assert found.source.details == (("kind", "database"),)
    assert found.source.passages[0].digest == OTHER.digest


def test_first_row_of_a_thing_stays_and_bad_identifier_is_told() -> None:
    draft = Draft(read_context(), "R1")
    draft.add("r1-thing", "Trial", "one")
    draft.add("r1-thing", "Trial", "two")

    assert draft.label("r1-thing") == "one"
    assert draft.map("r1-thing", "CLINICALTRIALS:NCT00000001")
    assert not draft.map("r1-thing", "CLINICALTRIALS:none")


def test_long_words_are_cut_and_open_ends_listed_once() -> None:
    draft = Draft(read_context(), "R1")
    draft.leave("drug", "x" * 500, "unknown name", PLACE)
    draft.leave("drug", "x" * 500, "unknown name", PLACE)
    (open_end,) = draft.finish("", "R", [], "r1-record").unresolved

    assert len(open_end.text) == 121
    assert open_end.pointer == "/b"


def test_counts_add_up() -> None:
    draft = Draft(read_context(), "R1")
    draft.count("arms")
    draft.count("arms", 2)

    assert draft.finish("", "R", [], "r1-record").counts == (("arms", 3),)
