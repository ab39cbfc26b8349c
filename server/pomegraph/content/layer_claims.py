"""Reads and writes the claims of layers: a passage a line, sorted by source and place."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from pomegraph.content.claim_checker import ClaimChecker
from pomegraph.content.claims import Claim, Passage
from pomegraph.content.layers import Span
from pomegraph.content.locations import Pointer, Section, is_pointer
from pomegraph.content.quick_json import read_json
from pomegraph.content.values import canonical
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
    """Yield the sources of a layer one at a time; what is wrong with a claim goes to `problems`, and is left out."""
    place = joined.layer.name(joined.layer.claims)
    passages = _LayerReader(joined, registry, problems).read()
    read = next(passages, None)
    for one in joined.sources:
        found: list[Passage] = []
        while read is not None and read.source == one.id:
            found.append(read.passage)
            read = next(passages, None)
        yield replace(one, passages=tuple(found), place=place)
    if read is not None:
        message = f"'{read.source}' is not a source of the layer, or out of order"
        problems.append(Problem(place, read.line, message, _AGAIN))


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


class _ReadPassage(NamedTuple):
    """A passage with its source and the number of its line."""

    source: str
    passage: Passage
    line: int


class _LayerReader:
    """Reads the claims of one layer."""

    def __init__(self, joined: JoinedLayer, registry: Registry, problems: list[Problem]) -> None:
        self._joined, self._problems = joined, problems
        self._properties = registry.vocabulary.properties
        self._checker = ClaimChecker(registry)
        self._place = joined.layer.name(joined.layer.claims)

    def read(self) -> Iterator[_ReadPassage]:
        """Yield each passage, without the claims that have a fault."""
        try:
            for number, line in _read_lines(self._joined.layer.claims, self._joined.span):
                found = self._read_line(line.decode().rstrip("\n"), number)
                if found is not None:
                    yield found
        except (OSError, UnicodeDecodeError) as error:
            self._problems.append(Problem(self._place, 0, f"cannot be read ({error})", "import it again"))

    def _report(self, line: int, message: str, cure: str = _AGAIN) -> None:
        self._problems.append(Problem(self._place, line, message, cure))

    def _read_line(self, line: str, number: int) -> _ReadPassage | None:
        try:
            said = read_json(line)
            location = Pointer(said["pointer"]) if "pointer" in said else Section(said["section"])
            claims = [self._read_claim(one, number) for one in said["claims"]]
            passage = Passage(location, said.get("heading", ""), said.get("sha256", ""), ())
            fault = _find_fault_of_passage(passage)
            sound = () if fault else tuple(claim for claim in claims if self._is_sound(claim))
            read = _ReadPassage(said["source"], passage, number)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            self._report(number, f"is not a passage with claims ({_explain(error)})")
            return None
        if fault is not None:
            self._report(number, fault)
            return None
        return read._replace(passage=replace(passage, claims=sound))

    def _is_sound(self, claim: Claim) -> bool:
        fault = self._checker.find_fault(claim)
        if fault is not None:
            self._report(claim.line, fault, self._checker.find_cure(claim) or _AGAIN)
        return fault is None

    def _read_claim(self, said: list[Any], number: int) -> Claim:
        kind, values, *rest = said
        remarks: dict[str, Any] = rest[0] if rest else {}
        predicate: str = rest[1] if rest[1:] else ""
        if not isinstance(kind, str) or not isinstance(predicate, str):
            raise TypeError
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


def _find_fault_of_passage(passage: Passage) -> str | None:
    """Return what is wrong with where a passage is and with what is told of it, or None."""
    location = passage.location
    if isinstance(location, Pointer) and not is_pointer(location.text):
        return f"'{location.text}' does not lead to a place of a record"
    if not location.key:
        return f"a place without a letter or digit that could name it: {location.words}"
    if re.fullmatch(r"[0-9a-f]{64}|", passage.digest) is None:
        return f"sha256 '{passage.digest}' is not 64 hexadecimal digits in lower case"
    return None if canonical(passage.heading or "none", "string") else "the heading is not plain text"


def _explain(error: Exception) -> str:
    match error:
        case KeyError(args=(name, *_)):
            return f"it has no {name}"
        case json.JSONDecodeError(msg=message, colno=column):
            return f"{message} in column {column}"
    return "something else stands where a text, a list or a mapping should"


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
