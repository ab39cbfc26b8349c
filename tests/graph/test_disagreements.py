"""Disagreements: different answers to one topic, and what is none."""

from __future__ import annotations

import pytest

from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.errors import Problem
from pomegraph.graph.disagreements import Disagreement, DisagreementFinder
from pomegraph.graph.sorting import BlockSorter, join_lines, sort_lines
from pomegraph.graph.sources import build_source
from pomegraph.graph.topics import build_records
from pomegraph.graph.triples import Terms
from pomegraph.names import Names


def find(content: Content) -> list[Disagreement]:
    problems: list[Problem] = []
    facts = read_facts(content, problems)
    terms = Terms(facts.registry, Names())
    records, curated = (BlockSorter(content.root / name) for name in ("records", "curated"))
    for source in facts.sources:
        records.add(join_lines(sort_lines(build_records(facts.registry, build_source(terms, source)[1], source.id))))
    assert problems == []
    finder = DisagreementFinder(facts.registry)
    return [*finder.find(records.blocks(), curated), *finder.find_curated(curated.blocks())]


def add(content: Content, source: str, *claims: str) -> None:
    path = content.root / "data" / "sources" / f"{source}.yaml"
    text = path.read_text(encoding="utf-8")
    body = "".join("      - " + claim.strip().replace("\n", "\n        ") + "\n" for claim in claims)
    path.write_text(text + body, encoding="utf-8")


def reaction(frequency: str) -> str:
    return f"claim: AdverseReaction\ndrug: exemplamide\nevent: squeak\nfrequency: {frequency}"


def outcome(figure: str) -> str:
    return f"claim: Outcome\ndrug: oil\nmeasure: median-time-to-silence\n{figure}\nunit: month"


def labels(content: Content) -> list[str]:
    return [found.label for found in find(content) if found.topic != "generation-of-exemplamide"]


def test_different_generations_are_one_disagreement_of_two_sources(small: Content) -> None:
    (found,) = find(small)

    assert found.topic == "generation-of-exemplamide"
    assert {source for _, source in found.members} == {"alpha", "beta"}
    assert found.properties == {"generation"}


def test_two_brand_names_are_none(small: Content) -> None:
    add(small, "beta", "claim: Statement\nsubject: exemplamide\nbrandName: Examplissa")

    assert labels(small) == []


@pytest.mark.parametrize(("other", "differ"), [("rare", True), ("most-common", False), ("common", False)])
def test_narrower_answer_is_no_contradiction(small: Content, other: str, *, differ: bool) -> None:
    add(small, "alpha", reaction("common"))
    add(small, "beta", reaction(other))

    assert bool(len(find(small)) > 1) is differ


@pytest.mark.parametrize(
    ("other", "differ"),
    [
        ("value: 3", False),
        ("value: 3.0", False),
        ("value: 4", True),
        ("low: 3\nhigh: 4", True),
        ("low: 3\nhigh: 3", False),
    ],
)
def test_figures_and_ranges_are_compared(small: Content, other: str, *, differ: bool) -> None:
    add(small, "alpha", outcome("value: 3"))
    add(small, "beta", outcome(other))

    assert bool(len(find(small)) > 1) is differ


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("value: 12\nunit: month", "value: 1\nunit: year", False),
        ("value: 11.9\nunit: month", "value: 54\nunit: week", True),
        ("value: 11.9\nunit: month", "value: 12\nunit: month", False),
        ("value: 11.9\nunit: month", "value: 11\nunit: month", True),
        ("value: 11.20\nunit: month", "value: 11.24\nunit: month", True),
        ("low: 1\nhigh: 2\nunit: year", "low: 12\nhigh: 24\nunit: month", False),
        ("low: 1\nhigh: 2\nunit: year", "low: 12\nhigh: 36\nunit: month", True),
        ("value: 4\nunit: mg", "value: 5\nunit: month", False),
    ],
)
def test_figures_are_compared_in_one_unit_and_rounded(small: Content, one: str, other: str, *, differ: bool) -> None:
    claim = "claim: Outcome\ndrug: oil\nmeasure: noise-level\n"
    add(small, "alpha", claim + one)
    add(small, "beta", claim + other)

    assert bool(labels(small)) is differ


@pytest.mark.parametrize(("other", "shown"), [("value: 4", {"value"}), ("low: 3\nhigh: 4", {"value", "low", "high"})])
def test_figures_differ_in_the_properties_that_hold_them(small: Content, other: str, shown: set[str]) -> None:
    add(small, "alpha", outcome("value: 3"))
    add(small, "beta", outcome(other))

    assert next(found.properties for found in find(small)) == shown


def test_silence_is_none(small: Content) -> None:
    add(small, "alpha", reaction("rare"))
    add(
        small,
        "beta",
        "claim: AdverseReaction\ndrug: exemplamide\nevent: squeak\nseriousness: common".replace(
            "seriousness: common", "note: no word on how often"
        ),
    )

    assert len(find(small)) == 1


def test_affirmed_and_denied_are_a_disagreement(small: Content) -> None:
    add(small, "beta", "claim: Advice\ndrug: exemplamide\ninstruction: take-with-alcohol")

    (found,) = (one for one in find(small) if one.topic != "generation-of-exemplamide")
    assert found.properties == {"affirmed"}


def test_one_source_can_disagree_with_itself(small: Content) -> None:
    add(small, "alpha", outcome("value: 3"), outcome("value: 4"))

    (found,) = (one for one in find(small) if one.topic != "generation-of-exemplamide")
    assert {source for _, source in found.members} == {"alpha"}


