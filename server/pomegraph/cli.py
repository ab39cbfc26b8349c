"""The command line: each command builds its objects, calls one function and prints the result."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click
from rich.console import Console
from rich.table import Table

from pomegraph import __version__
from pomegraph.changes import compare_releases
from pomegraph.content import Content
from pomegraph.engine import GRAPH_FORMATS, TABLE_FORMATS, Engine, list_rows, serialize_results
from pomegraph.errors import PomegraphError, QueryError
from pomegraph.names import BASE, Names
from pomegraph.release import build_release, check_content, open_release
from pomegraph.verify import fill_digests, verify_sources
from pomegraph.web.serve import serve_release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FORMATS = ("table", *TABLE_FORMATS, *GRAPH_FORMATS)
_release_option = click.option(
    "--release",
    type=click.Path(path_type=Path),
    default=Path("release"),
    envvar="POMEGRAPH_RELEASE",
    show_default=True,
    help="Link to the release, as written by build.",
)


class _Group(click.Group):
    """Turns every error that is not a bug into one message and exit status 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except PomegraphError as error:
            click.echo(str(error), err=True)
            ctx.exit(1)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Give a function that shows on a terminal what is being done; elsewhere it shows nothing."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _message: None
        return
    with console.status("") as status:
        yield status.update


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pomegraph")
@click.option(
    "--content",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="POMEGRAPH_CONTENT",
    help="Folder with ontology/, data/ and queries/, instead of the one that comes with the package.",
)
@click.pass_context
def main(ctx: click.Context, content: Path | None) -> None:
    r"""Build, check, serve and query Pomegraph, an evidence graph for cancer drugs.

    \b
    Examples:
      pomegraph serve
      pomegraph query 'SELECT * { ?drug a <https://w3id.org/pomegraph/ontology#Drug> } LIMIT 5'
      pomegraph --content my-content check
    """
    ctx.obj = Content(content.resolve()) if content else Content.default()


@main.command()
@click.pass_obj
def check(content: Content) -> None:
    r"""Check the content and tell all problems, each with file, line and cure.

    \b
    Example:
      pomegraph check
    """
    with _progress() as tell:
        counts = check_content(content, tell=tell)
    click.echo(f"no problem in {counts.triples} triples")


def _read_names(_ctx: click.Context, _param: click.Parameter, base: str) -> Names:
    try:
        return Names(base)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@main.command()
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
@click.pass_obj
def build(content: Content, output: Path, names: Names) -> None:
    r"""Check the content, write a release and put it in use.

    \b
    Examples:
      pomegraph build
      pomegraph build --output /srv/pomegraph --base https://example.org/drugs/
    """
    with _progress() as tell:
        release = build_release(content, output, names=names, tell=tell)
    click.echo(release.folder)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@_release_option
@click.pass_obj
def serve(content: Content, host: str, port: int, release: Path) -> None:
    r"""Answer SPARQL queries over HTTP; build a release first if there is none.

    \b
    Example:
      pomegraph serve --port 8080
    """
    if not release.exists():
        click.echo(f"building {release}", err=True)
        with _progress() as tell:
            build_release(content, release, names=Names(), tell=tell)
    click.echo(f"serving {release} at http://{host}:{port}/ (Ctrl-C ends it)", err=True)
    serve_release(open_release(release), host, port)


@main.command()
@click.argument("text", required=False)
@click.option(
    "--file",
    type=click.File("rb"),
    help="File with the query, - for standard input, instead of TEXT.",
)
@click.option("--format", "form", type=click.Choice(_FORMATS), help="Format of the answer  [default: table, or turtle]")
@_release_option
def query(text: str | None, file: BinaryIO | None, form: str | None, release: Path) -> None:
    r"""Run a SPARQL query on the release.

    \b
    Examples:
      pomegraph query 'SELECT ?p { <https://w3id.org/pomegraph/drug/pomalidomide> ?p ?o }'
      pomegraph query --file queries/longest-pfs.rq --format csv
    """
    if (text is None) == (file is None):
        raise click.UsageError("give the query either as TEXT or with --file")
    results = Engine.open(open_release(release).store).run(_decode(file) if file else text or "")
    table = list_rows(results) if form in {None, "table"} else None
    if table is not None:
        _print_table(*table)
    else:
        data = serialize_results(results, form or "turtle")
        sys.stdout.buffer.write(data if data.endswith(b"\n") else data + b"\n")


def _decode(file: BinaryIO) -> str:
    try:
        return file.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError("the query is not UTF-8; save it as UTF-8") from error


def _print_table(columns: list[str], rows: list[list[str]]) -> None:
    table = Table(*columns)
    for row in rows:
        table.add_row(*row)
    width = None if sys.stdout.isatty() else 10_000
    Console(width=width, highlight=False, markup=False).print(table)


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--fill", is_flag=True, help="Write the digests of documents and passages into the source files.")
@click.pass_context
def verify(ctx: click.Context, folder: Path, *, fill: bool) -> None:
    r"""Compare a folder of documents with the digests: found, moved, gone.

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
        click.echo(str(verdict))
    ctx.exit(0 if all(verdict.found for verdict in verdicts) else 1)


@main.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
def diff(old: Path, new: Path) -> None:
    r"""Tell which claims a release added, withdrew, re-valued or found in other passages.

    \b
    Example:
      pomegraph diff release.0123456789abcdef release
    """
    for change in compare_releases(open_release(old), open_release(new)):
        click.echo(str(change))
