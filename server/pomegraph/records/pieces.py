"""Converts the records of a text into pieces of a layer: lines and rows that only need to be put together."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, cast

from pomegraph.content.claim_checker import ClaimChecker
from pomegraph.content.layer_claims import render_passage
from pomegraph.content.registers import Thing
from pomegraph.errors import RecordError
from pomegraph.names import IDENTIFIER, digest
from pomegraph.records.context import tidy_text
from pomegraph.records.parsing import parse_text
from pomegraph.records.texts import LeftOut

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from pomegraph.content.claims import Claim, Pairs, Passage
    from pomegraph.content.mappings import Mapping
    from pomegraph.records.context import Context
    from pomegraph.records.converted import Converted, Importer, RawRecord, Unresolved
    from pomegraph.records.texts import RecordText

_LONGEST = 200
_DISEASE = "Disease"
# Of things that records give several classes, these are meant: claims need them.
DECIDING = ("Drug", _DISEASE)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What is told of a source beside its passages."""

    id: str
    label: str
    details: Pairs


@dataclass(frozen=True, slots=True)
class Piece:
    """What one record adds to a layer.

    Args:
        record: The identifier of the record.
        order: What decides between two records of one identifier: the version, then the digest of the content.
        place: Where the record was read.
        source: Who says it.
        passages: The key of each passage, its line, and how many claims it has.
        things: The things that its claims need.
        mappings: The identifiers of these.
        unresolved: What was left open.
        counts: What else is counted.
        left_out: Claims that do not hold against the ontology.
        needs: Which things its claims take to be a drug or a disease.
    """

    record: str
    order: tuple[str, str]
    place: str
    source: SourceRow
    passages: tuple[tuple[str, str, int], ...]
    things: tuple[Thing, ...]
    mappings: tuple[Mapping, ...]
    unresolved: tuple[Unresolved, ...]
    counts: tuple[tuple[str, int], ...]
    left_out: tuple[LeftOut, ...]
    needs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A sound record that was not asked for."""

    place: str


Made: TypeAlias = Piece | PassedOver | LeftOut


class PieceMaker:
    """Makes pieces of the records of one source."""

    def __init__(self, importer: Importer, context: Context) -> None:
        self._importer, self._context = importer, context
        self._convert = importer.prepare(context)

    def make(self, text: RecordText) -> Iterator[Made]:
        """Yield a piece for each record of a text, or why it is left out."""
        for record in parse_text(self._importer, text):
            yield record if isinstance(record, LeftOut) else self._make_piece(record)

    def _make_piece(self, record: RawRecord) -> Made:
        try:
            found = self._convert(record.value)
        except RecordError as error:
            return LeftOut(f"{record.place}{'#' * bool(error.pointer)}{error.pointer}", error.detail)
        except (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError) as error:
            # A record may be wrong in more ways than an importer can ask for.
            return LeftOut(record.place, f"is not laid out as expected ({type(error).__name__}: {str(error)[:100]})")
        if not IDENTIFIER.fullmatch(found.source.id):
            return LeftOut(record.place, f"'{found.source.id[:100]}' cannot be the name of a source")
        if self._context.edition.selective and not self._is_about_known_disease(found):
            return PassedOver(record.place)
        return self._finish(found, record.place)

    def _is_about_known_disease(self, found: Converted) -> bool:
        """Tell whether a record speaks of a disease of the content or of a layer, by its identifier or its name."""
        names = self._context.names
        diseases = {thing.id: thing for thing in found.things if thing.kind == _DISEASE}
        if any(one.subject in diseases and names.is_mapped(one.object, _DISEASE) for one in found.mappings):
            return True
        if any(names.find(thing.label, _DISEASE) for thing in diseases.values()):
            return True
        things, is_a = self._context.registry.things, self._context.registry.vocabulary.is_a
        said = (value for one in found.source.passages for claim in one.claims for _, value in claim.values)
        return any(value in things and is_a(things[value].kind, _DISEASE) for value in said)

    def _finish(self, found: Converted, place: str) -> Piece:
        things = {thing.id: thing for thing in found.things}
        left_out: list[LeftOut] = []
        registry = self._context.registry
        # Few things of its own in front of many, which are not copied for each record.
        own_source = {found.source.id: Thing(found.source.id, "Source", found.source.label, (), (), "", 0)}
        known = cast("dict[str, Thing]", ChainMap(things, own_source, registry.things))
        checker = ClaimChecker(replace(registry, things=known))
        passages = [_check(checker, passage, place, left_out) for passage in found.source.passages]
        foreign = self._find_foreign(passages, things)
        stubs = tuple(replace(registry.things[one], alternatives=(), values=()) for one in foreign)
        listed = ("listedIn", found.source.id)
        own = tuple(replace(one, values=(*one.values, listed)) for one in (*things.values(), *stubs))
        mappings = (*found.mappings, *(one for name in foreign for one in self._context.foreign[name]))
        lines = tuple((one.location.key, render_passage(found.source.id, one), len(one.claims)) for one in passages)
        told = tuple((name, tidy_text(text)) for name, text in found.source.details)
        row = SourceRow(found.source.id, tidy_text(found.source.label) or found.source.id, told)
        content = digest(*(line for _, line, _ in lines), repr(own), repr(mappings), repr(row))
        return Piece(
            record=found.record,
            order=(found.version, content),
            place=place,
            source=row,
            passages=lines,
            things=own,
            mappings=mappings,
            unresolved=tuple(replace(one, text=tidy_text(one.text)[:_LONGEST]) for one in found.unresolved),
            counts=found.counts,
            left_out=tuple(left_out),
            needs=self._list_needs(passages, things),
        )

    def _list_needs(self, passages: Iterable[Passage], things: Container[str]) -> tuple[tuple[str, str], ...]:
        """Return the things of a record that its claims take to be a drug or a disease."""
        properties = self._context.registry.vocabulary.properties
        said = {pair for passage in passages for claim in passage.claims for pair in claim.values}
        ranges = ((value, properties[name].range) for name, value in said if name in properties and value in things)
        return tuple(sorted({one for one in ranges if one[1] in DECIDING}))

    def _find_foreign(self, passages: Iterable[Passage], things: dict[str, Thing]) -> list[str]:
        """Return the things of other layers that claims or things speak of, which this layer has to know as well."""
        said = {
            value for passage in passages for claim in passage.claims for _, value in (*claim.values, *claim.remarks)
        }
        said |= {value for thing in things.values() for _, value in thing.values}
        return sorted(said & self._context.foreign.keys() - things.keys())


def _check(checker: ClaimChecker, passage: Passage, place: str, left_out: list[LeftOut]) -> Passage:
    """Return a passage without the claims that do not hold, which are noted."""
    sound: list[Claim] = []
    for claim in passage.claims:
        fault = checker.find_fault(claim)
        if fault is None:
            sound.append(claim)
        else:
            left_out.append(LeftOut(f"{place}#{passage.location.key}", f"{claim.kind}: {fault}"))
    return replace(passage, heading=tidy_text(passage.heading), claims=tuple(sound))
