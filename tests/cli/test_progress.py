"""What is being done is shown on a terminal, and nowhere else."""

from __future__ import annotations

import pytest

from pomegraph.cli.progress import show_progress


def test_nothing_is_shown_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress() as tell:
        tell("reading source 1")

    assert capsys.readouterr() == ("", "")


def test_what_is_done_is_shown_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with show_progress() as tell:
        tell("reading source 1")

    assert "reading source 1" in capsys.readouterr().err
