"""Disagreements: different answers to one topic, and what is none."""

from __future__ import annotations

import pytest

from pomegraph.content.folder import Content
from pomegraph.graph.disagreements import Disagreement, build_disagreement
from pomegraph.graph.triples import Terms
from pomegraph.names import term
from support.claims import add_claims, find_all, list_labels, outcome, reaction

FREQUENCIES = ("common", "rare")


def test_different_generations_are_one_disagreement_of_two_sources(small: Content) -> None:
    (found,) = find_all(small)

    assert found.topic == "generation-of-exemplamide"
    assert {source for _, source in found.members} == {"alpha", "beta"}
    assert found.properties == {"generation"}


def test_two_brand_names_are_none(small: Content) -> None:
    add_claims(small, "beta", "claim: Statement\nsubject: exemplamide\nbrandName: Examplissa")

    assert list_labels(small) == []


@pytest.mark.parametrize(("other", "differ"), [("rare", True), ("most-common", False), ("common", False)])
def test_narrower_answer_is_no_contradiction(small: Content, other: str, *, differ: bool) -> None:
    add_claims(small, "alpha", reaction("common"))
    add_claims(small, "beta", reaction(other))

    assert bool(len(find_all(small)) > 1) is differ


@pytest.mark.parametrize(
    ("other", "differ"),
    [
        ("value: 3", False),
        ("value: 3.0", False),
        ("value: 4", True),
        ("low: 3\nhigh: 3", False),
        ("low: 2\nhigh: 4", False),
        ("low: 3\nhigh: 4", False),
        ("low: 4\nhigh: 5", True),
        ("high: 4", False),
        ("high: 2", True),
        ("low: 2", False),
        ("low: 4", True),
    ],
)
def test_figures_and_ranges_are_compared(small: Content, other: str, *, differ: bool) -> None:
    add_claims(small, "alpha", outcome("value: 3"))
    add_claims(small, "beta", outcome(other))

    assert bool(len(find_all(small)) > 1) is differ


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
        ("low: 1\nhigh: 2\nunit: year", "value: 18\nunit: month", False),
        ("low: 1\nhigh: 2\nunit: year", "value: 18\nunit: week", True),
        ("value: 4\nunit: mg", "value: 5\nunit: month", False),
    ],
)
def test_figures_are_compared_in_one_unit_and_rounded(small: Content, one: str, other: str, *, differ: bool) -> None:
    claim = "claim: Outcome\ndrug: oil\nmeasure: noise-level\n"
    add_claims(small, "alpha", claim + one)
    add_claims(small, "beta", claim + other)

    assert bool(list_labels(small)) is differ


@pytest.mark.parametrize(("other", "shown"), [("value: 4", {"value"}), ("low: 4\nhigh: 5", {"value", "low", "high"})])
def test_figures_differ_in_the_properties_that_hold_them(small: Content, other: str, shown: set[str]) -> None:
    add_claims(small, "alpha", outcome("value: 3"))
    add_claims(small, "beta", outcome(other))

    assert next(found.properties for found in find_all(small)) == shown


def test_figure_in_a_range_is_one_where_a_curator_put_both_side_by_side(small: Content) -> None:
    path = small.root / "data/registers/topics.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "noise\tHow noisy it is\t\t\n", encoding="utf-8")
    add_claims(small, "alpha", outcome("value: 3") + "\ntopic: noise")
    add_claims(small, "beta", outcome("low: 2\nhigh: 4") + "\ntopic: noise")

    assert list_labels(small) == ["How noisy it is"]


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("0.001 below", "0.0001 below", False),
        ("0.001 below", "0.0003 equals", False),
        ("0.0001 below", "0.0003 equals", True),
        ("0.05 above", "0.2", False),
        ("0.05 above", "0.04", True),
        ("0.03 equals", "0.3", True),
    ],
)
def test_bounds_of_p_clash_only_where_no_p_fits_both(small: Content, one: str, other: str, *, differ: bool) -> None:
    _add_concepts(small, "relation", "above", "below", "equals")
    for source, printed in (("alpha", one), ("beta", other)):
        value, *relation = printed.split()
        more = f"\npValueRelation: {relation[0]}" if relation else ""
        add_claims(small, source, f"claim: Comparison\ndrug: oil\nmeasure: noise-level\npValue: {value}{more}")

    assert bool(list_labels(small)) is differ


def test_frequency_that_is_not_known_is_none(small: Content) -> None:
    _add_concepts(small, "frequency", "not-known")
    add_claims(small, "alpha", reaction("rare"))
    add_claims(small, "beta", reaction("not-known"))

    assert list_labels(small) == []


@pytest.mark.parametrize(("place", "differ"), [("here", True), ("there", False)])
def test_each_jurisdiction_approves_on_its_own(small: Content, place: str, *, differ: bool) -> None:
    _add_concepts(small, "jurisdiction", "here", "there")
    _add_concepts(small, "approval-status", "granted", "withdrawn")
    use = "claim: Indication\ndrug: exemplamide\ndisease: gearache\napprovalStatus: {}\nholdsIn: {}"
    add_claims(small, "alpha", use.format("granted", "here"))
    add_claims(small, "beta", use.format("withdrawn", place))

    assert bool(list_labels(small)) is differ


def test_silence_is_none(small: Content) -> None:
    add_claims(small, "alpha", reaction("rare"))
    add_claims(
        small,
        "beta",
        "claim: AdverseReaction\ndrug: exemplamide\nevent: squeak\nseriousness: common".replace(
            "seriousness: common", "note: no word on how often"
        ),
    )

    assert len(find_all(small)) == 1


