"""Source files: what is read, and what is refused with line and cure."""

from __future__ import annotations

import re

import pytest

from pomegraph.content.claims import Claim, Facts
from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.errors import Problem


def read(content: Content) -> tuple[list[Claim], list[str]]:
    problems: list[Problem] = []
    facts = read_facts(content, problems)
    sources = list(facts.sources)
    claims = [claim for source in sources for passage in source.passages for claim in passage.claims]
    return claims, [str(problem) for problem in sorted(problems)]


def edit(content: Content, old: str, new: str) -> None:
    path = content.root / "data" / "sources" / "alpha.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_list_under_a_functional_property_makes_a_claim_each(small: Content) -> None:
    edit(small, "target: left-sprocket", "target: [left-sprocket, silence]")
    claims, problems = read(small)

    assert problems == []
    assert [claim.get("target") for claim in claims if claim.kind == "Mechanism"][:2] == [
        ["left-sprocket"],
        ["silence"],
    ]


def test_list_under_another_property_stays_in_one_claim(small: Content) -> None:
    edit(small, "consequence: silence", "consequence: [silence, left-sprocket]")
    claims, _ = read(small)

    assert next(claim for claim in claims if claim.kind == "Mechanism").get("consequence") == [
        "left-sprocket",
        "silence",
    ]


def test_figure_without_unit_is_told(small: Content) -> None:
    edit(small, "value: 7\n        unit: month", "value: 7")
    _, problems = read(small)

    assert [problem.partition(": ")[2] for problem in problems] == ["a figure without a unit; add unit"]


def test_several_ranges_report_the_same_claims(small_facts: Facts) -> None:
    alpha = next(iter(small_facts.sources))

    assert [(passage.first, passage.last) for passage in alpha.passages[-2:]] == [(7, 7), (3, 4)]
    assert alpha.passages[-1].claims == alpha.passages[-2].claims


def test_figure_is_canonical_and_its_printed_form_is_kept(small: Content) -> None:
    claims, _ = read(small)
    outcome = next(claim for claim in claims if claim.kind == "Outcome")

    assert outcome.get("value") == ["11.2"]
    assert outcome.remarks == (("valueAsStated", "11.20"),)


