"""Reads the verdicts that people gave on claims: a line each, with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.content.tables import split_cells
from pomegraph.content.text import read_text, suggest
from pomegraph.content.values import canonical
from pomegraph.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pomegraph.content.claims import Claim, Pairs, Source
    from pomegraph.content.registers import Registry

_COLUMNS = ["claim", "verdict", "primary", "reason", "confidence"]
# What a selector begins with: the source, the passage, the kind of claim.
_HEAD = 3
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Selector:
    """What finds one claim of a source.

    Args:
        source: The source.
        passage: The passage, as its IRI ends: 8-12 or 14-1-multiple-myeloma.
        kind: The kind of claim.
        pairs: (property, value) pairs that only this claim of the passage has.
    """

    source: str
    passage: str
    kind: str
    pairs: Pairs

    def fits(self, passage: str, claim: Claim) -> bool:
        """Tell whether a claim in a passage of the source is meant."""
        said = {*claim.values, *claim.remarks}
        return (passage, claim.kind) == (self.passage, self.kind) and said.issuperset(self.pairs)

    def __str__(self) -> str:
        """Return the selector as it is written."""
        return " ".join([self.source, self.passage, self.kind, *map("=".join, self.pairs)])


@dataclass(frozen=True, slots=True)
class CuratedVerdict:
    """A verdict that a person gave.

    Args:
        claim: The claim that it is on.
        verdict: Which one, a concept.
        primary: The claims of primary sources that it rests on; may be empty.
        reason: Why, in a sentence.
        confidence: How sure that is, a concept.
        line: Its line in the table.
    """

    claim: Selector
    verdict: str
    primary: tuple[Selector, ...]
    reason: str
    confidence: str
    line: int


def read_verdicts(path: Path, place: str, registry: Registry, problems: list[Problem]) -> list[CuratedVerdict]:
    """Read the table, which may be missing; what is wrong goes to `problems`."""
    text = read_text(path, place, problems) if path.is_file() else None
    if text is None:
        return []
    return list(_VerdictReader(registry, lambda *fault: problems.append(Problem(place, *fault))).read(text))


class _VerdictReader:
    def __init__(self, registry: Registry, report: Callable[[int, str, str], None]) -> None:
        self._registry, self._report = registry, report

    def read(self, text: str) -> Iterator[CuratedVerdict]:
        header, *rows = text.removesuffix("\n").split("\n")
        if header.split("\t") != _COLUMNS:
            self._report(1, "the columns are not those of verdicts", f"begin with {', '.join(_COLUMNS)}")
            return
        seen: dict[tuple[str, str], int] = {}
        for line, row in split_cells(enumerate(rows, 2), _COLUMNS, self._report):
            verdict = self._read_row(row, line)
            if verdict is None:
                continue
            first = seen.setdefault((row["claim"], row["verdict"]), line)
            if first != line:
                self._report(line, f"the verdict stands in line {first} too", "delete one of the two")
            yield verdict

    def _read_row(self, row: dict[str, str], line: int) -> CuratedVerdict | None:
        texts = [row["claim"], *filter(None, row["primary"].split("|"))]
        selectors = [one for text in texts if (one := self._read_selector(text, line)) is not None]
        sound = len(selectors) == len(texts)
        for name in ("verdict", "confidence"):
            fault = self._registry.find_fault(self._registry.vocabulary.properties[name], row[name])
            if fault is not None:
                self._report(line, *fault)
                sound = False
        if not row["reason"].endswith("."):
            self._report(line, "the reason is not a sentence", "write why, and end it with a full stop")
            sound = False
        if not sound:
            return None
        return CuratedVerdict(
            selectors[0], row["verdict"], tuple(selectors[1:]), row["reason"], row["confidence"], line
        )

    def _read_selector(self, text: str, line: int) -> Selector | None:
        words = text.split()
        head, texts = words[:_HEAD], words[_HEAD:]
        if len(head) < _HEAD or not texts or not all("=" in word for word in texts):
            cure = "write source, passage, kind of claim and name=value pairs: 101-label 14-1 Outcome value=3.6"
            self._report(line, f"'{text}' does not name a claim", cure)
            return None
        source = self._registry.things.get(head[0])
        if source is None or source.kind != "Source":
            sources = [one.id for one in self._registry.things.values() if one.kind == "Source"]
            self._report(line, f"unknown source '{head[0]}'", suggest(head[0], sources, otherwise="add its file"))
            return None
        pairs = tuple(self._read_pair(*word.split("=", 1)) for word in texts)
        return Selector(head[0], head[1], head[2], pairs)

    def _read_pair(self, name: str, value: str) -> tuple[str, str]:
        prop = self._registry.vocabulary.properties.get(name)
        if prop is None or prop.names_thing:
            return name, value
        return name, canonical(value, prop.range) or value


def check_verdicts(
    verdicts: Iterable[CuratedVerdict], sources: Iterable[Source], place: str, problems: list[Problem]
) -> Iterator[Source]:
    """Yield the sources, and then add a problem for each selector that does not find one claim of a sound source."""
    wanted: dict[str, list[tuple[int, Selector]]] = {}
    for verdict in verdicts:
        for one in (verdict.claim, *verdict.primary):
            wanted.setdefault(one.source, []).append((verdict.line, one))
    faults: list[Problem] = []
    for source in sources:
        for line, selector in wanted.get(source.id, ()):
            fault = _find_fault(selector, source)
            faults += [Problem(place, line, *fault)] if fault else []
        yield source
    problems += sorted(faults, key=lambda fault: fault.line)


def _find_fault(selector: Selector, source: Source) -> tuple[str, str] | None:
    """Return why a selector does not find one claim, and the cure."""
    keys = [passage.location.key for passage in source.passages]
    if selector.passage not in keys:
        return f"{source.id} has no passage '{selector.passage}'", suggest(
            selector.passage, keys, otherwise="see there"
        )
    claims = {
        (claim.kind, claim.values): claim
        for passage in source.passages
        if passage.location.key == selector.passage
        for claim in passage.claims
    }
    found = [claim for claim in claims.values() if selector.fits(selector.passage, claim)]
    if len(found) == 1:
        return None
    if found:
        differing = sorted(set(found[0].values) ^ set(found[1].values))[:_SHOWN]
        return f"'{selector}' fits {len(found)} claims", f"add what tells them apart: {_list_pairs(differing)}"
    kin = [claim for claim in claims.values() if claim.kind == selector.kind]
    shown = "; or ".join(_list_pairs(claim.values) for claim in kin[:_SHOWN])
    cure = f"take values of what is there: {shown}" if kin else f"the passage has no {selector.kind}"
    return f"'{selector}' fits no claim", cure


def _list_pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return " ".join("=".join(pair) for pair in pairs if pair != ("negated", "false"))
