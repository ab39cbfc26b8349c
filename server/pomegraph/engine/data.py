"""Opens what is served: a release, files of RDF, or a store elsewhere."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store, parse

from pomegraph.engine.limits import Limits
from pomegraph.errors import DataError, ReleaseError
from pomegraph.release import MANIFEST, open_release
from pomegraph.stores.embedded import count_triples, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pomegraph.release import Manifest
    from pomegraph.stores.survey import RemoteStatus

_Returned = TypeVar("_Returned")
# In memory a quad takes about four times what it takes as a line of N-Quads.
_SWELLING = 4
# A store elsewhere may change at any time; its answers are taken to hold for so many seconds.
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Location:
    """Where the data are: the link to a release, files, or the address of a store; one of the three.

    Args:
        mode: memory, disk, or auto, which takes memory where the data fit well.
        default_graph: The named graph of a store elsewhere that stands for the default graph it has not.
    """

    release: Path | None = None
    files: tuple[Path, ...] = ()
    store: str | None = None
    mode: str = "auto"
    default_graph: str | None = None


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
        manifest: What a release says of itself.
    """

    version: str
    memory: Store | None
    folder: Path
    prefixes: dict[str, str]
    files: tuple[Path, ...] = ()
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
        _fill(Store(str(data.folder)), data.files)
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
    return Status(version=digest, store="remote", triples=found.triples, graphs=found.graphs, limits=limits)


def name_version(version: str, store: str) -> str:
    """Return the version of the data now: a store elsewhere gets a new one every minute."""
    return f"{version}-{int(time.time()) // _MINUTE}" if store == "remote" else version


def _open_release(location: Location) -> Data:
    assert location.release is not None  # noqa: S101 - for the type checker
    release = open_release(location.release, whole=True)
    store = None
    if not _is_for_disk(location, [release.quads]):
        store = Store()
        _fill(store, (release.quads,))
        if len(store) != release.manifest.quads:
            raise ReleaseError(
                f"{release.quads}: {len(store):,} quads, and {MANIFEST} tells of {release.manifest.quads:,}",
                "build the release again",
            )
    return Data(release.digest, store, release.store, dict(release.manifest.prefixes), manifest=release.manifest)


def _open_files(location: Location, folder: Path) -> Data:
    version = _digest(location.files)
    prefixes: dict[str, str] = {}
    for path in location.files:
        prefixes |= _read_prefixes(path)
    if _is_for_disk(location, location.files):
        return Data(version, None, folder, prefixes, files=location.files)
    store = Store()
    _fill(store, location.files)
    return Data(version, store, folder, prefixes)


def _is_for_disk(location: Location, files: list[Path] | tuple[Path, ...]) -> bool:
    if location.mode != "auto":
        return location.mode == "disk"
    sizes = sum(_get_size(path) for path in files)
    return sizes * _SWELLING > os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2


def _get_size(path: Path) -> int:
    return _read(path, lambda: path.stat().st_size)


def _digest(files: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(_digest_file(path))
    return digest.hexdigest()[:16]


def _digest_file(path: Path) -> bytes:
    def read() -> bytes:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()

    return _read(path, read)


def _fill(store: Store, files: tuple[Path, ...]) -> None:
    """Read files into a store; blank nodes of another file are other nodes, also where they have the same label."""
    for number, path in enumerate(files):
        _read(path, partial(_load, store, path, is_first=number == 0))
    store.flush()


def _load(store: Store, path: Path, *, is_first: bool) -> None:
    form, base = _find_format(path), f"file:///{path.name}"
    if is_first:
        store.bulk_load(path=str(path), format=form, base_iri=base)
    else:
        store.bulk_extend(parse(path=str(path), format=form, base_iri=base, rename_blank_nodes=True))


def _read_prefixes(path: Path) -> dict[str, str]:
    def read() -> dict[str, str]:
        parser: Iterator[object] = parse(path=str(path), format=_find_format(path), base_iri=f"file:///{path.name}")
        next(parser, None)
        return dict(getattr(parser, "prefixes", {}))

    return _read(path, read)


def _find_format(path: Path) -> RdfFormat:
    form = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if form is None:
        raise DataError(f"{path}: not known as RDF", "name it .ttl, .nt, .nq, .trig, .rdf, .jsonld or .n3")
    return form


def _read(path: Path, function: Callable[[], _Returned]) -> _Returned:
    try:
        return function()
    except SyntaxError as error:
        raise DataError(f"{path}: {error}", "mend the file") from error
    except (OSError, ValueError) as error:
        raise DataError(
            f"{path}: {getattr(error, 'strerror', None) or error}", "give a file of RDF that can be read"
        ) from error
