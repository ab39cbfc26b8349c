"""Compares two releases claim by claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import QuerySolutions

from pomegraph.names import POM
from pomegraph.stores.embedded import open_store, run_query

if TYPE_CHECKING:
    from pomegraph.release import Release

_CLAIMS = f"""
PREFIX pom: <{POM}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?claim (SAMPLE(?name) AS ?label) (MIN(STR(?about)) AS ?topic)
       (GROUP_CONCAT(DISTINCT STR(?where); separator=" ") AS ?passages)
WHERE {{ ?claim a pom:Claim ; rdfs:label ?name ; pom:topic ?about ; pom:reportedIn ?where }}
GROUP BY ?claim"""


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One change: what happened, to which claim; `before` is what the topic's claim said, if it is re-valued."""

    act: str
    claim: str
    label: str
    before: str = ""

    def __str__(self) -> str:
        """Return the change as one line of tab-separated cells."""
        return "\t".join(filter(None, (self.act, self.claim, self.label, self.before and f"before: {self.before}")))


@dataclass(frozen=True, slots=True)
class _Claim:
    label: str
    topic: str
    passages: frozenset[str]


def compare_releases(old: Release, new: Release) -> list[Change]:
    """Return the changes from one release to another, sorted.

    A claim is *re-valued* if the only claim withdrawn and the only one added on its topic are of one topic;
    else *added* or *withdrawn*; and *moved* if it stays but other passages report it.
    """
    before, after = _read_claims(old), _read_claims(new)
    added = {name: after[name] for name in after.keys() - before.keys()}
    withdrawn = {name: before[name] for name in before.keys() - after.keys()}
    changes = []
    for topic in {claim.topic for claim in added.values()} & {claim.topic for claim in withdrawn.values()}:
        news = [name for name, claim in added.items() if claim.topic == topic]
        olds = [name for name, claim in withdrawn.items() if claim.topic == topic]
        if len(news) == len(olds) == 1:
            changes.append(Change("re-valued", news[0], added.pop(news[0]).label, withdrawn.pop(olds[0]).label))
    changes += [Change("added", name, claim.label) for name, claim in added.items()]
    changes += [Change("withdrawn", name, claim.label) for name, claim in withdrawn.items()]
    both = before.keys() & after.keys()
    moved = [name for name in both if before[name].passages != after[name].passages]
    changes += [Change("moved", name, after[name].label) for name in moved]
    return sorted(changes)


def _read_claims(release: Release) -> dict[str, _Claim]:
    rows = run_query(open_store(release.store), _CLAIMS)
    if not isinstance(rows, QuerySolutions):
        raise TypeError(_CLAIMS)
    return {
        row["claim"].value: _Claim(row["label"].value, row["topic"].value, frozenset(row["passages"].value.split()))
        for row in rows
    }
