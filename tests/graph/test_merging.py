"""Merging: runs become files that are in order together, by however many processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pomegraph.graph.merging import join_files, write_merged
from pomegraph.graph.sorting import BlockSorter
from pomegraph.graph.workers import Workers
from pomegraph.names import digest

SUBJECTS = sorted({f"<{digest(str(number))}>" for number in range(9_000)})


def save(folder: Path, step: int) -> Path:
    """Save a run with some of the subjects, each with a value of its own and one that all have."""
    sorter = BlockSorter(folder / str(step))
    sorter.add([f"{one} <p> {step} .\n{one} <p> {'same' * 20} .".encode() for one in SUBJECTS[::step]])
    return sorter.save()


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_files_are_the_runs_in_order(tmp_path: Path, processes: int) -> None:
    runs = [save(tmp_path, step) for step in (1, 2, 5)]
    with Workers(None, processes) as workers:
        parts = list(write_merged(workers, runs, tmp_path))
        join_files(workers, [part for part, _ in parts], tmp_path / "all")
    lines = (tmp_path / "all").read_text(encoding="utf-8").splitlines()

    steps = {one: [step for step in (1, 2, 5) if place % step == 0] for place, one in enumerate(SUBJECTS)}
    assert lines == [f"{one} <p> {end} ." for one in SUBJECTS for end in [*steps[one], "same" * 20]]
    assert sum(count for _, count in parts) == len(lines)
    assert len(parts) == (1 if processes == 1 else 2 * processes)
    assert not any(part.exists() for part, _ in parts)


def test_nothing_is_an_empty_file(tmp_path: Path) -> None:
    with Workers(None, 2) as workers:
        parts = [part for part, _ in write_merged(workers, [BlockSorter(tmp_path / "none").save()], tmp_path)]
        join_files(workers, parts, tmp_path / "all")

    assert (tmp_path / "all").read_bytes() == b""
