"""Reads and writes the claims of layers: a passage a line, sorted by source and place."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pomegraph.content.claim_checker import ClaimChecker
from pomegraph.content.claims import Claim, Passage
from pomegraph.content.layers import Span
from pomegraph.content.locations import Pointer, Section
from pomegraph.content.quick_json import read_json
from pomegraph.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pomegraph.content.claims import Source
    from pomegraph.content.layers import JoinedLayer
    from pomegraph.content.registers import Registry

_AGAIN = "import it again, or take the line out"
_SOURCE = re.compile(rb'\{\s*"source"\s*:\s*"([^"\\]+)"')


def read_layer(joined: JoinedLayer, registry: Registry, problems: list[Problem]) -> Iterator[Source]:
    """Yield the sources of a layer one at a time; what is wrong with a claim goes to `problems`."""
    reader = _LayerReader(joined, registry, problems)
    passages = reader.read()
    source, passage = next(passages, ("", None))
    for one in joined.sources:
        found: list[Passage] = []
        while passage is not None and source == one.id:
            found.append(passage)
            source, passage = next(passages, ("", None))
        yield replace(one, passages=tuple(found))
    if passage is not None:
        place = joined.layer.name(joined.layer.claims)
        problems.append(Problem(place, 0, f"'{source}' is not a source of the layer, or out of order", _AGAIN))


def divide_layer(joined: JoinedLayer, size: int) -> Iterator[JoinedLayer]:
    """Yield a layer in parts of at least so many bytes of claims; no source is in two of them.

    What is wrong with it is told by those who read the parts.
    """
    if not joined.layer.claims.is_file():
        yield joined
        return
    places = {one.id: place for place, one in enumerate(joined.sources)}
    first = last = 0
    span = Span(0, 0, 1)
    for line, data in _read_lines(joined.layer.claims, None):
        place = places.get(_find_source(data), last)
        if place > last and span.stop - span.start >= size:
            yield replace(joined, sources=joined.sources[first:place], span=span)
            first, span = place, Span(span.stop, span.stop, line)
        last, span = max(last, place), span._replace(stop=span.stop + len(data))
    yield replace(joined, sources=joined.sources[first:], span=span)


def _find_source(line: bytes) -> str:
    """Return the source of a passage, where its line begins with it, as lines do that were written here."""
    found = _SOURCE.match(line)
    return found[1].decode() if found else ""


def _read_lines(path: Path, span: Span | None) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a file, or of a part of it, with their numbers."""
    with path.open("rb") as file:
        place, stop, number = span or (0, None, 1)
        file.seek(place)
        while (stop is None or place < stop) and (line := file.readline()):
            yield number, line
            place, number = place + len(line), number + 1


class _LayerReader:
    """Reads the claims of one layer."""

    def __init__(self, joined: JoinedLayer, registry: Registry, problems: list[Problem]) -> None:
        self._joined, self._problems = joined, problems
        self._properties = registry.vocabulary.properties
        self._checker = ClaimChecker(registry)
        self._place = joined.layer.name(joined.layer.claims)

    def read(self) -> Iterator[tuple[str, Passage]]:
        """Yield each passage with its source."""
        try:
            for number, line in _read_lines(self._joined.layer.claims, self._joined.span):
                found = self._read_line(line.decode(), number)
                if found is not None:
                    yield found
        except (OSError, UnicodeDecodeError) as error:
            self._problems.append(Problem(self._place, 0, f"cannot be read ({error})", "import it again"))

    def _read_line(self, line: str, number: int) -> tuple[str, Passage] | None:
        try:
            said = read_json(line)
            location = Pointer(said["pointer"]) if "pointer" in said else Section(said["section"])
            claims = tuple(self._read_claim(one, number) for one in said["claims"])
            source, heading, digest = said["source"], said.get("heading", ""), said.get("sha256", "")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            message = f"is not a passage with claims ({type(error).__name__}: {error})"
            self._problems.append(Problem(self._place, number, message, _AGAIN))
            return None
        for claim in claims:
            fault = self._checker.find_fault(claim)
            if fault is not None:
                self._problems.append(Problem(self._place, number, fault, _AGAIN))
        return source, Passage(location, heading, digest, claims)

    def _read_claim(self, said: list[Any], number: int) -> Claim:
        kind, values, *rest = said
        remarks: dict[str, Any] = rest[0] if rest else {}
        predicate: str = rest[1] if rest[1:] else ""
        pairs = set(self._read_pairs(values))
        if ("negated", "true") not in pairs:
            pairs.add(("negated", "false"))
        return Claim(kind, predicate, tuple(sorted(pairs)), tuple(sorted(set(self._read_pairs(remarks)))), number)

    def _read_pairs(self, said: dict[str, str | list[str]]) -> Iterator[tuple[str, str]]:
        for name, found in said.items():
            prop = self._properties.get(name)
            names = name == "subject" or (prop is not None and prop.names_thing)
            renamed = self._joined.renamed if names else {}
            for value in [found] if isinstance(found, str) else found:
                yield name, renamed.get(value, value)


def render_passage(source: str, passage: Passage) -> str:
    """Return a passage as a line of `claims.jsonl`, without a line feed."""
    said: dict[str, Any] = {"source": source}
    if isinstance(passage.location, Pointer):
        said["pointer"] = passage.location.text
    elif isinstance(passage.location, Section):
        said["section"] = passage.location.title
    said |= {"heading": passage.heading} if passage.heading else {}
    said |= {"sha256": passage.digest} if passage.digest else {}
    said["claims"] = [_render_claim(claim) for claim in passage.claims]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _render_claim(claim: Claim) -> list[Any]:
    values = _render_pairs(pair for pair in claim.values if pair != ("negated", "false"))
    said: list[Any] = [claim.kind, values, _render_pairs(claim.remarks), claim.predicate]
    while len(said) > 2 and not said[-1]:  # noqa: PLR2004 - the kind and the values always stand there
        said.pop()
    return said


def _render_pairs(pairs: Iterable[tuple[str, str]]) -> dict[str, str | list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}
