"""Verdicts are the same, whether all that primary sources say is looked through or what bears on pages."""

from __future__ import annotations

from pathlib import Path

from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.evidence.words import find_words
from pomegraph.graph.conversion import Converter
from pomegraph.graph.narrowing import find_wanted, find_wanted_trials, narrow
from pomegraph.graph.triples import Terms
from pomegraph.graph.verdicts import TakenSources, VerdictBuilder
from pomegraph.names import Names


def test_narrowed_sources_give_the_same_verdicts(real: Content, tmp_path: Path) -> None:
    facts = read_facts(real, [])
    terms, words = Terms(facts.registry, Names()), find_words(real.aliases)
    converter = Converter(terms, facts, tmp_path)
    sources = list(facts.sources)
    cut = len(sources) // 2
    taken = [converter.convert(number, part).verdicts for number, part in enumerate((sources[:cut], sources[cut:]))]
    wanted = find_wanted(taken)
    trials = frozenset().union(*(find_wanted_trials(wanted, one) for one in taken))
    narrowed = [narrow(wanted, trials, tmp_path, one) for one in taken]

    def build(folder: str, many: list[TakenSources]) -> list[dict[str, set[str]]]:
        builder = VerdictBuilder(terms, facts.verdicts, tmp_path / folder)
        for one in many:
            builder.take(one)
        return list(builder.build(words))

    sizes = [sum(one.records.stat().st_size for one in many) for many in (narrowed, taken)]
    assert sizes[0] < sizes[1] / 2
    assert build("narrowed", narrowed) == build("whole", taken)
