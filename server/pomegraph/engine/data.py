"""Opens what is served: a release, files of RDF, or a store elsewhere."""

from __future__ import annotations

import hashlib
import logging
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store

from pomegraph.engine.limits import Limits
from pomegraph.engine.types_first import load_types
from pomegraph.errors import DataError, ReleaseError
from pomegraph.files.reading import Manner, Remarks, find_prefixes, read_files
from pomegraph.release import MANIFEST, QUADS, open_release
from pomegraph.stores.embedded import count_triples, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pomegraph.release import Manifest
    from pomegraph.stores.survey import RemoteStatus

_log = logging.getLogger("pomegraph.engine")
_Returned = TypeVar("_Returned")
# In memory a quad takes about four times what it takes as a line of N-Quads.
_SWELLING = 4
# Bytes of N-Quads from which reading them into memory takes so long that the database on disk answers first.
_LONG = 16 << 20
# A store elsewhere may change at any time; its answers are taken to hold for so many seconds.
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Location:
    """Where the data are: the link to a release, files, or the address of a store; one of the three.

    Args:
        mode: memory, disk, or auto, which takes memory where the data fit well.
        default_graph: The named graph of a store elsewhere that stands for the default graph it has not.
        manner: How the files are read.
    """

    release: Path | None = None
    files: tuple[Path, ...] = ()
    store: str | None = None
    mode: str = "auto"
    default_graph: str | None = None
    manner: Manner = field(default_factory=Manner)


@dataclass(frozen=True, slots=True)
class Status:
    """What the data are, as clients are told.

    Args:
        version: Changes with the data.
        store: memory, disk or remote.
        triples: How many the default graph has; None where counting would take long.
        quads: How many there are in all graphs.
        graphs: The named graphs and how many triples each has.
        prefixes: Prefixes that the data use.
        base: What the IRIs of things begin with, of a release.
        limits: What a query may use.
    """

    version: str
    store: str
    triples: int | None = None
    quads: int | None = None
    graphs: dict[str, int | None] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)
    base: str | None = None
    limits: Limits = field(default_factory=Limits)

    def to_message(self) -> dict[str, Any]:
        """Return the status as it goes over a socket."""
        return asdict(self)


def from_message(message: dict[str, Any]) -> Status:
    """Return the status that came over a socket."""
    limits = message["limits"]
    return Status(**(message | {"limits": Limits(**(limits | {"services": tuple(limits["services"])}))}))


@dataclass(frozen=True, slots=True)
class Data:
    """Data that were found: in memory, or in a folder that each process opens for itself.

    Args:
        files: What must be put into the folder first; see `describe_data`.
        manner: How these are read.
        manifest: What a release says of itself.
    """

    version: str
    memory: Store | None
    folder: Path
    prefixes: dict[str, str]
    files: tuple[Path, ...] = ()
    manner: Manner = field(default_factory=Manner)
    manifest: Manifest | None = None

    def open(self) -> Store:
        """Return the store, to be read only.

        Raises:
            ReleaseError: the folder holds no database.
        """
        return open_store(self.folder) if self.memory is None else self.memory


def find_data(location: Location, folder: Path) -> Data:
    """Read a release or files into memory, or find them for the disk: what must be written goes into an empty folder.

    Raises:
        DataError: a file cannot be read or is not RDF.
        ReleaseError: there is no release, or it is damaged.
    """
    return _open_release(location) if location.release else _open_files(location, folder)


def choose_first(location: Location) -> Location:
    """Return what can be asked soonest: the database of a large release, until its quads have been read into memory."""
    if location.release is None or location.mode != "auto":
        return location
    quads = location.release / QUADS
    with suppress(DataError):
        if _get_size(quads) >= _LONG and not _is_for_disk(location, [quads]):
            return replace(location, mode="disk")
    # What is wrong with it tells who opens it.
    return location


def read_mark(location: Location) -> str:
    """Return a text that changes when the data should be opened again without being told: a link was moved."""
    return os.path.realpath(location.release) if location.release else ""


def describe_data(data: Data, limits: Limits) -> Status:
    """Fill the folder of a store on disk, if that must be done, and return what the data are.

    A store on disk has threads, which do not survive a fork: call it in a process of its own.

    Raises:
        DataError: a file cannot be read or is not RDF.
        ReleaseError: the folder holds no database.
    """
    if data.files:
        _fill(Store(str(data.folder)), data.files, data.manner)
    store = data.open()
    place = "disk" if data.memory is None else "memory"
    if data.manifest:
        return _describe_release(data.version, data.manifest, place, limits)
    status = Status(data.version, place, prefixes=data.prefixes, limits=limits)
    if data.memory is None:
        return replace(status, graphs={name.value: None for name in _keep_names(store.named_graphs())})
    counts = count_triples(store)
    return replace(
        status,
        quads=len(store),
        triples=len(store) - sum(counts.values()),
        graphs={name.value: counts[name] for name in _keep_names(counts)},
    )


