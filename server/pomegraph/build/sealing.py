"""Seals a release: writes down what it says of itself, and the sums of its files, once all others are finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, RdfFormat, parse

from pomegraph.release import MANIFEST, STORE_SUMS, SUMS, FileFacts, Manifest, digest_file
from pomegraph.release.sums import render_sums
from pomegraph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pomegraph.graph.quads import Counts
    from pomegraph.names import Names

# Its bytes follow the library that wrote it: like those of the database, they do not make the name of a release.
_PARQUET = ".parquet"
_VERSION = "http://www.w3.org/2002/07/owl#versionInfo"


def seal_release(folder: Path, names: Names, prefixes: Mapping[str, str], counts: Counts) -> None:
    """Write `release.json` and the sums into a folder in which the database is closed."""
    _seal_store(folder)
    files = {
        path.name: FileFacts(path.stat().st_size, digest_file(path))
        for path in folder.iterdir()
        if path.is_file() and path.name != STORE_SUMS and path.suffix != _PARQUET
    }
    manifest = Manifest(
        base=names.base,
        prefixes=prefixes,
        triples=counts.triples,
        quads=counts.quads,
        graphs=counts.graphs,
        files=files,
        pomegraph=__version__,
        ontology=_read_version(folder / "ontology.ttl"),
    )
    (folder / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    digests = {name: facts.sha256 for name, facts in files.items()} | {MANIFEST: digest_file(folder / MANIFEST)}
    (folder / SUMS).write_text(render_sums(digests), encoding="utf-8")


def _seal_store(folder: Path) -> None:
    """Write the sums of the files of the database, and of those of Parquet, which may be others in each build.

    To be read only, it needs neither its lock nor its log, which names the machine and the folder of the build.
    """
    store = folder / "store"
    for path in [*store.glob("LOG*"), store / "LOCK"]:
        path.unlink(missing_ok=True)
    files = [*store.iterdir(), *folder.glob(f"*{_PARQUET}")]
    digests = {path.relative_to(folder).as_posix(): digest_file(path) for path in files}
    (folder / STORE_SUMS).write_text(render_sums(digests), encoding="utf-8")


def _read_version(ontology: Path) -> str | None:
    """Return the version that an ontology gives itself."""
    for triple in parse(path=ontology, format=RdfFormat.TURTLE):
        if triple.predicate.value == _VERSION and isinstance(triple.object, Literal):
            return triple.object.value
    return None
