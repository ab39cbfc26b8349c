"""Sources are converted in parts, by any number of processes, to the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.multiply import multiply
from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.evidence.words import find_words
from pomegraph.graph.quads import Counts, write_quads
from pomegraph.names import Names


def write(path: Path, processes: int) -> tuple[Counts, bytes]:
    """Write the content three times over, which are several parts; with verdicts, derived and curated ones."""
    content = Content.default()
    facts = read_facts(content, [])
    many = multiply(facts, list(facts.sources), 3)
    counts = write_quads(many, Names(), path, words=find_words(content.aliases), processes=processes)
    return counts, path.read_bytes()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Counts, bytes]:
    return write(tmp_path_factory.mktemp("alone") / "quads.nq", 1)


@pytest.mark.parametrize("processes", [2, 3])
def test_bytes_do_not_depend_on_the_number_of_processes(
    alone: tuple[Counts, bytes], tmp_path: Path, processes: int
) -> None:
    assert write(tmp_path / "quads.nq", processes) == alone


def test_graphs_stand_in_the_order_of_the_sources(alone: tuple[Counts, bytes]) -> None:
    counts, data = alone
    lines = data.decode().splitlines()[counts.triples :]
    graphs = list(dict.fromkeys(line[line.rindex("<") + 1 : -3] for line in lines))

    assert graphs == list(counts.graphs)
    assert len(lines) == sum(counts.graphs.values())


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    write(tmp_path / "quads.nq", 2)

    assert [path.name for path in tmp_path.iterdir()] == ["quads.nq"]


def test_fault_of_a_process_is_that_of_the_whole(tmp_path: Path) -> None:
    content = Content.default()
    facts = read_facts(content, [])
    many = multiply(facts, list(facts.sources), 3)
    for name in [name for name in facts.registry.things if name.endswith("-copy-2")]:
        del facts.registry.things[name]
    with pytest.raises(KeyError, match="copy-2"):
        write_quads(many, Names(), tmp_path / "quads.nq", processes=2)
