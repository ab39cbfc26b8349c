"""Source files: what is read, and what is refused with line and cure."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pomegraph.content.claims import Facts
from pomegraph.content.folder import Content
from pomegraph.content.locations import LineRange
from pomegraph.content.sources import ContentSources, read_facts
from pomegraph.errors import Problem
from support.layers import make_passage, write_layer_folder
from support.sources import GAMMA, add_gamma, edit_source, read_claims

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
    "reversed lines": ("[7, 3-4]", "[7, 4-3]", "lines 4-3 are reversed; write 3-4"),
    "lines outside": ("lines: 6", "lines: 60", "the document has no line 60; it has lines 1-7"),
    "no lines": ("lines: 6", "lines: six", "'six' is not a range of lines; write 8 or 8-12"),
    "passage twice": ("lines: 4", "lines: 3", "the passage in line 10 is at line 3 too; merge the two"),
    "line twice": ("[7, 3-4]", "[7, 3-4, 7]", "the passage in line 46 is at line 7 too; merge the two"),
    "digest in the facts": (
        "  - lines: 6",
        "  - sha256: 7a5e\n    lines: 6",
        "sha256 beside lines; take it out: digests of",
    ),
    "no passage": (
        "passages:",
        "claims:",
        "claims without a passage; put them under the passage that says them",
    ),
    "wrong source": ("source: alpha", "source: alfa", "source 'alfa' stands in alpha.yaml; write 'alpha'"),
    "nested deeply": (
        "action: calms",
        f"action: {'[' * 3000}{']' * 3000}",
        "values are nested too deeply; write flat lists",
    ),
    "huge line": ("lines: 6", f"lines: 1-{'9' * 5000}", "is not a range of lines; write 8 or 8-12"),
    "list for a line": ("[7, 3-4]", "[7, [3]]", "'a list or mapping' is not a range of lines; write 8 or 8-12"),
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
    "null for claims": (
        "    claims:\n      - claim: Outcome",
        "    claims: null\n    x:\n      - claim: Outcome",
        "'null' stands",
    ),
    "null for the label": ("label: Exemplamide at a glance", "label: Null", "'Null' stands for no value"),
}


def test_several_ranges_report_the_same_claims(small_facts: Facts) -> None:
    alpha = next(iter(small_facts.sources))

    assert [passage.location for passage in alpha.passages[-2:]] == [LineRange(7, 7), LineRange(3, 4)]
    assert alpha.passages[-1].claims == alpha.passages[-2].claims


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


def test_file_name_that_is_no_id_is_told(small: Content) -> None:
    path = small.root / "data/sources/alpha.yaml"
    path.rename(path.with_name("al pha.yaml"))
    (small.root / "data/digests/alpha.tsv").rename(small.root / "data/digests/al pha.tsv")
    _, problems = read_claims(small)

    assert (
        "data/sources/al pha.yaml: the file name 'al pha' is not an id; use lower-case letters, digits" in problems[0]
    )


def test_folder_and_broken_link_are_told(small: Content) -> None:
    sources = small.root / "data" / "sources"
    (sources / "folder.yaml").mkdir()
    (sources / "link.yaml").symlink_to("nowhere")
    _, problems = read_claims(small)

    assert [problem.partition(";")[0] for problem in problems] == [
        "data/sources/folder.yaml: not a file",
        "data/sources/link.yaml: not a file",
    ]


def test_line_of_a_fault_is_that_of_the_key(small: Content) -> None:
    edit_source(small, "generation: 2", "generaton: 2")
    lines = (small.root / "data/sources/alpha.yaml").read_text(encoding="utf-8").splitlines()
    _, problems = read_claims(small)

    number = next(number for number, line in enumerate(lines, 1) if "generaton" in line)
    assert f"alpha.yaml:{number}: unknown key 'generaton'" in problems[0]


def test_all_faults_are_told_at_once(small: Content) -> None:
    edit_source(small, "generation: 2", "generaton: 2")
    edit_source(small, "value: 11.20", "value: eleven")
    edit_source(small, "[7, 3-4]", "[7, 4-3]")
    _, problems = read_claims(small)

    assert len(problems) >= 3


def test_source_without_a_file_tells_what_it_is(small: Content) -> None:
    add_gamma(small)
    problems: list[Problem] = []
    *_, gamma = read_facts(small, problems).sources

    assert problems == []
    assert gamma.document is None
    assert dict(gamma.details) == {
        "kind": "label",
        "version": "2/2025",
        "date": "Revised 2/2025",
        "address": "https://example.org/label?set=1",
        "retrieved": "2026-11-26",
        "licence": "CC0, as seen",
        "seenAs": "section",
    }


HEADS = {
    "unknown kind": ("kind: label", "kind: lable", "unknown source-kind value 'lable'; did you mean 'label'?"),
    "kind of another list": (
        "kind: label",
        "kind: section",
        "'section' is a seen-as value, and kind takes a source-kind",
    ),
    "unknown extent": (
        "seenAs: section",
        "seenAs: sections",
        "unknown seen-as value 'sections'; did you mean 'section'?",
    ),
    "no day": ("2026-11-26", "26.11.2026", "retrieved '26.11.2026' is not a date; write a day as YYYY-MM-DD"),
    "day that never was": ("2026-11-26", "2026-11-31", "retrieved '2026-11-31' is not a date; write a day"),
    "two kinds": ("kind: label", "kind: [label, label]", "a value of kind is not a text"),
    "no address": ("https://", "", "address 'example.org/label?set=1' is not an anyURI; write an absolute address"),
    "empty version": ('version: "2/2025"', 'version: ""', "version is not a text; write some text"),
    "unknown key": ("licence:", "license:", "unknown key 'license'; did you mean 'licence'?"),
}


@pytest.mark.parametrize("name", HEADS)
def test_fault_of_the_head_is_told_with_its_cure(small: Content, name: str) -> None:
    old, new, message = HEADS[name]
    assert old in GAMMA
    add_gamma(small, GAMMA.replace(old, new, 1))
    _, problems = read_claims(small)

    assert len(problems) == 1, problems
    assert message in problems[0]


def test_digests_without_a_document_are_told(small: Content) -> None:
    add_gamma(small)
    digests = small.root / "data/digests"
    (digests / "gamma.tsv").write_bytes((digests / "beta.tsv").read_bytes())
    _, problems = read_claims(small)

    assert problems == [
        "data/digests/gamma.tsv: data/sources/gamma.yaml has no document that these could be the digests of; "
        "delete it, or add a line file: to the source"
    ]


@pytest.mark.parametrize("size", [1, 10_000])
def test_parts_of_the_sources_say_what_all_of_them_say(small: Content, tmp_path: Path, size: int) -> None:
    things = ["mesh-c1\tNovamide\t\tDrug\t", "mesh-d1\tpain of tests\t\tDisease\t"]
    claims = [make_passage(["Indication", {"drug": "mesh-c1", "disease": "mesh-d1"}], source=name) for name in "abc"]
    folder = write_layer_folder(tmp_path / "layer", things=things, claims=[*claims, "{"], sources="a b c")
    edit_source(small, "generation: 2", "generaton: 2")
    whole: list[Problem] = []
    parted: list[Problem] = []
    sources = read_facts(replace(small, more_layers=(folder,)), whole).sources
    assert isinstance(sources, ContentSources)
    parts = list(sources.divide(size))

    assert [source for part in parts for source in sources.read(part, parted)] == list(sources)
    assert parted == whole
    assert len(parts) == (5 if size == 1 else 2)
