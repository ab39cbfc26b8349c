"""The command that draws the ontology."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pomegraph.build.model import draw_model
from pomegraph.content.ontology import read_vocabulary

if TYPE_CHECKING:
    from pomegraph.content.folder import Content


@click.command()
@click.pass_obj
def model(content: Content) -> None:
    """Draw the ontology as a flowchart in the language of Mermaid.

    \b
    Example:
      pomegraph model
    """
    content.require()
    click.echo(draw_model(read_vocabulary(content)), nl=False)
