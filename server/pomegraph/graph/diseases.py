"""Says of outcomes which name no disease in which one their trial was done, so that they are found by it.

Who reports an outcome names the trial, and says elsewhere, or leaves to another source, what the trial is about. The
triples stand in the default graph only: no single source says them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.graph.sorting import join_lines, sort_lines
from pomegraph.names import new_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pomegraph.content.registers import Registry
    from pomegraph.graph.sorting import BlockSorter
    from pomegraph.graph.triples import Report, Terms
    from pomegraph.names import Lines

_TRIAL, _DISEASE, _STUDIED_IN = "trial", "disease", "studiedIn"
_OUTCOME, _STUDIED = "outcome", "studied"


def build_disease_records(registry: Registry, reports: Iterable[Report]) -> list[bytes]:
    """Return by trial what it was done in, and its outcomes that name no disease."""
    lines = new_lines()
    for claim, name in ((report.claim, report.id) for report in reports):
        if claim.predicate == _STUDIED_IN and not claim.negated:
            diseases = [one for one in claim.get(_STUDIED_IN) if registry.things[one].kind == "Disease"]
            lines[claim.get("subject")[0]].update(f" {_STUDIED} {one}" for one in diseases)
        elif claim.kind == "Outcome" and not claim.get(_DISEASE):
            for trial in claim.get(_TRIAL):
                lines[trial].add(f" {_OUTCOME} {name}")
    return join_lines(sort_lines(lines))


def derive_diseases(terms: Terms, records: BlockSorter) -> Iterator[Lines]:
    """Yield the triples of the outcomes of each trial whose disease is clear: one, or the narrowest."""
    for blocks in records.blocks():
        lines = new_lines()
        for block in blocks:
            told = [line.split(" ")[1:] for line in block.decode().split("\n")]
            disease = _find_narrowest(terms.registry, {one for what, one in told if what == _STUDIED})
            for outcome in (name for what, name in told if disease and what == _OUTCOME):
                lines[terms.names.thing("claim", outcome)].add(terms.ends[(_DISEASE, disease)])
        yield lines


def _find_narrowest(registry: Registry, diseases: set[str]) -> str:
    """Return the disease that is a kind of all the others; an empty text if there is none."""
    return next((one for one in sorted(diseases) if diseases <= {one, *registry.list_broader(one)}), "")
