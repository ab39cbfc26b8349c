"""The option that says where the release is."""

from __future__ import annotations

from pathlib import Path

import click

release_option = click.option(
    "--release",
    type=click.Path(path_type=Path),
    default=Path("release"),
    envvar="POMEGRAPH_RELEASE",
    show_default=True,
    show_envvar=True,
    help="Link to the release, as written by build.",
)