def test_curated_topic_joins_claims_of_two_kinds(small: Content) -> None:
    path = small.root / "data/registers/topics.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "harm\tDoes it harm\t\t\n", encoding="utf-8")
    add(small, "alpha", reaction("rare") + "\ntopic: harm")
    add(small, "beta", "claim: Indication\ndrug: exemplamide\ndisease: gearache\nnegated: true\ntopic: harm")

    found = next(one for one in find(small) if one.topic == "harm")
    assert {source for _, source in found.members} == {"alpha", "beta"}
    assert found.properties == {"event", "frequency", "disease"}


def test_curated_topic_leaves_out_what_clashes_with_nothing(small: Content) -> None:
    path = small.root / "data/registers/topics.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "noise\tHow often it squeaks\t\t\n", encoding="utf-8")
    add(small, "alpha", reaction("rare") + "\ntopic: noise")
    add(small, "beta", reaction("common") + "\npopulation: old-gears\ntopic: noise")
    add(small, "beta", reaction("common").replace("frequency: common", "population: old-gears") + "\ntopic: noise")

    found = next(one for one in find(small) if one.topic == "noise")
    assert len({claim for claim, _ in found.members}) == 2
    assert found.properties == {"frequency"}


def test_curated_topic_counts_whichever_source_comes_last(small: Content) -> None:
    add(small, "alpha", "claim: Statement\nsubject: exemplamide\ngeneration: 3")

    (found,) = find(small)
    assert found.topic == "generation-of-exemplamide"
    assert len({claim for claim, _ in found.members}) == 2


ON_THE_ARM = (
    "claim: Outcome\ntrial: rotor-1\narm: rotor-1-exemplamide\nmeasure: median-time-to-silence\nunit: month\nvalue: "
)


@pytest.mark.parametrize(
    "more", ["", "\ndrug: exemplamide", "\ndisease: gearache", "\ndrug: exemplamide\ndisease: gearache"]
)
def test_what_follows_from_the_arm_parts_no_topics(small: Content, more: str) -> None:
    add(small, "beta", ON_THE_ARM + "4" + more)

    assert labels(small) == ["outcome: ROTOR-1: exemplamide, median time to silence, ROTOR-1"]


@pytest.mark.parametrize(
    ("more", "differ"),
    [
        ("\nresultGroup: rotor-1-exemplamide-oiled", False),
        ("\ntimeFrame: 12\ntimeFrameUnit: month", False),
        ("\nlowerConfidenceLimit: 3\nupperConfidenceLimit: 5\nconfidenceLevel: 95", True),
        ("\nparticipants: 40", True),
    ],
)
def test_other_group_or_time_is_another_topic(small: Content, more: str, *, differ: bool) -> None:
    add(small, "beta", ON_THE_ARM + "4" + more)

    assert bool(labels(small)) is differ


def test_group_decides_its_arm(small: Content) -> None:
    add(small, "alpha", ON_THE_ARM + "4\nresultGroup: rotor-1-exemplamide-oiled")
    add(small, "beta", ON_THE_ARM.replace("arm: rotor-1-exemplamide", "resultGroup: rotor-1-exemplamide-oiled") + "5")

    assert len(labels(small)) == 1


def test_time_frame_is_compared_in_one_unit(small: Content) -> None:
    add(small, "alpha", outcome("value: 3\ntimeFrame: 1\ntimeFrameUnit: year"))
    add(small, "beta", outcome("value: 4\ntimeFrame: 12\ntimeFrameUnit: month"))

    assert len(labels(small)) == 1


def test_interval_is_no_answer(small: Content) -> None:
    limits = "lowerConfidenceLimit: 1\nupperConfidenceLimit: "
    add(small, "alpha", outcome(f"value: 3\n{limits}5"))
    add(small, "beta", outcome(f"value: 3\n{limits}6"))

    assert labels(small) == []


@pytest.mark.parametrize(("other", "differ"), [("hazard-ratio", True), ("odds-ratio", False)])
def test_estimates_of_one_kind_are_compared(small: Content, other: str, *, differ: bool) -> None:
    comparison = "claim: Comparison\narm: rotor-1-exemplamide\ncomparatorArm: rotor-1-control\nmeasure: noise-level\n"
    add(small, "alpha", comparison + "estimate: 0.6\nestimateKind: hazard-ratio")
    add(small, "beta", comparison + f"estimate: 0.7\nestimateKind: {other}")

    assert bool(labels(small)) is differ


def test_phase_is_a_set(small: Content) -> None:
    add(small, "alpha", "claim: Statement\nsubject: rotor-1\nphase: [1, 2]")
    add(small, "beta", "claim: Statement\nsubject: rotor-1\nphase: 2")

    assert labels(small) == []


def test_without_an_arm_the_disease_parts_topics(small: Content) -> None:
    add(small, "alpha", outcome("value: 3"))
    add(small, "beta", outcome("value: 4") + "\ndisease: gearache")

    assert labels(small) == []


@pytest.mark.parametrize(("arms", "differ"), [("\ncomparatorArm: rotor-1-control", True), ("", False)])
def test_comparator_follows_from_its_arm(small: Content, arms: str, *, differ: bool) -> None:
    comparison = f"claim: Comparison\narm: rotor-1-exemplamide{arms}\nmeasure: median-time-to-silence\npValue: "
    add(small, "alpha", comparison + "0.04\npValueRelation: equals\ncomparator: oil")
    add(small, "beta", comparison + "0.05\npValueRelation: equals")

    assert bool(labels(small)) is differ
