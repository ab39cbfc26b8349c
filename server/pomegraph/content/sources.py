"""Reads a source file: what one document says, passage by passage. Knows YAML, and no RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from pomegraph.content.claim_reader import ClaimReader
from pomegraph.content.claims import Facts, Passage, Source, name_range, read_range, render_range
from pomegraph.content.digests import FILL, read_digests
from pomegraph.content.mappings import read_mappings
from pomegraph.content.ontology import read_vocabulary
from pomegraph.content.registers import read_registry
from pomegraph.content.text import read_text
from pomegraph.content.yaml_mapping import Reporter, YamlMapping
from pomegraph.content.yaml_nodes import check_scalars, compose_yaml, show_node
from pomegraph.errors import Problem
from pomegraph.names import IDENTIFIER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pomegraph.content.digests import Digests
    from pomegraph.content.folder import Content
    from pomegraph.content.registers import Registry

_HEADER = ("source", "label", "file", "passages")
_PASSAGE = ("lines", "heading", "claims")


def read_facts(content: Content, problems: list[Problem]) -> Facts:
    """Read the whole content; what is wrong in a source goes to `problems` when that source is reached.

    Raises:
        ContentError: there is no ontology that could steer the reading.
    """
    content.require()
    vocabulary = read_vocabulary(content)
    registry = read_registry(content, vocabulary, problems)
    mappings = read_mappings(content.mappings, content.place(content.mappings), registry, problems)
    return Facts(registry, mappings, _read_sources(content, registry, problems))


def _read_sources(content: Content, registry: Registry, problems: list[Problem]) -> Iterator[Source]:
    for path in content.sources:
        source = read_source(content, path, registry, problems)
        if source is not None:
            yield source


def read_source(content: Content, path: Path, registry: Registry, problems: list[Problem]) -> Source | None:
    """Read a source file and its digests, or return None after adding to `problems` all that is wrong with them."""
    place, before = content.place(path), len(problems)
    text = read_text(path, place, problems)
    if text is None:
        return None
    root = compose_yaml(text, place, problems)
    if root is None:
        return None
    problems += check_scalars(root, place)
    table = content.digests_of(path)
    digests = read_digests(table, content.place(table), problems)
    source = _SourceReader(registry, place, problems).read(root, path.stem, digests)
    return source if len(problems) == before else None


class _SourceReader:
    """Reads one source file; every fault becomes a problem with its line."""

    def __init__(self, registry: Registry, place: str, problems: list[Problem]) -> None:
        self._place, self._problems = place, problems
        self._reporter = Reporter(place, problems)
        self._claims = ClaimReader(registry, self._reporter)
        self._ranges: dict[tuple[int, int], int] = {}
        self._ranges_are_sound = True

    def read(self, root: yaml.Node, stem: str, digests: Digests | None) -> Source:
        claims = isinstance(root, yaml.MappingNode) and [key for key, _ in root.value if key.value == "claims"]
        if claims:
            self._reporter.report(claims[0], "claims without a passage", "put them under the passage that says them")
        head = YamlMapping(self._reporter, root, (*_HEADER, "claims"), "a source")
        if not IDENTIFIER.fullmatch(stem):
            self._reporter.report_line(
                0, f"the file name '{stem}' is not an id", "use lower-case letters, digits and single hyphens"
            )
        name = head.text("source")
        if name and name != stem:
            self._reporter.report(head.nodes["source"], f"source '{name}' stands in {stem}.yaml", f"write '{stem}'")
        passages = [one for node in head.items("passages") for one in self._read_passages(node, digests)]
        if not passages:
            self._reporter.report_line(head.line, "no passage", "add the passages that say something")
        self._report_left_rows(digests, passages)
        count, digest = (digests.line_count, digests.document) if digests else (0, "")
        return Source(stem, head.text("label"), head.text("file"), digest, count, tuple(passages), self._place)

    def _report_left_rows(self, digests: Digests | None, passages: list[Passage]) -> None:
        """Report the digests of passages that are not there, unless these may be meant by a range that is unsound."""
        if digests is None or not passages or not self._ranges_are_sound:
            return
        spans = {passage.span for passage in passages}
        for span, row in digests.passages.items():
            if span not in spans:
                message = f"no passage of {self._place} is at '{span}'"
                self._problems.append(Problem(digests.place, row.line, message, f"delete the row, or {FILL}"))

    def _read_passages(self, node: yaml.Node, digests: Digests | None) -> Iterator[Passage]:
        mapping = YamlMapping(self._reporter, node, _PASSAGE, "a passage")
        if not mapping.items("lines"):
            self._reporter.report_line(mapping.line, "a passage without lines", "add lines: FIRST-LAST")
        heading = mapping.text("heading", wanted=False)
        claims = tuple(claim for item in mapping.items("claims") for claim in self._claims.read(item))
        for item in mapping.items("lines"):
            found = self._read_range(item, digests.line_count if digests else None)
            if found is None:
                self._ranges_are_sound = False
                continue
            if found in self._ranges:
                message = f"the passage in line {self._ranges[found]} is at {name_range(*found)} too"
                self._reporter.report(item, message, "merge the two")
            self._ranges[found] = item.start_mark.line + 1
            row = digests.passages.get(render_range(*found)) if digests else None
            if row is None and digests is not None:
                self._reporter.report(item, f"{digests.place} has no digest of {name_range(*found)}", FILL)
            yield Passage(*found, heading, row.digest if row else "", claims)

    def _read_range(self, node: yaml.Node, count: int | None) -> tuple[int, int] | None:
        """Return a range of lines, or None after reporting why it is not one of a document of so many lines."""
        text = show_node(node)
        found = read_range(text)
        if found is None:
            self._reporter.report(node, f"'{text}' is not a range of lines", "write 8 or 8-12")
        elif found[1] < found[0]:
            self._reporter.report(node, f"lines {text} are reversed", f"write {found[1]}-{found[0]}")
        elif count is not None and not 1 <= found[0] <= found[1] <= count:
            self._reporter.report(node, f"the document has no {name_range(*found)}", f"it has lines 1-{count}")
        else:
            return found
        return None
