"""Reads the passages of a source file: where each stands, and the claims that were read from it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pomegraph.content.claims import Passage
from pomegraph.content.digests import FILL
from pomegraph.content.jurisdictions import JURISDICTION
from pomegraph.content.locations import LineRange, Pointer, Section, is_pointer, name_range, read_range, render_range
from pomegraph.content.yaml_mapping import YamlMapping
from pomegraph.content.yaml_nodes import show_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

    from pomegraph.content.claim_reader import ClaimReader
    from pomegraph.content.claims import Claim
    from pomegraph.content.digests import Digests
    from pomegraph.content.locations import SourceLocation
    from pomegraph.content.yaml_mapping import Reporter

_KEYS = ("lines", "section", "pointer", "heading", "sha256", JURISDICTION, "claims")
_WHERE = ("lines", "section", "pointer")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class PassageReader:
    """Reads passages one node at a time; `sound` until a place cannot be told."""

    def __init__(
        self, reporter: Reporter, claims: ClaimReader, digests: Digests | None, *, jurisdiction: str = ""
    ) -> None:
        self._reporter, self._claims, self._digests = reporter, claims, digests
        self._jurisdiction = jurisdiction
        self._seen: dict[str, int] = {}
        self.sound = True

    def read(self, node: yaml.Node) -> Iterator[Passage]:
        """Yield the passages that a node stands for, one for each range of lines, after reporting what is wrong."""
        mapping = YamlMapping(self._reporter, node, _KEYS, "a passage")
        where = [name for name in _WHERE if mapping.items(name)]
        if not where:
            cure = "add lines: FIRST-LAST, section: with its heading, or pointer: to a place of a record"
            self._reporter.report_line(mapping.line, "a passage without lines or section", cure)
        elif len(where) > 1:
            message = f"a passage with {' and '.join(where)}"
            self._reporter.report(mapping.nodes[where[1]], message, "keep the one that tells where it is")
        heading, digest = self._read_heading(mapping), self._read_digest(mapping)
        given = self._read_jurisdiction(mapping)
        claims = tuple(claim for item in mapping.items("claims") for claim in self._claims.read(item, given))
        if where == ["lines"]:
            yield from self._read_lines(mapping, heading, claims)
        elif len(where) == 1 and (location := self._read_place(mapping, where[0])) is not None:
            yield Passage(location, heading, digest, claims)

    def _read_jurisdiction(self, mapping: YamlMapping) -> str:
        """Return the jurisdiction of a passage, or that of its source."""
        own = self._claims.read_jurisdiction(mapping)
        return own or self._jurisdiction

    def _read_heading(self, mapping: YamlMapping) -> str:
        if "section" in mapping.nodes and "heading" in mapping.nodes:
            cure = "take it out: the section is its own heading"
            self._reporter.report(mapping.nodes["heading"], "a heading beside a section", cure)
        return mapping.text("heading", wanted=False)

    def _read_digest(self, mapping: YamlMapping) -> str:
        node, digest = mapping.nodes.get("sha256"), mapping.text("sha256", wanted=False)
        if node is not None and "lines" in mapping.nodes:
            cure = "take it out: digests of lines stand in data/digests, and verify --fill writes them"
            self._reporter.report(node, "sha256 beside lines", cure)
        elif node is not None and digest and not _DIGEST.fullmatch(digest):
            cure = "write the SHA-256 of the text in lower case"
            self._reporter.report(node, f"'{digest}' is not a digest of 64 hexadecimal digits", cure)
        return digest

    def _read_place(self, mapping: YamlMapping, name: str) -> SourceLocation | None:
        node, text = mapping.nodes[name], mapping.text(name)
        location = Section(text) if name == "section" else Pointer(text)
        if text and name == "pointer" and not is_pointer(text):
            cure = "write the names that lead there with a slash before each, such as /resultsSection/0"
            self._reporter.report(node, f"'{text}' is not a JSON Pointer (RFC 6901)", cure)
        elif text and not location.key:
            cure = "add a word or number that an IRI can be made of"
            self._reporter.report(node, f"{name} '{text}' has no letter from a to z and no digit", cure)
        elif text:
            self._note(node, location)
            return location
        return None

    def _read_lines(self, mapping: YamlMapping, heading: str, claims: tuple[Claim, ...]) -> Iterator[Passage]:
        for item in mapping.items("lines"):
            found = self._read_range(item)
            if found is None:
                self.sound = False
                continue
            self._note(item, found)
            row = self._digests.passages.get(found.key) if self._digests else None
            if row is None and self._digests is not None:
                self._reporter.report(item, f"{self._digests.place} has no digest of {found.words}", FILL)
            yield Passage(found, heading, row.digest if row else "", claims)

    def _note(self, node: yaml.Node, location: SourceLocation) -> None:
        """Keep in mind where a passage is, after reporting another one there."""
        if location.key in self._seen:
            message = f"the passage in line {self._seen[location.key]} is at {location.words} too"
            self._reporter.report(node, message, "merge the two")
        self._seen[location.key] = node.start_mark.line + 1

    def _read_range(self, node: yaml.Node) -> LineRange | None:
        """Return a range of lines, or None after reporting why it is not one of the document."""
        text, found = show_node(node), read_range(show_node(node))
        count = self._digests.line_count if self._digests else None
        if found is None:
            self._reporter.report(node, f"'{text}' is not a range of lines", "write 8 or 8-12")
        elif found[1] < found[0]:
            cure = f"write {render_range(found[1], found[0])}"
            self._reporter.report(node, f"lines {text} are reversed", cure)
        elif count is not None and not 1 <= found[0] <= found[1] <= count:
            self._reporter.report(node, f"the document has no {name_range(*found)}", f"it has lines 1-{count}")
        else:
            return LineRange(*found)
        return None
