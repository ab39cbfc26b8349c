"""Makes triples of a source: what it is, its passages, and the claims as it reports them. Reads no files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.content.locations import LineRange, Pointer, Section
from pomegraph.graph.triples import ClaimBuilder, describe, identify
from pomegraph.names import DCTERMS, PAV, SCHEMA, digest, iri, new_lines, term, typed_literal

if TYPE_CHECKING:
    from collections.abc import Collection

    from pomegraph.content.claims import Claim, Pairs, Passage, Source
    from pomegraph.content.locations import SourceLocation
    from pomegraph.graph.triples import Report, Terms

_REPORTED_IN, _REPORTS, _PASSAGE, _TEXT_DIGEST = map(term, ("reportedIn", "reports", "passage", "textDigest"))
# What is told of a source in terms of others: the key of its file, the property, the datatype.
_DETAILS = {
    "version": (iri(PAV + "version"), "string"),
    "date": (iri(DCTERMS + "date"), "string"),
    "address": (iri(SCHEMA + "url"), "anyURI"),
    "licence": (iri(DCTERMS + "license"), "string"),
}


def build_source(terms: Terms, source: Source) -> tuple[dict[str, Collection[str]], list[Report]]:
    """Return what a source is responsible for: the triples of itself, its passages and claims; and its reports.

    Triples are ends of lines by subject, none of them twice.
    """
    builder = _SourceBuilder(terms, source)
    for passage in source.passages:
        builder.build_passage(passage)
    return {**builder.lines, **builder.made}, [report for report, _ in builder.claims.values()]


def digest_report(claim: str, source: str, key: str) -> str:
    """Return the digest of a claim, given by its own, in one passage of one source, given by its key."""
    return digest("report", claim, source, key)


class _SourceBuilder:
    """Makes the triples of one source.

    `lines` has what may be told of a subject several times, `made` the ends of claims, topics and reports, and
    `claims` those made so far, each with its label.
    """

    def __init__(self, terms: Terms, source: Source) -> None:
        self._terms, self._source = terms, source
        self.lines = new_lines()
        self.made: dict[str, list[str]] = {}
        self.lines[terms.thing(source.id)].update(_describe_source(terms, source))
        self.claims: dict[tuple[str, Pairs, Pairs], tuple[Report, str]] = {}
        self._claim_builder = ClaimBuilder(terms, self.lines, self.made)
        # What the reports have of their source.
        self._date = [_end_of_detail(*pair) for pair in source.details if pair[0] == "date"]

    def build_passage(self, passage: Passage) -> None:
        """Add the triples of a passage and of the claims that it makes."""
        terms, made, location = self._terms, self.made, passage.location
        key, label = location.key, f"{self._source.label}, {location.words}"
        where = terms.names.passage(self._source.id, key)
        self.lines[where].update(_describe_passage(terms, self._source, passage, label))
        types, common = terms.types("Report"), [*self._date, f" {_PASSAGE} {where}"]
        for claim in passage.claims:
            report, says = self._find(claim)
            about = terms.names.thing("claim", report.id)
            ends = [*describe(f"{label}: {says}", types), *common, f" {_REPORTS} {about}"]
            ends += [terms.ends[pair] for pair in claim.remarks if pair[0] in terms.of_reports]
            name = terms.names.thing("report", digest_report(report.id, self._source.id, key))
            if name in made:  # the passage says it twice, with other remarks
                made[name] = [*{*made[name], *ends}]
            else:
                made[name] = ends
                made[about].append(f" {_REPORTED_IN} {where}")

    def _find(self, claim: Claim) -> tuple[Report, str]:
        """Return a claim with its digests and its label, which is made when it is first met."""
        key = (claim.kind, claim.values, claim.remarks)
        found = self.claims.get(key)
        if found is None:
            report = identify(self._terms, claim)
            found = self.claims[key] = (report, self._claim_builder.build(report))
        return found


def _describe_source(terms: Terms, source: Source) -> list[str]:
    document = source.document
    pairs = [pair for pair in source.details if pair[0] not in _DETAILS]
    if document is not None:
        pairs += [("fileName", document.file), ("sha256", document.digest), ("lineCount", str(document.line_count))]
    details = [_end_of_detail(*pair) for pair in source.details if pair[0] in _DETAILS]
    return [*describe(source.label, terms.types("Source")), *(terms.ends[pair] for pair in pairs), *details]


def _end_of_detail(name: str, value: str) -> str:
    """Return the end of a line for what is told of a source in terms of others."""
    predicate, datatype = _DETAILS[name]
    return f" {predicate} {typed_literal(value, datatype)}"


def _describe_passage(terms: Terms, source: Source, passage: Passage, label: str) -> list[str]:
    pairs = [("source", source.id), *_describe_location(passage.location)]
    pairs += [("heading", passage.heading)] if passage.heading else []
    ends = [*describe(label, terms.types("Passage")), *(terms.ends[pair] for pair in pairs)]
    return [*ends, f" {_TEXT_DIGEST} {typed_literal(passage.digest, 'hexBinary')}"] if passage.digest else ends


def _describe_location(location: SourceLocation) -> list[tuple[str, str]]:
    """Return the properties that tell where a passage is; a section is under its own heading."""
    match location:
        case LineRange(first, last):
            return [("firstLine", str(first)), ("lastLine", str(last))]
        case Section(title):
            return [("heading", title)]
        case Pointer(text):
            return [("pointer", text)]
