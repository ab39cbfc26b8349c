"""The option that says where the release is, and the commands that look at one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pomegraph.build.check_release import check_release
from pomegraph.cli.output import print_line
from pomegraph.errors import ReleaseError
from pomegraph.release import choose_cure, find_release

if TYPE_CHECKING:
    from collections.abc import Callable

    _Command = TypeVar("_Command", bound=Callable[..., Any])


def setting(name: str, *names: str, **settings: Any) -> Callable[[_Command], _Command]:
    """Return an option that may also be set in the environment."""
    variable = "POMEGRAPH_" + name.removeprefix("--").upper().replace("-", "_")
    return click.option(name, *names, envvar=variable, show_envvar=True, **({"show_default": True} | settings))


release_option = setting(
    "--release",
    type=click.Path(path_type=Path),
    default=Path("release"),
    help="Link to the release, as written by build.",
)
_timeout_option = setting(
    "--timeout",
    default=30.0,
    type=click.FloatRange(0, 86400, min_open=True),
    help="Seconds that a query may run.",
)
_service_option = setting(
    "--allow-service",
    "services",
    multiple=True,
    metavar="IRI",
    show_default=False,
    help="Endpoint that SERVICE may call; may be repeated.  [default: none]",
)


def query_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say where the release is and what a query on it may use."""
    return release_option(_timeout_option(_service_option(command)))


@click.group()
def release() -> None:
    """Tell whether a release is sound.

    \b
    Example:
      pomegraph release verify
    """


@release.command("verify")
@click.argument(
    "path",
    metavar="[RELEASE]",
    type=click.Path(path_type=Path),
    default=Path("release"),
    envvar="POMEGRAPH_RELEASE",
)
def verify_release(path: Path) -> None:
    """Tell what is wrong with the files of a release.

    Every file is compared with its sum, and the graph with the counts that the release tells. The exit status is 1
    if anything is wrong.

    \b
    Examples:
      pomegraph release verify
      pomegraph release verify release.0123456789abcdef
    """
    folder = find_release(path)
    manifest, faults = check_release(folder)
    for fault in faults:
        print_line(f"{folder}/{fault}")
    if faults or manifest is None:
        raise ReleaseError("the release is damaged", choose_cure(path, faults))
    counts = f"{manifest.quads:,} quads in {len(manifest.graphs) + 1:,} graphs"
    click.echo(f"{folder}: as it was built, {counts}, {len(manifest.files) + 1} files and a database")
