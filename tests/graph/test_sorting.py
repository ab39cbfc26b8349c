"""Sorting: the same as sorting a set in memory, whatever is spilled."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from pomegraph.graph.sorting import BlockSorter, find_subject, join_lines, merge_runs, sort_lines
from pomegraph.names import new_lines

TEXTS = st.text(st.characters(exclude_characters=" \n\r", exclude_categories=["Cs"]), min_size=1, max_size=4)
BATCHES = st.lists(st.lists(st.tuples(TEXTS, TEXTS)))


def blocks(pairs: list[tuple[str, str]]) -> list[bytes]:
    lines = new_lines()
    for subject, end in pairs:
        lines[subject].add(f" {end}")
    return join_lines(sort_lines(lines))


@given(BATCHES, st.integers(min_value=1, max_value=20))
def test_spilled_lines_come_back_sorted_and_once(batches: list[list[tuple[str, str]]], limit: int) -> None:
    with TemporaryDirectory() as folder:
        sorter = BlockSorter(Path(folder) / "runs", limit=limit)
        for batch in batches:
            sorter.add(blocks(batch))

        lines = [line for many in sorter.blocks() for block in many for line in block.decode().split("\n")]
        wanted = sorted({pair for batch in batches for pair in batch})
        assert lines == [f"{subject} {end}" for subject, end in wanted]


def test_many_runs_are_merged(tmp_path: Path) -> None:
    sorter = BlockSorter(tmp_path / "runs", limit=1)
    for number in range(600):
        sorter.add(blocks([(f"{number:03}", "a"), ("000", f"{number:03}")]))

    merged = [block for many in sorter.blocks() for block in many]
    assert [block[:3].decode() for block in merged] == [f"{number:03}" for number in range(600)]
    assert merged[0].count(b"\n") == 600
    assert len(list((tmp_path / "runs").iterdir())) < 300


def test_saved_run_is_taken_by_another_sorter(tmp_path: Path) -> None:
    one, other = BlockSorter(tmp_path / "one", limit=1), BlockSorter(tmp_path / "other")
    one.add([b"<b> <p> 1 .", b"<a> <p> 1 ."])
    one.add([b"<b> <p> 2 ."])
    other.add([b"<b> <p> 0 ."])
    other.take(one.save())

    assert [block for blocks in other.blocks() for block in blocks] == [
        b"<a> <p> 1 .",
        b"<b> <p> 0 .\n<b> <p> 1 .\n<b> <p> 2 .",
    ]


def test_saved_run_may_be_empty(tmp_path: Path) -> None:
    one, other = BlockSorter(tmp_path / "one"), BlockSorter(tmp_path / "other")
    other.add([b"<a> <p> 1 ."])
    other.take(one.save())

    assert [block for blocks in other.blocks() for block in blocks] == [b"<a> <p> 1 ."]


@given(BATCHES, TEXTS)
def test_runs_are_read_in_two_parts(batches: list[list[tuple[str, str]]], bound: str) -> None:
    with TemporaryDirectory() as folder:
        sorters = [BlockSorter(Path(folder, str(number))) for number in range(len(batches))]
        for sorter, batch in zip(sorters, batches, strict=True):
            sorter.add(blocks(batch))
        runs = [run for sorter in sorters for run in sorter.leave()]

        below, above, whole = (
            [block for many in merge_runs(runs, *ends) for block in many]
            for ends in ((b"", bound.encode()), (bound.encode(), b""), (b"", b""))
        )
        assert below + above == whole
        assert all(find_subject(block) < bound.encode() for block in below)
        assert all(find_subject(block) >= bound.encode() for block in above)
