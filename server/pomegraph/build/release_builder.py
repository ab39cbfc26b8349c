"""Writes a release folder beside the one in use, then switches a link; what is in use is never changed in place."""

from __future__ import annotations

import fcntl
import glob
import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from pomegraph.build.check import check_graph
from pomegraph.build.check_questions import check_questions
from pomegraph.build.shapes import SHAPE, build_shapes
from pomegraph.build.void import write_description
from pomegraph.content.sources import read_facts
from pomegraph.content.strays import find_strays
from pomegraph.content.turtle import read_turtle
from pomegraph.errors import ContentError, ReleaseError
from pomegraph.graph.examples import build_examples
from pomegraph.graph.quads import load_quads, write_pretty, write_quads, write_trig, write_turtle
from pomegraph.graph.sorting import join_lines, sort_lines
from pomegraph.graph.triples import read_prefixes
from pomegraph.names import BASE, Names
from pomegraph.release import SUMS, Release, open_release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pomegraph.content.claims import Source
    from pomegraph.content.folder import Content
    from pomegraph.content.registers import Registry
    from pomegraph.graph.quads import Counts

    Tell = Callable[[str], None]


def check_content(content: Content, *, tell: Tell) -> Counts:
    """Check everything that a build would check, and return the number of triples and quads it would write.

    `tell` is called with what is being done.

    Raises:
        ContentError: there are problems.
        ReleaseError: there is no room for the temporary files.
    """
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _write_checked_quads(content, Names(), Path(folder), tell)[1]
    except OSError as error:
        raise ReleaseError(f"cannot write temporary files ({error.strerror or error}); set TMPDIR") from error


def build_release(content: Content, output: Path, *, names: Names, tell: Tell) -> Release:
    """Build a release and switch the link `output` to it; the one used before stays beside it.

    `tell` is called with what is being done.

    Raises:
        ContentError: the content has problems; nothing was written.
        ReleaseError: the release cannot be written, or another build is running; the one in use is as before.
    """
    output = output.parent.resolve() / output.name
    try:
        with _workplace(output) as folder:
            registry, counts = _write_checked_quads(content, names, folder, tell)
            tell("writing the release")
            prefixes = read_prefixes(registry, names)
            _write_files(content, folder, names, prefixes)
            _write_shapes(content, registry, prefixes, folder)
            write_description(folder, names, prefixes, counts)
            _write_sums(folder)
            return _publish(folder, output)
    except OSError as error:
        message = f"{output}: cannot write the release ({error.strerror or error}); the one in use is as before"
        raise ReleaseError(message) from error


def _write_checked_quads(content: Content, names: Names, folder: Path, tell: Tell) -> tuple[Registry, Counts]:
    problems = list(find_strays(content))
    facts = read_facts(content, problems)
    questions = build_examples(check_questions(content, facts.registry, problems), names)
    quads = folder / "pomegraph.nq"
    counts = write_quads(replace(facts, sources=_count_aloud(facts.sources, tell)), names, quads, questions)
    tell(f"checking {counts.triples:,} triples")
    problems += check_graph(content, facts, names, load_quads(quads, counts, folder / "store"))
    if problems:
        raise ContentError(problems)
    return facts.registry, counts


def _count_aloud(sources: Iterable[Source], tell: Tell) -> Iterator[Source]:
    for number, source in enumerate(sources, 1):
        tell(f"reading source {number:,}")
        yield source


def _write_files(content: Content, folder: Path, names: Names, prefixes: dict[str, str]) -> None:
    quads = folder / "pomegraph.nq"
    write_trig(quads, prefixes, folder / "pomegraph.trig")
    write_turtle(quads, prefixes, folder / "pomegraph.ttl")
    shutil.copyfile(content.ontology, folder / "ontology.ttl")
    # The prefixes of our own things follow the base.
    mappings = content.mappings.read_text(encoding="utf-8").replace(f": {BASE}", f": {names.base}")
    (folder / content.mappings.name).write_text(mappings, encoding="utf-8")


def _write_shapes(content: Content, registry: Registry, prefixes: dict[str, str], folder: Path) -> None:
    """Write the shapes that the graph was checked with."""
    lines = build_shapes(registry.vocabulary, read_turtle(content.shapes, content.place(content.shapes)))
    text = b"\n".join([*join_lines(sort_lines(lines), " ."), b""])
    used = {name: space for name, space in {**prefixes, "shape": SHAPE}.items() if space.encode() in text}
    triples = (quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES))
    write_pretty(triples, RdfFormat.TURTLE, used, folder / "shapes.ttl")


def _write_sums(folder: Path) -> None:
    sums = [f"{_digest(path)}  {path.name}\n" for path in sorted(folder.iterdir()) if path.is_file()]
    (folder / SUMS).write_text("".join(sums), encoding="utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _workplace(output: Path) -> Iterator[Path]:
    """Give an empty folder beside `output`, alone; it is gone afterwards unless it was published."""
    is_ours = output.is_symlink() and (not output.exists() or (output / SUMS).exists())
    if os.path.lexists(output) and not is_ours:
        raise ReleaseError(f"{output}: exists and is not a link to a release; move it away or choose another --output")
    output.parent.mkdir(parents=True, exist_ok=True)
    with (output.parent / f".{output.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ReleaseError(f"{output}: another build is running; wait for it to end") from error
        for left in output.parent.glob(f".{glob.escape(output.name)}.part-*"):
            if left.is_symlink():
                left.unlink()
            else:
                shutil.rmtree(left)
        folder = Path(tempfile.mkdtemp(prefix=f".{output.name}.part-", dir=output.parent))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _publish(folder: Path, output: Path) -> Release:
    """Give a finished folder its lasting name and switch the link to it in one step."""
    _sync(folder)
    previous = output.resolve() if output.is_symlink() else None
    target = output.with_name(f"{output.name}.{open_release(folder).digest}")
    if not target.exists():
        folder.chmod(0o755)
        folder.rename(target)
    link = output.with_name(f".{output.name}.part-link")
    link.symlink_to(target.name)
    link.replace(output)
    for old in output.parent.glob(f"{glob.escape(output.name)}.{'[0-9a-f]' * 16}"):
        if old not in {target, previous, output.resolve()}:
            shutil.rmtree(old)
    return open_release(output)


def _sync(folder: Path) -> None:
    """Make sure that the files are on the disk before any link leads to them."""
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
