"""The notebooks of the docs run, and show what they would show anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pomegraph.release import Release
from support.notebooks import run_notebook
from support.places import ROOT

NOTEBOOKS = sorted((ROOT / "docs").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_shows_what_it_would_show_anew(
    path: Path, real_release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POMEGRAPH_RELEASE", str(real_release.folder))

    assert run_notebook(path) == json.loads(path.read_text(encoding="utf-8")), (
        f"run POMEGRAPH_RELEASE=release python -m support.notebooks {path} in tests/"
    )


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS
