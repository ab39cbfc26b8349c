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


# A source that is not a file.
GAMMA = """\
source: gamma
label: Label of Exampla
kind: label
version: "2/2025"
date: Revised 2/2025
address: https://example.org/label?set=1
retrieved: 2026-11-26
licence: CC0, as seen
seenAs: section
passages:
  - section: 14.1 Gearache
    sha256: 7a5e038126d15191e1e197f499fb7b61de7b730dc861054078760f8cd386a85f
    claims:
      - claim: Indication
        drug: exemplamide
        disease: gearache
  - pointer: /outcomes/0
    heading: First outcome
    claims:
      - claim: Outcome
        trial: rotor-1
        arm: rotor-1-exemplamide
        measure: median-time-to-silence
        value: 12
        unit: month
"""


def add_gamma(content: Content, text: str = GAMMA) -> None:
    """Add a source that is not a file."""
    (content.root / "data" / "sources" / "gamma.yaml").write_text(text, encoding="utf-8")