def test_affirmed_and_denied_are_a_disagreement(small: Content) -> None:
    add_claims(small, "beta", "claim: Advice\ndrug: exemplamide\ninstruction: take-with-alcohol")

    (found,) = (one for one in find_all(small) if one.topic != "generation-of-exemplamide")
    assert found.properties == {"affirmed"}


def test_one_source_can_disagree_with_itself(small: Content) -> None:
    add_claims(small, "alpha", outcome("value: 3"), outcome("value: 4"))

    (found,) = (one for one in find_all(small) if one.topic != "generation-of-exemplamide")
    assert {source for _, source in found.members} == {"alpha"}


def test_curated_topic_joins_claims_of_two_kinds(small: Content) -> None:
    path = small.root / "data/registers/topics.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "harm\tDoes it harm\t\t\n", encoding="utf-8")
    add_claims(small, "alpha", reaction("rare") + "\ntopic: harm")
    add_claims(small, "beta", "claim: Indication\ndrug: exemplamide\ndisease: gearache\nnegated: true\ntopic: harm")

    found = next(one for one in find_all(small) if one.topic == "harm")
    assert {source for _, source in found.members} == {"alpha", "beta"}
    assert found.properties == {"event", "frequency", "disease"}


def test_curated_topic_leaves_out_what_clashes_with_nothing(small: Content) -> None:
    path = small.root / "data/registers/topics.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "noise\tHow often it squeaks\t\t\n", encoding="utf-8")
    add_claims(small, "alpha", reaction("rare") + "\ntopic: noise")
    add_claims(small, "beta", reaction("common") + "\npopulation: old-gears\ntopic: noise")
    add_claims(
        small, "beta", reaction("common").replace("frequency: common", "population: old-gears") + "\ntopic: noise"
    )

    found = next(one for one in find_all(small) if one.topic == "noise")
    assert len({claim for claim, _ in found.members}) == 2
    assert found.properties == {"frequency"}


def test_curated_topic_counts_whichever_source_comes_last(small: Content) -> None:
    add_claims(small, "alpha", "claim: Statement\nsubject: exemplamide\ngeneration: 3")

    (found,) = find_all(small)
    assert found.topic == "generation-of-exemplamide"
    assert len({claim for claim, _ in found.members}) == 2


@pytest.mark.parametrize(
    ("alpha", "beta", "reasons"),
    [
        ("value: 3\nfollowUp: 10\nfollowUpUnit: month", "value: 4\nfollowUp: 20\nfollowUpUnit: month", "follow-up"),
        ("value: 3\nfollowUp: 10\nfollowUpUnit: month", "value: 4", ""),
        ("value: 3\nparticipants: 10", "value: 4\nparticipants: 12", "population"),
        ("value: 3", "value: 4", ""),
    ],
)
def test_reason_is_what_both_tell_differently(small: Content, alpha: str, beta: str, reasons: str) -> None:
    add_claims(small, "alpha", outcome(alpha))
    add_claims(small, "beta", outcome(beta))

    (found,) = (one for one in find_all(small) if one.topic != "generation-of-exemplamide")
    assert found.reasons == ({f"different-{reasons}"} if reasons else set())


@pytest.mark.parametrize(
    ("kind", "alpha", "beta", "reasons"),
    [
        ("Dose", "here", "there", {"different-jurisdiction"}),
        ("Dose", "here", "here", set()),
        ("Dose", "here", "[here, there]", set()),
        ("AdverseReaction", "here", "there", set()),
    ],
)
def test_rules_may_differ_by_jurisdiction_and_facts_may_not(
    small: Content, kind: str, alpha: str, beta: str, reasons: set[str]
) -> None:
    _add_concepts(small, "jurisdiction", "here", "there")
    for source, place, number in (("alpha", alpha, 0), ("beta", beta, 1)):
        answer = f"value: {number}\nunit: mg" if kind == "Dose" else f"event: squeak\nfrequency: {FREQUENCIES[number]}"
        add_claims(small, source, f"claim: {kind}\ndrug: exemplamide\n{answer}\nholdsIn: {place}")

    (found,) = (one for one in find_all(small) if one.topic != "generation-of-exemplamide")
    assert found.reasons == reasons


def _add_concepts(content: Content, scheme: str, *names: str) -> None:
    """Add concepts, and their scheme where it is new."""
    for register, rows in (
        ("concepts", [f"{name}\t{name}\t\t{scheme}" for name in names]),
        ("schemes", [f"{scheme}\t{scheme}\t"]),
    ):
        path = content.root / "data" / "registers" / f"{register}.tsv"
        header, *known = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
        ids = {row.split("\t")[0] for row in known}
        whole = [row + "\t" * (header.count("\t") - row.count("\t")) for row in rows if row.split("\t")[0] not in ids]
        path.write_text("\n".join([header, *sorted([*known, *whole])]) + "\n", encoding="utf-8")


def test_curated_reason_takes_the_place_of_others(small: Content) -> None:
    (found,) = find_all(small)

    assert found.reasons == {"outdated"}


def test_verdict_on_a_claim_is_a_reason(small_terms: Terms) -> None:
    found = Disagreement("1", "Noise", frozenset({("1", "alpha"), ("2", "beta")}), frozenset({"value"}))
    subject = small_terms.names.thing("disagreement", "1")
    because = f" {term('differsBecause')} "

    def list_reasons(verdicts: dict[str, set[str]]) -> set[str]:
        ends = build_disagreement(small_terms, found, verdicts)[subject]
        return {end.rpartition("/")[2].rstrip(">") for end in ends if end.startswith(because)}

    assert list_reasons({"2": {"verdict-outdated"}, "3": {"contradicted"}}) == {"outdated"}
    assert list_reasons({"2": {"confirmed"}}) == {"unexplained"}
