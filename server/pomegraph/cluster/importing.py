"""Imports records on Apache Spark: texts are read where they lie and shared out, and each part keeps its pieces."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pomegraph.cluster.session import share
from pomegraph.records.importers import IMPORTERS
from pomegraph.records.importing import convert_texts
from pomegraph.records.pieces import PieceMaker
from pomegraph.records.spooling import SpooledPieces, spool_pieces
from pomegraph.records.texts import LeftOut, RecordText, list_files, read_file_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyspark import SparkContext

    from pomegraph.records.context import Context
    from pomegraph.records.converted import Importer
    from pomegraph.records.importing import ConvertAll

# Shares for each core, so that none waits long for the slowest.
_SHARES = 4


@dataclass(frozen=True, slots=True)
class _RecordConverter:
    """Converts the records of some texts, and keeps the pieces in a folder that all machines can read."""

    importer: str
    context: Context
    folder: Path

    def convert(self, texts: Iterable[RecordText | LeftOut]) -> Iterator[SpooledPieces]:
        """Yield where the pieces are."""
        maker = PieceMaker(IMPORTERS[self.importer], self.context)
        file = Path(tempfile.mkdtemp(dir=self.folder), "pieces")
        yield spool_pieces(convert_texts(maker, texts), file)


def convert_on_spark(spark: SparkContext, importer: Importer, context: Context, paths: Sequence[Path]) -> ConvertAll:
    """Return what converts all records in files, folders and archives, which all machines see at the same paths."""
    form = importer.form

    def convert(folder: Path) -> Iterator[SpooledPieces]:
        files = [(path.resolve(), place) for path, place in list_files(paths, form)]
        if not files:
            return
        act = share(spark, _RecordConverter(importer.name, context, folder.resolve()).convert)
        texts = spark.parallelize(files).flatMap(lambda file: read_file_texts(*file, form))
        parts = texts.repartition(_SHARES * spark.defaultParallelism)
        yield from parts.mapPartitions(act).collect()

    return convert
