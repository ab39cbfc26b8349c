"""Sources of the miniature: edited, and read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.content.sources import read_facts

if TYPE_CHECKING:
    from pomegraph.content.claims import Claim
    from pomegraph.content.folder import Content
    from pomegraph.errors import Problem


def read_claims(content: Content) -> tuple[list[Claim], list[str]]:
    """Return all claims, and all problems in their order."""
    problems: list[Problem] = []
    facts = read_facts(content, problems)
    sources = list(facts.sources)
    claims = [claim for source in sources for passage in source.passages for claim in passage.claims]
    return claims, [str(problem) for problem in sorted(problems)]


def edit_source(content: Content, old: str, new: str) -> None:
    """Replace the first such text in the source `alpha`."""
    path = content.root / "data" / "sources" / "alpha.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
