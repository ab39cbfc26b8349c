"""Claims: what the ontology makes of a key, and what is refused with line and cure."""

from __future__ import annotations

import re

import pytest

from pomegraph.content.folder import Content
from support.sources import edit_source, read_claims

FAULTS = {
    "unknown thing": ("target: left-sprocket", "target: left-sproket", "did you mean 'left-sprocket'?"),
    "thing of another kind": (
        "disease: gearache",
        "disease: left-sprocket",
        "'left-sprocket' is a gene product, and disease takes a disease",
    ),
    "value of another list": (
        "action: calms",
        "action: mg",
        "'mg' is a unit value, and action takes an action value; take one from",
    ),
    "unknown kind": ("claim: Mechanism", "claim: Mecanism", "did you mean 'Mechanism'?"),
    "no number": (
        "value: 11.20",
        "value: eleven",
        "value 'eleven' is not a decimal; write a plain number such as 11.5",
    ),
    "low above high": ("value: 11.20", "low: 9\n        high: 7", "low 9 is above high 7; exchange the two"),
    "limits exchanged": (
        "unit: month\n",
        "unit: month\n        lowerConfidenceLimit: 9\n        upperConfidenceLimit: 7\n",
        "lowerConfidenceLimit 9 is above upperConfidenceLimit 7; exchange the two",
    ),
    "unit of another measure": (
        "value: 7\n        unit: month",
        "value: 7\n        unit: mg",
        "does not fit median-time-to-silence; use month",
    ),
    "unit of an implied measure": (
        "unit: mg-per-day",
        "unit: month",
        "unit 'month' does not fit dose; use mg or mg-per-day",
    ),
    "unfit property": (
        "brandName: Exampla",
        "phase: 3",
        "phase does not fit 'exemplamide', a drug; state it of a trial",
    ),
    "key of another kind": (
        "        consequence: silence",
        "        cycleRepeated: true",
        "cycleRepeated is not a key of a Mechanism; see the properties of Mech",
    ),
    "derived key": ("        consequence: silence", "        onTopic: x", "onTopic is not a key of a Mechanism"),
    "nothing said": (
        "        brandName: Exampla\n",
        "",
        "a Statement that says nothing; add a property of its subject",
    ),
    "too many claims": (
        "target: left-sprocket",
        f"target: [{', '.join(['left-sprocket'] * 1001)}]",
        "lists that make more than 1000 claims; write shorter lists",
    ),
    "recursive": ("action: calms", "action: &a [*a]", "a value of action is not a text; write a value or a flat list"),
    "control character": (
        "brandName: Exampla",
        r'brandName: "Exam\0pla"',
        "is not a string; write some text, without control characters",
    ),
    "not a number": ("value: 11.20", "value: .nan", "'.nan' stands for no value; leave the key out, or put in quotes"),
    "infinite": ("value: 11.20", "value: -.inf", "'-.inf' stands for no value; leave the key out"),
    "tilde": ("brandName: Exampla", "brandName: ~", "'~' stands for no value; leave the key out"),
    "null in a list": (
        "brandName: Exampla",
        "brandName: [Exampla, null]",
        "'null' stands for no value; leave the key out",
    ),
    "broken pattern": (
        "unit: mg-per-day",
        "unit: mg-per-day\n        cycleDays: one",
        "cycleDays 'one' breaks its pattern",
    ),
}


def test_list_under_a_functional_property_makes_a_claim_each(small: Content) -> None:
    edit_source(small, "target: left-sprocket", "target: [left-sprocket, silence]")
    claims, problems = read_claims(small)

    assert problems == []
    assert [claim.get("target") for claim in claims if claim.kind == "Mechanism"][:2] == [
        ["left-sprocket"],
        ["silence"],
    ]


def test_list_under_another_property_stays_in_one_claim(small: Content) -> None:
    edit_source(small, "consequence: silence", "consequence: [silence, left-sprocket]")
    claims, _ = read_claims(small)

    assert next(claim for claim in claims if claim.kind == "Mechanism").get("consequence") == [
        "left-sprocket",
        "silence",
    ]


def test_figure_without_unit_is_told(small: Content) -> None:
    edit_source(small, "value: 7\n        unit: month", "value: 7")
    _, problems = read_claims(small)

    assert [problem.partition(": ")[2] for problem in problems] == ["a figure without a unit; add unit"]


def test_figure_is_canonical_and_its_printed_form_is_kept(small: Content) -> None:
    claims, _ = read_claims(small)
    outcome = next(claim for claim in claims if claim.kind == "Outcome")

    assert outcome.get("value") == ["11.2"]
    assert outcome.remarks == (("valueAsStated", "11.20"),)


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told_with_line_and_cure(small: Content, name: str) -> None:
    old, new, message = FAULTS[name]
    edit_source(small, old, new)
    _, problems = read_claims(small)

    assert any(message in problem for problem in problems), problems
    assert all(problem.startswith(("data/sources/alpha.yaml:", "data/digests/alpha.tsv:")) for problem in problems)


@pytest.mark.parametrize("name", FAULTS)
def test_problems_can_be_read(small: Content, name: str) -> None:
    """A terminal shows them as they are, and a letter is never a word of its own."""
    edit_source(small, *FAULTS[name][:2])
    _, problems = read_claims(small)

    assert all(problem.isprintable() for problem in problems)
    assert not [problem for problem in problems if re.search(r"\ba [aeio]|\bis no\b", problem)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("brandName: Exampla", "brandName: ~"),
        ("value: 7\n        unit: month", "value: 7\n        unit: ~"),
        ("value: 7\n        unit: month", "value: 7\n        unit: moon"),
        ("brandName: Exampla", "brandname: Exampla"),
        ("generation: 2", "generation: .nan"),
    ],
)
def test_one_fault_is_one_problem(small: Content, old: str, new: str) -> None:
    edit_source(small, old, new)
    _, problems = read_claims(small)

    assert len(problems) == 1, problems


@pytest.mark.parametrize("word", ["~", "null", ".nan", ".inf"])
def test_quoted_word_is_a_text(small: Content, word: str) -> None:
    edit_source(small, "brandName: Exampla", f"brandName: '{word}'")
    claims, problems = read_claims(small)

    assert problems == []
    assert next(claim.get("brandName") for claim in claims if claim.predicate == "brandName") == [word]