FAULTS = {
    "tab": (
        "  - lines: 3\n",
        "\t- lines: 3\n",
        "not YAML: found a tab character that violates indentation; indent with spaces, not with a tab",
    ),
    "unsound yaml": ("source: alpha", "source: [alpha", "not YAML: did not find expected"),
    "unknown key": ("generation: 2", "generaton: 2", "unknown key 'generaton'; did you mean 'generation'?"),
    "repeated key": (
        "generation: 2",
        "generation: 2\n        generation: 3",
        "the key 'generation' stands twice",
    ),
    "unknown thing": ("target: left-sprocket", "target: left-sproket", "did you mean 'left-sprocket'?"),
    "thing of another kind": (
        "target: left-sprocket",
        "target: gearache",
        "'gearache' is a disease, and target takes a target",
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
    "reversed lines": ("[7, 3-4]", "[7, 4-3]", "lines 4-3 are reversed; write 3-4"),
    "lines outside": ("lines: 6", "lines: 60", "the document has no line 60; it has lines 1-7"),
    "no lines": ("lines: 6", "lines: six", "'six' is not a range of lines; write 8 or 8-12"),
    "passage twice": ("lines: 4", "lines: 3", "the passage in line 10 is at line 3 too; merge the two"),
    "line twice": ("[7, 3-4]", "[7, 3-4, 7]", "the passage in line 46 is at line 7 too; merge the two"),
    "digest in the facts": ("  - lines: 6", "  - sha256: 7a5e\n    lines: 6", "unknown key 'sha256'"),
    "no passage": (
        "passages:",
        "claims:",
        "claims without a passage; put them under the passage that says them",
    ),
    "unfit property": (
        "brandName: Exampla",
        "phase: 3",
        "phase does not fit 'exemplamide', a drug; state it of a trial",
    ),
    "key of another kind": (
        "        consequence: silence",
        "        hazardRatio: 1",
        "hazardRatio is not a key of a Mechanism; see the properties of Mech",
    ),
    "derived key": ("        consequence: silence", "        onTopic: x", "onTopic is not a key of a Mechanism"),
    "nothing said": (
        "        brandName: Exampla\n",
        "",
        "a Statement that says nothing; add a property of its subject",
    ),
    "wrong source": ("source: alpha", "source: alfa", "source 'alfa' stands in alpha.yaml; write 'alpha'"),
    "too many claims": (
        "target: left-sprocket",
        f"target: [{', '.join(['left-sprocket'] * 1001)}]",
        "lists that make more than 1000 claims; write shorter lists",
    ),
    "nested deeply": (
        "action: calms",
        f"action: {'[' * 3000}{']' * 3000}",
        "values are nested too deeply; write flat lists",
    ),
    "recursive": ("action: calms", "action: &a [*a]", "a value of action is not a text; write a value or a flat list"),
    "huge line": ("lines: 6", f"lines: 1-{'9' * 5000}", "is not a range of lines; write 8 or 8-12"),
    "list for a line": ("[7, 3-4]", "[7, [3]]", "'a list or mapping' is not a range of lines; write 8 or 8-12"),
    "control character": (
        "brandName: Exampla",
        r'brandName: "Exam\0pla"',
        "is not a string; write some text, without control characters",
    ),
    "no-break space at the end": (
        "brandName: Exampla",
        "brandName: Exampla\xa0",
        "a no-break space (U+00A0); write a plain",
    ),
    "escaped no-break space": (
        "brandName: Exampla",
        r'brandName: "Exampla\_"',
        "a no-break space (U+00A0); write a plain",
    ),
    "escaped override": (
        "brandName: Exampla",
        r'brandName: "\u202eExampla"',
        "a right-to-left override (U+202E); take it out",
    ),
    "not normal": (
        "brandName: Exampla",
        "brandName: E\u0301xampla",
        "(U+0045, where U+00C9 is meant); save the text in",
    ),
    "escaped accent": (
        "brandName: Exampla",
        r'brandName: "E\u0301xampla"',
        "(U+0045, where U+00C9 is meant); save the text in",
    ),
    "hidden in a comment": (
        "brandName: Exampla",
        "brandName: Exampla  # \u2066x",
        "a left-to-right isolate (U+2066); take it out",
    ),
    "hidden in a key": ("brandName: Exampla", "brand\u200bName: Exampla", "a zero width space (U+200B); take it out"),
    "hidden in a heading": ("heading: Exemplamide at", "heading: Exemplamide\xa0at", "a no-break space (U+00A0)"),
    "blank at the end": (
        "brandName: Exampla",
        "brandName: 'Exampla '",
        "'Exampla ' ends with a blank; take the blank out",
    ),
    "not a number": ("value: 11.20", "value: .nan", "'.nan' stands for no value; leave the key out, or put in quotes"),
    "infinite": ("value: 11.20", "value: -.inf", "'-.inf' stands for no value; leave the key out"),
    "tilde": ("brandName: Exampla", "brandName: ~", "'~' stands for no value; leave the key out"),
    "null in a list": (
        "brandName: Exampla",
        "brandName: [Exampla, null]",
        "'null' stands for no value; leave the key out",
    ),
    "null for claims": (
        "    claims:\n      - claim: Outcome",
        "    claims: null\n    x:\n      - claim: Outcome",
        "'null' stands",
    ),
    "null for the label": ("label: Exemplamide at a glance", "label: Null", "'Null' stands for no value"),
    "broken pattern": (
        "unit: mg-per-day",
        "unit: mg-per-day\n        cycleDays: one",
        "cycleDays 'one' breaks its pattern",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told_with_line_and_cure(small: Content, name: str) -> None:
    old, new, message = FAULTS[name]
    edit(small, old, new)
    _, problems = read(small)

    assert any(message in problem for problem in problems), problems
    assert all(problem.startswith(("data/sources/alpha.yaml:", "data/digests/alpha.tsv:")) for problem in problems)


@pytest.mark.parametrize("name", FAULTS)
def test_problems_can_be_read(small: Content, name: str) -> None:
    """A terminal shows them as they are, and a letter is never a word of its own."""
    edit(small, *FAULTS[name][:2])
    _, problems = read(small)

    assert all(problem.isprintable() for problem in problems)
    assert not [problem for problem in problems if re.search(r"\ba [aeio]|\bis no\b", problem)]


@pytest.mark.parametrize("word", ["~", "null", ".nan", ".inf"])
def test_quoted_word_is_a_text(small: Content, word: str) -> None:
    edit(small, "brandName: Exampla", f"brandName: '{word}'")
    claims, problems = read(small)

    assert problems == []
    assert next(claim.get("brandName") for claim in claims if claim.predicate == "brandName") == [word]


def test_file_name_that_is_no_id_is_told(small: Content) -> None:
    path = small.root / "data/sources/alpha.yaml"
    path.rename(path.with_name("al pha.yaml"))
    (small.root / "data/digests/alpha.tsv").rename(small.root / "data/digests/al pha.tsv")
    _, problems = read(small)

    assert (
        "data/sources/al pha.yaml: the file name 'al pha' is not an id; use lower-case letters, digits" in problems[0]
    )


def test_folder_and_broken_link_are_told(small: Content) -> None:
    sources = small.root / "data" / "sources"
    (sources / "folder.yaml").mkdir()
    (sources / "link.yaml").symlink_to("nowhere")
    _, problems = read(small)

    assert [problem.partition(";")[0] for problem in problems] == [
        "data/sources/folder.yaml: not a file",
        "data/sources/link.yaml: not a file",
    ]


def test_line_of_a_fault_is_that_of_the_key(small: Content) -> None:
    edit(small, "generation: 2", "generaton: 2")
    lines = (small.root / "data/sources/alpha.yaml").read_text(encoding="utf-8").splitlines()
    _, problems = read(small)

    number = next(number for number, line in enumerate(lines, 1) if "generaton" in line)
    assert f"alpha.yaml:{number}: unknown key 'generaton'" in problems[0]


def test_all_faults_are_told_at_once(small: Content) -> None:
    edit(small, "generation: 2", "generaton: 2")
    edit(small, "value: 11.20", "value: eleven")
    edit(small, "[7, 3-4]", "[7, 4-3]")
    _, problems = read(small)

    assert len(problems) >= 3
