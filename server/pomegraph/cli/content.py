"""Commands for the content: check, build, verify, diff."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pomegraph.build.changes import compare_releases
from pomegraph.build.release_builder import build_release, check_content
from pomegraph.cli.output import print_line
from pomegraph.cli.progress import show_progress
from pomegraph.content.verification import fill_digests, verify_sources
from pomegraph.names import BASE, Names
from pomegraph.release import open_release

if TYPE_CHECKING:
    from pomegraph.content.folder import Content


layers_option = click.option(
    "--layer",
    "layers",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="POMEGRAPH_LAYERS",
    show_envvar=True,
    help="Folder with an imported layer, beside those of the content; may be repeated.",
)


@click.command()
@layers_option
@click.pass_obj
def check(content: Content, layers: tuple[Path, ...]) -> None:
    """Tell every problem of the content, with file, line and cure.

    \b
    Examples:
      pomegraph check
      pomegraph check --layer layers/clinicaltrials
    """
    with show_progress() as tell:
        counts = check_content(replace(content, more_layers=layers), tell=tell)
    click.echo(f"no problem in {counts.triples} triples")


def _read_names(_ctx: click.Context, _param: click.Parameter, base: str) -> Names:
    try:
        return Names(base)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("release"),
    show_default=True,
    help="Link that leads to the new release; the release itself lies beside it.",
)
@click.option(
    "--base",
    "names",
    callback=_read_names,
    default=BASE,
    show_default=True,
    help="Base of the IRIs of things and claims.",
)
@layers_option
@click.pass_obj
def build(content: Content, output: Path, names: Names, layers: tuple[Path, ...]) -> None:
    """Check the content, write a release and put it in use.

    \b
    Examples:
      pomegraph build
      pomegraph build --layer layers/clinicaltrials
      pomegraph build --output /srv/pomegraph/release --base https://example.org/drugs/
    """
    with show_progress() as tell:
        release = build_release(replace(content, more_layers=layers), output, names=names, tell=tell)
    click.echo(release.folder)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--fill", is_flag=True, help="Write the digests of the documents and their passages into data/digests/.")
@click.pass_context
def verify(ctx: click.Context, folder: Path, *, fill: bool) -> None:
    """Compare documents with the digests of their passages.

    Each passage is found, moved or gone. The exit status is 1 unless all are found.

    \b
    Examples:
      pomegraph verify documents
      pomegraph verify documents --fill
    """
    content: Content = ctx.obj
    if fill:
        for path in fill_digests(content, folder):
            click.echo(f"{content.place(path)}: digests written")
    verdicts = verify_sources(content, folder, only_present=fill)
    for verdict in verdicts:
        print_line(str(verdict))
    ctx.exit(0 if all(verdict.found for verdict in verdicts) else 1)


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
def diff(old: Path, new: Path) -> None:
    """Tell which claims a release added, withdrew or re-valued.

    Claims that other passages report now are told too, as moved.

    \b
    Example:
      pomegraph diff release.0123456789abcdef release
    """
    for change in compare_releases(open_release(old), open_release(new)):
        print_line(str(change))
