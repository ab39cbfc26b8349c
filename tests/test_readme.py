"""The README: short, its transcripts are what the release answers, its map is true."""

from __future__ import annotations

import re
import shlex

import pytest
from click.testing import CliRunner

from pomegraph.cli.main import main
from pomegraph.release import Release
from support.places import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
# A command goes on over the lines that a quotation mark holds together.
TRANSCRIPTS = re.findall(r"^```console\n\$ ((?:[^'\n]|'[^']*')*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_readme_is_read_in_some_minutes() -> None:
    assert README.count("\n") < 150


@pytest.mark.parametrize(("command", "answer"), TRANSCRIPTS, ids=["question", "query"])
def test_transcript_is_the_real_answer(real_release: Release, command: str, answer: str) -> None:
    arguments = shlex.split(command)[1:]
    done = CliRunner().invoke(main, [*arguments, "--release", str(real_release.folder)])

    assert done.output.replace("\r\n", "\n") == answer


def test_every_folder_of_the_map_is_there() -> None:
    folders = re.findall(r"^\| `([\w/]+/)` \|", README, re.MULTILINE)

    assert len(folders) == 7
    assert [name for name in folders if not (ROOT / name).is_dir()] == []
