"""Claims that a test adds to the miniature, and the disagreements that come of them."""

from __future__ import annotations

from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.errors import Problem
from pomegraph.graph.disagreements import Disagreement, DisagreementFinder
from pomegraph.graph.sorting import BlockSorter, join_lines, sort_lines
from pomegraph.graph.sources import build_source
from pomegraph.graph.topics import build_records
from pomegraph.graph.triples import Terms
from pomegraph.names import Names


def find_all(content: Content) -> list[Disagreement]:
    """Return the disagreements of a content."""
    problems: list[Problem] = []
    facts = read_facts(content, problems)
    terms = Terms(facts.registry, Names())
    records, curated = (BlockSorter(content.root / name) for name in ("records", "curated"))
    for source in facts.sources:
        records.add(join_lines(sort_lines(build_records(facts.registry, build_source(terms, source)[1], source.id))))
    assert problems == []
    finder = DisagreementFinder(facts.registry)
    return [*finder.find(records.blocks(), curated), *finder.find_curated(curated.blocks())]


def add_claims(content: Content, source: str, *claims: str) -> None:
    """Add claims to the last passage of a source."""
    path = content.root / "data" / "sources" / f"{source}.yaml"
    text = path.read_text(encoding="utf-8")
    body = "".join("      - " + claim.strip().replace("\n", "\n        ") + "\n" for claim in claims)
    path.write_text(text + body, encoding="utf-8")


def reaction(frequency: str) -> str:
    """Return a claim on how often an adverse event is."""
    return f"claim: AdverseReaction\ndrug: exemplamide\nevent: squeak\nfrequency: {frequency}"


def outcome(figure: str) -> str:
    """Return a claim on a median, without an arm."""
    return f"claim: Outcome\ndrug: oil\nmeasure: median-time-to-silence\n{figure}\nunit: month"


def list_labels(content: Content) -> list[str]:
    """Return the labels of the disagreements, but for the one that the miniature has."""
    return [found.label for found in find_all(content) if found.topic != "generation-of-exemplamide"]
