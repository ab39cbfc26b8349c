"""Compares documents with the digests that the content has of them: how a reader checks us."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.content.digests import digest_document, find_lines, render_digests, split_lines
from pomegraph.content.locations import LineRange, name_range, read_range
from pomegraph.content.sources import read_facts
from pomegraph.content.text import read_text
from pomegraph.content.yaml_nodes import compose_yaml, find_value, list_items, show_node
from pomegraph.errors import ContentError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import yaml

    from pomegraph.content.claims import Document, Passage
    from pomegraph.content.folder import Content


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a document or passage; only `found` is good."""

    what: str
    state: str

    @property
    def found(self) -> bool:
        """Whether the text is where it was, as it was."""
        return self.state == "found"

    def __str__(self) -> str:
        """Return the verdict as one line."""
        return f"{self.what}: {self.state}"


def verify_sources(content: Content, folder: Path, *, only_present: bool = False) -> list[Verdict]:
    """Return a verdict for each document and each passage; a document is known by its file name or its digest.

    A source that was read elsewhere has none. With `only_present`, neither have documents that are not in the folder.

    Raises:
        ContentError: the content has problems.
    """
    problems: list[Problem] = []
    sources = list(read_facts(content, problems).sources)
    if problems:
        raise ContentError(problems)
    documents = {path: _read_document(path) for path in sorted(folder.iterdir()) if path.is_file()}
    by_digest = {hashlib.sha256(data).hexdigest(): path for path, data in documents.items()}
    verdicts = []
    used = set()
    for source in sources:
        document = source.document
        if document is None:
            continue
        path = by_digest.get(document.digest, folder / document.file)
        used.add(path)
        if path in documents or not only_present:
            verdicts += list(_verify_document(source.id, document, source.passages, documents.get(path)))
    verdicts += [Verdict(path.name, "document unknown") for path in documents if path not in used]
    return verdicts


def _read_document(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        problem = Problem(
            str(path), 0, f"cannot be read ({error.strerror})", "give yourself the right to read it, or take it away"
        )
        raise ContentError([problem]) from error


def _verify_document(
    name: str, document: Document, passages: Iterable[Passage], data: bytes | None
) -> Iterator[Verdict]:
    if data is None:
        yield Verdict(f"{name} ({document.file})", "gone")
        return
    same = hashlib.sha256(data).hexdigest() == document.digest
    yield Verdict(f"{name} ({document.file})", "found" if same else "changed")
    lines = split_lines(data)
    for passage in passages:
        if isinstance(passage.location, LineRange):
            yield Verdict(f"{name} {passage.location.words}", _find_passage(passage.location, passage.digest, lines))


def _find_passage(location: LineRange, digest: str, lines: list[str]) -> str:
    start = find_lines(lines, location.first, location.last, digest)
    if start is None:
        return "gone"
    return "found" if start == location.first else f"moved to line {start}"


def fill_digests(content: Content, folder: Path) -> list[Path]:
    """Write the digests of the documents that are in a folder; return the tables that changed.

    The tables of other documents stay as they are, and where anything is wrong, all do.

    Raises:
        ContentError: a source file names no document, or lines that the document does not have.
    """
    problems: list[Problem] = []
    texts = {content.digests_of(path): _render(content, path, folder, problems) for path in content.sources}
    if problems:
        raise ContentError(problems)
    changed = {path: text for path, text in texts.items() if text is not None and not _holds(path, text)}
    for path, text in changed.items():
        _write_whole(path, text, content.place(path))
    return list(changed)


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


def _render(content: Content, path: Path, folder: Path, problems: list[Problem]) -> str | None:
    """Return the table of digests for a source file, or None if its document is not in the folder."""
    place = content.place(path)
    text = read_text(path, place, problems)
    root = None if text is None else compose_yaml(text, place, problems)
    if root is None:
        return None
    name = find_value(root, "file")
    by_lines = any(_list_lines(passage) for passage in list_items(find_value(root, "passages")))
    if name is None and not by_lines:
        return None
    if name is None or not show_node(name):
        problems.append(Problem(place, 1, "'file' is missing", "add a line file: with the name of the document"))
        return None
    document = folder / show_node(name)
    if not document.is_file():
        return None
    data = _read_document(document)
    return render_digests(digest_document(data, _read_ranges(root, len(split_lines(data)), place, problems)))


def _read_ranges(root: yaml.Node, count: int, place: str, problems: list[Problem]) -> list[tuple[int, int]]:
    """Return the ranges of lines of all passages; one that a document of so many lines does not have is a problem."""
    ranges = []
    nodes = [node for passage in list_items(find_value(root, "passages")) for node in _list_lines(passage)]
    for node in nodes:
        text, line = show_node(node), node.start_mark.line + 1
        found = read_range(text)
        if found is None:
            problems.append(Problem(place, line, f"'{text}' is not a range of lines", "write 8 or 8-12"))
        elif not 1 <= found[0] <= found[1] <= count:
            message = f"the document has no {name_range(*found)}"
            problems.append(Problem(place, line, message, f"it has lines 1-{count}"))
        else:
            ranges.append(found)
    return ranges


def _list_lines(passage: yaml.Node) -> list[yaml.Node]:
    return list_items(find_value(passage, "lines"))


def _write_whole(path: Path, text: str, place: str) -> None:
    """Write a file that is either the old or the new one, whatever happens."""
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        cure = "make room for it, and give yourself the right to write there; the old digests are as they were"
        raise ContentError([Problem(place, 0, f"cannot be written ({error.strerror})", cure)]) from error
