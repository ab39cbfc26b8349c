"""Where parts begin follows from the subjects alone, and parts are about equal."""

from __future__ import annotations

from pathlib import Path

from pomegraph.cluster.shuffle import divide_digests, sample_subjects
from pomegraph.graph.merging import choose_bounds
from pomegraph.graph.sorting import BlockSorter
from pomegraph.names import digest


def save(folder: Path, numbers: range) -> Path:
    sorter = BlockSorter(folder)
    sorter.add([f"<s{digest(str(number))}> <p> <o> .".encode() for number in numbers])
    return sorter.save()


def test_sample_does_not_depend_on_who_holds_what(tmp_path: Path) -> None:
    whole = sample_subjects(save(tmp_path / "a", range(2000)))
    halves = [sample_subjects(save(tmp_path / str(start), range(start, start + 1000))) for start in (0, 1000)]

    assert sorted([*halves[0], *halves[1]]) == whole
    assert 10 < len(whole) < 100


def test_parts_are_about_equal(tmp_path: Path) -> None:
    bounds = choose_bounds(sample_subjects(save(tmp_path / "a", range(20_000))), 4)
    subjects = [f"<s{digest(str(number))}>".encode() for number in range(20_000)]
    sizes = [
        sum(low <= one < high for one in subjects) for low, high in zip([b"", *bounds], [*bounds, b"~"], strict=True)
    ]

    assert all(3500 < size < 6500 for size in sizes)


def test_few_subjects_make_few_parts() -> None:
    assert choose_bounds([], 8) == []
    assert len(choose_bounds([b"a", b"b"], 8)) < 8


def test_digests_are_divided_evenly() -> None:
    assert divide_digests(4) == [b"40000000", b"80000000", b"c0000000"]
    assert divide_digests(1) == []
