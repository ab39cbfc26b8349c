"""The README: its transcript is what the release answers, its commands exist."""

from __future__ import annotations

import re
import shlex

from click.testing import CliRunner

from pomegraph.cli.main import main
from pomegraph.release import Release
from support.places import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_transcript_is_the_real_answer(real_release: Release) -> None:
    (console,) = re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    command, answer = re.fullmatch(r"\$ (.*?LIMIT 3')\n(.*)", console, re.DOTALL).groups()  # type: ignore[union-attr]
    arguments = shlex.split(command)[1:]
    done = CliRunner().invoke(main, [*arguments, "--release", str(real_release.folder)])

    assert done.output.replace("\r\n", "\n") == answer


def test_every_command_is_in_the_table() -> None:
    assert set(re.findall(r"^\| `pomegraph (\w+)", README, re.MULTILINE)) == set(main.commands)


def test_every_folder_of_the_map_is_there() -> None:
    folders = re.findall(r"^\| `([\w/]+/)` \|", README, re.MULTILINE)

    assert len(folders) == 7
    assert [name for name in folders if not (ROOT / name).is_dir()] == []


def test_every_relative_link_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if not link.startswith("http")]

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
