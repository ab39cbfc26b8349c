"""The option that says where the release is."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pomegraph.cli.release import release_option


@click.command()
@release_option
def tell(release: Path) -> None:
    click.echo(release)


@pytest.mark.parametrize(
    ("arguments", "variable", "place"),
    [
        ([], None, "release"),
        ([], "/srv/release", "/srv/release"),
        (["--release", "mine"], "/srv/release", "mine"),
    ],
)
def test_option_is_taken_before_the_environment(arguments: list[str], variable: str | None, place: str) -> None:
    done = CliRunner(env={"POMEGRAPH_RELEASE": variable}).invoke(tell, arguments)

    assert done.stdout == f"{place}\n"