def _describe_release(version: str, manifest: Manifest, place: str, limits: Limits) -> Status:
    return Status(
        version,
        place,
        triples=manifest.triples,
        quads=manifest.quads,
        graphs=dict(manifest.graphs),
        prefixes=dict(manifest.prefixes),
        base=manifest.base,
        limits=limits,
    )


def _keep_names(graphs: Iterable[NamedNode | BlankNode]) -> list[NamedNode]:
    """Return the graphs that clients can ask for; others are named by blank nodes."""
    return [graph for graph in graphs if isinstance(graph, NamedNode)]


def describe_remote(url: str, found: RemoteStatus, limits: Limits) -> Status:
    """Return what is known of a store elsewhere, which may be down and know nothing of itself now."""
    digest = hashlib.sha256(url.encode()).hexdigest()[:16]
    return Status(digest, "remote", triples=found.triples, graphs=found.graphs, base=found.base, limits=limits)


def name_version(version: str, store: str) -> str:
    """Return the version of the data now: a store elsewhere gets a new one every minute."""
    return f"{version}-{int(time.time()) // _MINUTE}" if store == "remote" else version


def _open_release(location: Location) -> Data:
    assert location.release is not None  # noqa: S101 - for the type checker
    release = open_release(location.release, whole=True)
    store = None
    if not _is_for_disk(location, [release.quads]):
        store = _load_release(release.quads)
        if len(store) != release.manifest.quads:
            raise ReleaseError(
                f"{release.quads}: {len(store):,} quads, and {MANIFEST} tells of {release.manifest.quads:,}",
                "build the release again",
            )
    return Data(release.digest, store, release.store, dict(release.manifest.prefixes), manifest=release.manifest)


def _load_release(quads: Path) -> Store:
    store = Store()
    _load_types_first(store, quads)
    try:
        store.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
    except (SyntaxError, OSError) as error:
        raise ReleaseError(f"{quads}: cannot be read ({error})", "build the release again") from error
    return store


def _open_files(location: Location, folder: Path) -> Data:
    files, manner = location.files, location.manner
    version, prefixes = _digest(files, manner), find_prefixes(files, manner)
    if _is_for_disk(location, files):
        return Data(version, None, folder, prefixes, files=files, manner=manner)
    store = Store()
    if files:
        _load_types_first(store, files[0])
    _fill(store, files, manner)
    return Data(version, store, folder, prefixes)


def _is_for_disk(location: Location, files: list[Path] | tuple[Path, ...]) -> bool:
    if location.mode != "auto":
        return location.mode == "disk"
    sizes = sum(_get_size(path) for path in files)
    return sizes * _SWELLING > os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2


def _get_size(path: Path) -> int:
    return _read(path, lambda: path.stat().st_size)


def _digest(files: tuple[Path, ...], manner: Manner) -> str:
    digest = hashlib.sha256(b"bad lines left out" if manner.skip_bad else b"")
    for path in files:
        digest.update(_digest_file(path))
    for context in manner.contexts:
        digest.update((context.address or "").encode())
        digest.update(_digest_file(context.path))
    return digest.hexdigest()[:16]


def _digest_file(path: Path) -> bytes:
    def read() -> bytes:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()

    return _read(path, read)


def _load_types_first(store: Store, path: Path) -> None:
    form = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if form is not None:
        # What is wrong with a line or a file is told when all of it is read.
        with suppress(SyntaxError, OSError):
            load_types(store, path, form)


def _fill(store: Store, files: tuple[Path, ...], manner: Manner) -> None:
    """Read files into a store, and tell in the log what there is to tell of them."""
    remarks = Remarks()
    try:
        store.bulk_extend(read_files(files, manner, remarks))
        store.flush()
        # On disk it was stored in parts, which overlap: merged, they are read a fifth faster.
        store.optimize()
    except OSError as error:
        names = ", ".join(map(str, files))
        raise DataError(f"{names}: cannot be stored ({error.strerror or error})", "make room, and try again") from error
    for line in remarks.list_all():
        _log.warning("%s", line)


def _read(path: Path, function: Callable[[], _Returned]) -> _Returned:
    try:
        return function()
    except OSError as error:
        raise DataError(f"{path}: {error.strerror or error}", "give a file of RDF that can be read") from error
