"""Converts sources and parts of layers, each on whatever machine there is."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pomegraph.cluster.parts import PartFile, describe_part
from pomegraph.cluster.shuffle import sample_subjects
from pomegraph.graph.conversion import ConvertedPart, Converter

if TYPE_CHECKING:
    from pomegraph.content.claims import Facts
    from pomegraph.graph.conversion import Batch
    from pomegraph.graph.triples import Terms


class ConvertedBatch(NamedTuple):
    """What a batch became: its part, the file of its graphs, and some of its subjects."""

    part: ConvertedPart
    named: PartFile
    sampled: list[bytes]


@dataclass(frozen=True, slots=True)
class BatchConverter:
    """Converts batches; a machine may try one again that another has left.

    Args:
        terms: The terms of the graph.
        facts: What there is, of which sources are read by batches.
        folder: Where the parts are written, for all machines to read.
    """

    terms: Terms
    facts: Facts
    folder: Path

    def convert(self, batch: Batch) -> ConvertedBatch:
        """Write what a batch becomes."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        part = Converter(self.terms, self.facts, folder).convert(0, batch)
        named = describe_part(part.named, sum(part.counts.values()))
        return ConvertedBatch(part, named, sample_subjects(part.default))
