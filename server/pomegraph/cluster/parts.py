"""A graph in parts: sorted N-Quads in files whose concatenation is the graph, and a manifest with their digests."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pomegraph.errors import ReleaseError
from pomegraph.graph.sorting import write_blocks
from pomegraph.release import SUMS, digest_file
from pomegraph.release.sums import render_sums
from pomegraph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pomegraph.graph.sorting import BlockSorter
    from pomegraph.names import Names

PARTS_FILE = "parts.json"
_FORMAT = "1.0"


@dataclass(frozen=True, slots=True)
class PartFile:
    """A file of N-Quads: where it is, how many lines and bytes it has, and SHA-256 of these."""

    path: Path
    lines: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class GraphParts:
    """A graph in parts, in their order.

    Args:
        default: Those of the default graph.
        named: Those of the graphs of sources, and of that of links.
        graphs: How many named graphs there are.
    """

    default: Sequence[PartFile]
    named: Sequence[PartFile]
    graphs: int

    @property
    def quads(self) -> int:
        """How many quads there are."""
        return sum(part.lines for part in (*self.default, *self.named))


def write_part(folder: Path, sorter: BlockSorter) -> PartFile:
    """Write what a sorter holds as N-Triples, under a name that no other part has."""
    handle, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "wb") as file:
        lines = sum(write_blocks(file, blocks) for blocks in sorter.blocks())
    return describe_part(Path(name), lines)


def describe_part(path: Path, lines: int) -> PartFile:
    """Return what is told of a file that has so many lines."""
    with path.open("rb") as file:
        return PartFile(path, lines, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


@contextmanager
def make_parts_workplace(output: Path) -> Iterator[Path]:
    """Give an empty folder beside `output`; it is gone afterwards.

    Raises:
        ReleaseError: something else is at `output`, or it cannot be written there.
    """
    output = output.resolve()
    if output.exists() and not (output / PARTS_FILE).is_file() and (not output.is_dir() or any(output.iterdir())):
        message = f"{output}: exists and is not a graph in parts; move it away or choose another --output"
        raise ReleaseError(message)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{output.name}.part-", dir=output.parent) as name:
            yield Path(name)
    except OSError as error:
        raise ReleaseError(f"{output}: cannot write the graph ({error.strerror or error})") from error


def publish_parts(parts: GraphParts, work: Path, output: Path, names: Names) -> None:
    """Give the parts their names, write the manifest and the sums, and put all in the place of what was there."""
    output, folder = output.resolve(), work / "finished"
    folder.mkdir()
    rows: list[dict[str, Any]] = []
    for kind, some in (("default", parts.default), ("named", parts.named)):
        for part in some:
            name = f"part-{len(rows):05}.nq"
            part.path.chmod(0o644)
            part.path.rename(folder / name)
            rows.append(asdict(part) | {"path": name, "graph": kind})
    said = {
        "format": _FORMAT,
        "base": names.base,
        "pomegraph": __version__,
        "triples": sum(part.lines for part in parts.default),
        "quads": parts.quads,
        "graphs": parts.graphs,
        "parts": rows,
    }
    (folder / PARTS_FILE).write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    digests = {row["path"]: row["sha256"] for row in rows} | {PARTS_FILE: digest_file(folder / PARTS_FILE)}
    (folder / SUMS).write_text(render_sums(digests), encoding="utf-8")
    if output.exists():
        shutil.move(output, work / "before")
    folder.rename(output)
