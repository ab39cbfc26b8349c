"""Converts sources and parts of layers, each on whatever machine there is."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pomegraph.cluster.parts import PartFile, describe_part
from pomegraph.cluster.shuffle import sample_subjects
from pomegraph.content.claims import Source
from pomegraph.content.layer_claims import read_layer
from pomegraph.content.layers import JoinedLayer
from pomegraph.graph.conversion import ConvertedPart, Converter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.content.verdicts import CuratedVerdict
    from pomegraph.errors import Problem
    from pomegraph.graph.triples import Terms

# Sources that were read already, or where those of a layer are to be read.
Batch: TypeAlias = list[Source] | JoinedLayer


class ConvertedBatch(NamedTuple):
    """What a batch became: its part, the file of its graphs, some of its subjects, and what was wrong with it."""

    part: ConvertedPart
    named: PartFile
    sampled: list[bytes]
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class BatchConverter:
    """Converts batches; a machine may try one again that another has left.

    Args:
        terms: The terms of the graph.
        curated: The verdicts that people gave.
        folder: Where the parts are written, for all machines to read.
    """

    terms: Terms
    curated: Sequence[CuratedVerdict]
    folder: Path

    def convert(self, batch: Batch) -> ConvertedBatch:
        """Write what a batch becomes."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        problems: list[Problem] = []
        sources = batch if isinstance(batch, list) else read_layer(batch, self.terms.registry, problems)
        part = Converter(self.terms, self.curated, folder).convert(0, sources)
        named = describe_part(part.named, sum(part.counts.values()))
        return ConvertedBatch(part, named, sample_subjects(part.default), problems)
