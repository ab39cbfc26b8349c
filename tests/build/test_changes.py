"""Comparison of releases: claims added, withdrawn, re-valued, moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from pomegraph.build.changes import compare_releases
from pomegraph.build.release_builder import build_release
from pomegraph.content.folder import Content
from pomegraph.names import Names
from pomegraph.release import Release

EDITS = {
    "added": (
        "brandName: Exampla",
        "brandName: [Exampla, Examplissa]",
        ["added: exemplamide has the brand name “Examplissa”"],
    ),
    "withdrawn": (
        "      - claim: Advice\n        drug: exemplamide\n        instruction: take-with-alcohol\n        negated: true\n",
        "",
        ["withdrawn: not: take with alcohol with exemplamide"],
    ),
    "re-valued": (
        "value: 7",
        "value: 8",
        ["re-valued: ROTOR-1: median time to silence 8 months in the arm “ROTOR-1: oil”"],
    ),
    "moved": (
        "lines: [7, 3-4]",
        "lines: [7, 3-4, 5]",
        ["moved: exemplamide 4 mg a day (about)", "moved: not: take with alcohol with exemplamide"],
    ),
}


def edit_digests(content: Content, old: str, new: str) -> None:
    path = content.root / "data/digests/alpha.tsv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("act", EDITS)
def test_change_is_told(small: Content, small_release: Release, tmp_path: Path, act: str) -> None:
    old, new, changes = EDITS[act]
    path = small.root / "data/sources/alpha.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    if act == "moved":
        edit_digests(small, "\n6\t", "\n5\t" + "0" * 64 + "\n6\t")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = compare_releases(
        small_release, build_release(small, tmp_path / "other", names=Names(), tell=lambda _: None)
    )

    assert sorted(f"{change.act}: {change.label}" for change in found) == changes


def test_re_valued_claim_tells_what_it_said_before(small: Content, small_release: Release, tmp_path: Path) -> None:
    path = small.root / "data/sources/alpha.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: 7", "value: 8"), encoding="utf-8")
    (change,) = compare_releases(
        small_release, build_release(small, tmp_path / "other", names=Names(), tell=lambda _: None)
    )

    assert str(change).endswith("before: ROTOR-1: median time to silence 7 months in the arm “ROTOR-1: oil”")


def test_same_release_has_no_change(small_release: Release) -> None:
    assert compare_releases(small_release, small_release) == []
