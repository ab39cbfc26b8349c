"""Compares documents with the digests that the content has of them: how a reader checks us."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.content.sources import LINES, read_facts
from pomegraph.content.text import read_text
from pomegraph.errors import ContentError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pomegraph.content.claims import Passage, Source
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

    With `only_present`, documents that are not in the folder have none.

    Raises:
        ContentError: the content has problems.
    """
    problems: list[Problem] = []
    sources = list(read_facts(content, problems).sources)
    if problems:
        raise ContentError(problems)
    documents = {path: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    by_digest = {hashlib.sha256(data).hexdigest(): path for path, data in documents.items()}
    verdicts = []
    used = set()
    for source in sources:
        path = by_digest.get(source.digest, folder / source.file)
        used.add(path)
        if only_present and path not in documents:
            continue
        verdicts += list(_verify_source(source, documents.get(path)))
    verdicts += [Verdict(path.name, "document unknown") for path in documents if path not in used]
    return verdicts


def _verify_source(source: Source, data: bytes | None) -> Iterator[Verdict]:
    if data is None:
        yield Verdict(f"{source.id} ({source.file})", "gone")
        return
    same = hashlib.sha256(data).hexdigest() == source.digest
    yield Verdict(f"{source.id} ({source.file})", "found" if same else "changed")
    lines = split_lines(data.decode("utf-8", errors="replace"))
    for passage in source.passages:
        yield Verdict(f"{source.id} line {passage.span}", _find_passage(passage, lines))


def _find_passage(passage: Passage, lines: list[str]) -> str:
    length = passage.last - passage.first + 1
    if digest_lines(lines[passage.first - 1 : passage.last]) == passage.digest:
        return "found"
    for start in range(len(lines) - length + 1):
        if digest_lines(lines[start : start + length]) == passage.digest:
            return f"moved to line {start + 1}"
    return "gone"


def split_lines(text: str) -> list[str]:
    """Return the lines of a document, without their line feeds; a last empty line does not count."""
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def digest_lines(lines: list[str]) -> str:
    """Return the digest of some lines: SHA-256 of them joined by line feeds, in UTF-8."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def fill_digests(content: Content, folder: Path) -> list[Path]:
    """Write digests and line counts into the source files whose documents are in a folder; return those changed.

    Raises:
        ContentError: a source file names no document, or lines that the document does not have.
    """
    problems: list[Problem] = []
    texts = {path: _fill(content, path, folder, problems) for path in content.sources}
    if problems:
        raise ContentError(problems)
    changed = [path for path, text in texts.items() if text is not None and text != path.read_text(encoding="utf-8")]
    for path in changed:
        draft = path.with_name(f".{path.name}.part")
        draft.write_text(texts[path] or "", encoding="utf-8")
        draft.replace(path)
    return changed


def _fill(content: Content, path: Path, folder: Path, problems: list[Problem]) -> str | None:
    """Return a source file with its digests, or None if its document is not in the folder."""
    place = content.place(path)
    text = read_text(path, place, problems)
    name = re.search(r"^file: *(\S+) *$", text or "", re.MULTILINE)
    if text is None or name is None:
        problems.append(Problem(place, 1, "'file' is missing", "add the file name of the document"))
        return None
    document = folder / name[1]
    if not document.is_file():
        return None
    data = document.read_bytes()
    lines = split_lines(data.decode("utf-8", errors="replace"))
    filler = _Filler(lines, hashlib.sha256(data).hexdigest())
    rows = enumerate(text.removesuffix("\n").split("\n"), 1)
    return "".join(f"{new}\n" for number, row in rows for new in filler.fill(row, place, number, problems))


class _Filler:
    """Rewrites the lines of a source file that depend on the document."""

    def __init__(self, lines: list[str], digest: str) -> None:
        self._lines, self._digest = lines, digest
        self._expects_digest = False  # old digests stand right behind what they are the digests of

    def fill(self, row: str, place: str, number: int, problems: list[Problem]) -> Iterator[str]:
        """Yield what stands for one line of the source file."""
        if row.startswith("file:"):
            yield from (row, f"sha256: {self._digest}", f"lineCount: {len(self._lines)}")
            self._expects_digest = True
        elif match := re.match(r"( *- )lines: *([^#]*)", row):
            yield row
            spans = [span.strip() for span in match[2].strip().removeprefix("[").removesuffix("]").split(",")]
            digests = [self._digest_range(span, place, number, problems) for span in spans]
            shown = f"[{', '.join(digests)}]" if "[" in match[2] else "".join(digests)
            yield f"{' ' * len(match[1])}sha256: {shown}"
            self._expects_digest = True
        elif not (self._expects_digest and re.match(r" *(sha256|lineCount):", row)):
            yield row
            self._expects_digest = False

    def _digest_range(self, span: str, place: str, number: int, problems: list[Problem]) -> str:
        match = LINES.fullmatch(span)
        if match is None:
            problems.append(Problem(place, number, f"lines '{span}' is no range", "write 8 or 8-12"))
            return ""
        start, end = int(match[1]), int(match[2] or match[1])
        if not 1 <= start <= end <= len(self._lines):
            cure = f"the document has lines 1-{len(self._lines)}"
            problems.append(Problem(place, number, f"lines {span} are outside the document", cure))
        return digest_lines(self._lines[start - 1 : end])
