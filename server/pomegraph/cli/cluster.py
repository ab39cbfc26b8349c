"""The options that say what does the work: processes of this machine, or Apache Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pomegraph.cli.release import setting

if TYPE_CHECKING:
    from collections.abc import Callable

SPARK = "spark"


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say what does the work."""
    engine = click.option(
        "--engine",
        type=click.Choice(["processes", SPARK]),
        default="processes",
        show_default=True,
        help="What does the work: all cores of this machine, or Apache Spark (the extra pomegraph[spark]).",
    )
    master = setting(
        "--spark-master",
        "master",
        metavar="URL",
        default="local[*]",
        help="The master of Spark, such as spark://host:7077.",
    )
    return engine(master(command))
