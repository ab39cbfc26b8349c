"""Commands for the content: check, build, verify, diff."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pomegraph.build.changes import compare_releases
from pomegraph.build.release_builder import build_release, check_content
from pomegraph.cli.cluster import SPARK, engine_options
from pomegraph.cli.output import print_line
from pomegraph.cli.progress import show_progress
from pomegraph.cluster.building import build_parts
from pomegraph.cluster.session import open_spark
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
    help="Link that leads to the new release, which lies beside it; with spark, folder of the parts."
    "  [default: release; with spark, parts]",
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
@engine_options
@click.option(
    "--parts", type=click.IntRange(1, 100_000), help="With spark, parts of the default graph.  [default: by its size]"
)
@click.pass_obj
def build(content: Content, /, output: Path | None, names: Names, layers: tuple[Path, ...], **given: Any) -> None:
    """Check the content, write a release and put it in use.

    With `--engine spark` it is only the graph, as sorted N-Quads in parts for the bulk loader of a store: docs/scale.md
    tells how.

    \b
    Examples:
      pomegraph build
      pomegraph build --layer layers/clinicaltrials
      pomegraph build --output /srv/pomegraph/release --base https://example.org/drugs/
      pomegraph build --engine spark --spark-master spark://host:7077 --output /shared/parts
    """
    whole = replace(content, more_layers=layers)
    if given["engine"] == SPARK:
        folder = output or Path("parts")
        with show_progress() as tell, open_spark(given["master"]) as spark:
            build_parts(whole, folder, spark, names=names, parts=given["parts"], tell=tell)
    else:
        with show_progress() as tell:
            folder = build_release(whole, output or Path("release"), names=names, tell=tell).folder
    click.echo(folder)


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
