"""Narrows what primary sources say to what bears on the claims of pages.

Where sources are converted on several machines, verdicts are built on one: little has to be brought there.
"""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pomegraph.content.quick_json import read_json
from pomegraph.evidence.figures import Figure
from pomegraph.graph.sorting import BlockSorter, find_subject, read_run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pomegraph.graph.verdicts import TakenSources


class WantedClaims(NamedTuple):
    """The topics that pages speak of, and the trials and measures of their figures."""

    topics: frozenset[bytes]
    trials: frozenset[str]
    measures: frozenset[str]


def find_wanted(many: Iterable[TakenSources]) -> WantedClaims:
    """Return what the claims of pages speak of."""
    judged = [one for taken in many for one in taken.judged.values()]
    figures = [one.figure for one in judged if one.figure is not None]
    topics = frozenset(one.report.topic.encode() for one in judged)
    return WantedClaims(topics, frozenset(one.trial for one in figures), frozenset(one.measure for one in figures))


def find_wanted_trials(wanted: WantedClaims, taken: TakenSources) -> frozenset[bytes]:
    """Return the digests of the trials of which a figure was taken that bears on pages."""
    blocks = itertools.chain.from_iterable(read_run(taken.figures))
    return frozenset(find_subject(block) for block in blocks if _bears(block, wanted))


def _bears(block: bytes, wanted: WantedClaims) -> bool:
    figures = (Figure(*read_json(line.partition(" ")[2])) for line in block.decode().split("\n"))
    return any(one.trial in wanted.trials or one.measure in wanted.measures for one in figures)


def narrow(wanted: WantedClaims, trials: frozenset[bytes], folder: Path, taken: TakenSources) -> TakenSources:
    """Return what was taken without the claims and figures of primary sources that do not bear on pages.

    Args:
        wanted: What pages speak of.
        trials: The digests of the trials whose figures bear on them.
        folder: Where the rest is written, in a folder of its own.
        taken: What was taken of some sources.
    """
    folder = Path(tempfile.mkdtemp(dir=folder))
    records = _filter(taken.records, folder / "claims", lambda topic: topic in wanted.topics)
    figures = _filter(taken.figures, folder / "figures", lambda trial: trial in trials)
    return taken._replace(records=records, figures=figures)


def _filter(run: Path, folder: Path, is_wanted: Callable[[bytes], bool]) -> Path:
    sorter = BlockSorter(folder)
    for blocks in read_run(run):
        sorter.add([block for block in blocks if is_wanted(find_subject(block))])
    return sorter.save()
