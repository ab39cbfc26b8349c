"""A part of the real content that an engine without a plan can hold: some documents of each kind, no imported layer."""

from __future__ import annotations

import shutil
from pathlib import Path

from pomegraph.content.claims import Facts
from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.errors import Problem
from pomegraph.graph.quads import write_quads
from pomegraph.names import Names
from support.places import ROOT

# The five pages on pomalidomide, and of each kind of source some, on several drugs.
_TAKEN = (
    "000-hemonc", "001-drug-monograph", "002-cancerhealth", "003-droracle", "004-clincalc",
    "100-us-label-pomalyst", "107-us-label-pomalyst-2013", "126-fda-rems-pomalyst", "128-nice-ta427", "131-mm-002",
    "136-nct01311687", "138-stratus", "154-optimismm", "160-nct01432600-trial", "240-pollux", "241-pollux-update",
    "255-lenalidomide-warfarin", "262-droracle-lenalidomide", "274-castor-40-months", "285-droracle-daratumumab",
)  # fmt: skip


def write_part(folder: Path) -> Path:
    """Write the graph of a part of the content as N-Quads, and return the file."""
    for name in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("layers"))
    problems: list[Problem] = []
    facts = read_facts(Content(folder), problems)
    sources = [source for source in facts.sources if source.id in _TAKEN]
    assert (len(sources), problems) == (len(_TAKEN), [])
    path = folder / "part.nq"
    write_quads(Facts(facts.registry, facts.mappings, sources, facts.verdicts), Names(), path)
    return path
