"""What decides between verdicts: agreement before attribution, attribution before contradiction."""

from __future__ import annotations

import pytest

from pomegraph.evidence.attribution import Attribution, Word
from pomegraph.evidence.verdicts import Finding, How, judge


def find(how: How, source: str = "a label", **facts: object) -> Finding:
    return Finding(f"claim-{source}-{how}", source, how, "3.6 mo", **facts)  # type: ignore[arg-type]


def trace(verdict: Word, how: str = "equal", *, is_named: bool = True) -> Attribution:
    return Attribution("1", verdict, ("STRATUS",), ("claim-1",), "the same figure is primary", how, is_named)


@pytest.mark.parametrize(
    ("how", "verdict"),
    [
        ("equal", "confirmed"),
        ("rounded", "rounded"),
        ("core", "confirmed"),
        ("within", "confirmed"),
        ("part", "omits-a-part"),
        ("differs", "contradicted"),
    ],
)
def test_verdict_follows_from_how_claims_go_together(how: How, verdict: str) -> None:
    assert judge([find(how)], None).verdict == verdict


def test_agreement_weighs_more_than_another_figure() -> None:
    found = judge([find("differs", "a paper"), find("equal")], None)

    assert (found.verdict, found.confidence) == ("confirmed", "medium")
    assert found.grounds == "a label says the same; a paper says otherwise (3.6 mo)."
    assert found.primary == ("claim-a label-equal",)


@pytest.mark.parametrize(
    ("traced", "verdict", "confidence"),
    [
        (trace("correct"), "belongs-to-another-trial", "high"),
        (trace("several"), "belongs-to-another-trial", "medium"),
        (trace("confirm"), "confirmed", "medium"),
        (trace("confirm", "cut"), "rounded", "medium"),
        (trace("attribute", is_named=False), "confirmed", "medium"),
        (trace("several", is_named=False), "confirmed", "low"),
        (trace("keep"), "contradicted", "medium"),
        (trace("doubtful"), "contradicted", "medium"),
        (trace("none"), "contradicted", "medium"),
    ],
)
def test_figure_is_looked_up_before_it_is_contradicted(traced: Attribution, verdict: str, confidence: str) -> None:
    found = judge([find("differs")], traced)

    assert (found.verdict, found.confidence) == (verdict, confidence)


def test_doubt_alone_is_no_verdict() -> None:
    found = judge([], trace("doubtful"))

    assert (found.verdict, found.primary, found.trials) == ("not-found", (), ())
    assert found.grounds.endswith("(the same figure is primary).")


def test_figure_of_a_measure_that_is_only_near_decides_nothing() -> None:
    near = Attribution(
        "1", "attribute", ("APOLLO",), ("claim-1",), "the same figure is primary", "equal", measure="near"
    )

    assert judge([], near).verdict == "not-found"


def test_newer_text_of_the_same_series_makes_outdated() -> None:
    old, new = find("equal", "label of 2013", issue=2013, series="label fda"), find("differs", "label of 2025")
    newer = find("differs", "label of 2025", issue=2025, series="label fda")

    assert judge([old, newer], None).verdict == "verdict-outdated"
    assert judge([old, new], None).verdict == "confirmed"


def test_older_text_does_not() -> None:
    old = find("differs", "label of 2013", issue=2013, series="label fda")

    assert judge([find("equal", issue=2025, series="label fda"), old], None).verdict == "confirmed"


def test_what_holds_only_elsewhere_is_of_another_jurisdiction() -> None:
    findings = [find("equal", places=("Norway",)), find("differs", "a US label", places=("United States",))]

    assert judge(findings, None, places=["United States"]).verdict == "another-jurisdiction"
    assert judge(findings, None, places=["Norway"]).verdict == "confirmed"
    assert judge(findings, None).verdict == "confirmed"


def test_grounds_tell_where_a_rule_holds_and_where_not() -> None:
    findings = [find("equal", places=("Norway",)), find("differs", "a US label", places=("United States",))]

    assert judge(findings, None).grounds.endswith(
        "says otherwise (3.6 mo) (jurisdictions: Norway against United States)."
    )
    assert "jurisdictions" not in judge([findings[0], find("differs", "a paper")], None).grounds


def test_many_sources_are_counted() -> None:
    found = judge([find("equal", f"label {number}") for number in range(5)], None)

    assert found.grounds == "label 0, label 1, label 2 and 2 more say the same."
