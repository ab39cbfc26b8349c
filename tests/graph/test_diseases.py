"""Diseases of outcomes that name none: what their trial was done in, where that is clear."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.errors import Problem
from pomegraph.graph.quads import write_quads
from pomegraph.names import Names
from support.claims import add_claims
from support.triples import PREFIXES

OUTCOME = "claim: Outcome\ntrial: rotor-1\nmeasure: median-time-to-silence\nunit: month\nvalue: 4"
DONE_IN = "claim: Statement\nsubject: rotor-1\nstudiedIn: "
MORE_DISEASES = (
    "id\tlabel\taltLabels\tbroader\ngearache\tgearache\t\t\nrattle\trattle\t\t\nscreech\tscreech\t\tgearache\n"
)


@pytest.fixture
def content(small: Content) -> Content:
    (small.root / "data" / "registers" / "diseases.tsv").write_text(MORE_DISEASES, encoding="utf-8")
    return small


def find_diseases(content: Content, folder: Path, *claims: str) -> set[str]:
    """Return the graphs in which the outcome of the claims has a disease, each with the disease."""
    add_claims(content, "beta", *claims)
    problems: list[Problem] = []
    write_quads(read_facts(content, problems), Names(), folder / "graph.nq")
    store = pyoxigraph.Store()
    store.load(path=folder / "graph.nq", format=pyoxigraph.RdfFormat.N_QUADS)
    assert problems == []
    pattern = "?c a pom:Outcome ; pom:trial ?t ; pom:value 4 ; pom:disease ?d"
    query = f"SELECT ?g ?d {{ {{ {pattern} }} UNION {{ GRAPH ?g {{ {pattern} }} }} }}"
    rows = store.query(query, prefixes=PREFIXES)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    return {f"{row['d'].value.rpartition('/')[2]} in {row['g'] or 'the default graph'}" for row in rows}


@pytest.mark.parametrize(
    ("diseases", "found"),
    [
        (["gearache"], {"gearache in the default graph"}),
        (["gearache", "screech"], {"screech in the default graph"}),
        (["gearache", "rattle"], set()),
        (["old-gears"], set()),
    ],
)
def test_outcome_has_the_one_disease_of_its_trial(
    content: Content, tmp_path: Path, diseases: list[str], found: set[str]
) -> None:
    done_in = [f"{DONE_IN}{one}" for one in diseases]

    assert find_diseases(content, tmp_path, OUTCOME, *done_in) == found


def test_denial_says_nothing_of_what_a_trial_was_done_in(content: Content, tmp_path: Path) -> None:
    assert find_diseases(content, tmp_path, OUTCOME, f"{DONE_IN}gearache\nnegated: true") == set()


def test_disease_that_is_named_stays_alone(content: Content, tmp_path: Path) -> None:
    found = find_diseases(content, tmp_path, f"{OUTCOME}\ndisease: rattle", f"{DONE_IN}gearache")

    assert {one.partition(" ")[0] for one in found} == {"rattle"}
