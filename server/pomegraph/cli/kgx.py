"""The command that writes a release as KGX."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pomegraph.build.kgx import FORMS, write_kgx
from pomegraph.cli.release import release_option
from pomegraph.content.ontology import read_vocabulary
from pomegraph.release import open_release

if TYPE_CHECKING:
    from pomegraph.content.folder import Content


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMS), default=FORMS[0], show_default=True)
@release_option
@click.pass_obj
def kgx(content: Content, folder: Path, form: str, release: Path) -> None:
    """Write the plain triples of the release as nodes and edges of KGX.

    Each edge is what one source affirms in one claim: it tells that source, the claim, and the property of ours, beside
    the predicate of the Biolink Model that comes closest.

    \b
    Examples:
      pomegraph kgx kgx/
      pomegraph kgx kgx/ --format jsonl
    """
    counts = write_kgx(open_release(release), read_vocabulary(content), folder, form=form)
    click.echo(f"{folder}: {counts.nodes:,} nodes, {counts.edges:,} edges")
