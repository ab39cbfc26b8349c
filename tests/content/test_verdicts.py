"""The table of verdicts: each line names one claim, and a line that does not is told with what would."""

from __future__ import annotations

import pytest

from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.errors import Problem

HEADER = "claim\tverdict\tprimary\treason\tconfidence"
CLAIM = "alpha 6 Outcome arm=rotor-1-exemplamide"
CONCEPTS = "contradicted\tcontradicted\t\tverdict\t\t\nhigh-confidence\thigh\t\tconfidence\t\t\n"


@pytest.fixture
def content(small: Content) -> Content:
    """The miniature with a verdict and a degree of confidence."""
    path = small.root / "data" / "registers" / "concepts.tsv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *sorted([*rows, *CONCEPTS.splitlines()])]) + "\n", encoding="utf-8")
    path = small.root / "data" / "registers" / "schemes.tsv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    rows += ["confidence\tconfidence\t", "verdict\tverdict\t"]
    path.write_text("\n".join([header, *sorted(rows)]) + "\n", encoding="utf-8")
    return small


def read(content: Content, *rows: str, header: str = HEADER) -> tuple[list[Problem], int]:
    """Return what is wrong with a table of verdicts, and how many there are in it."""
    content.verdicts.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    problems: list[Problem] = []
    facts = read_facts(content, problems)
    assert len(list(facts.sources)) == 2
    return problems, len(facts.verdicts)


def row(claim: str = CLAIM, primary: str = "", **cells: str) -> str:
    said = {"verdict": "contradicted", "reason": "So it is.", "confidence": "high-confidence"} | cells
    return "\t".join([claim, said["verdict"], primary, said["reason"], said["confidence"]])


def test_content_without_a_table_has_no_verdicts(small: Content) -> None:
    problems: list[Problem] = []

    assert read_facts(small, problems).verdicts == []
    assert problems == []


def test_line_that_names_one_claim_is_read(content: Content) -> None:
    assert read(content, row(primary="beta 3 Statement subject=exemplamide|" + CLAIM))[0][0].line == 2
    assert read(content, row(primary=CLAIM)) == ([], 1)


def test_figure_may_be_written_as_printed(content: Content) -> None:
    assert read(content, row("alpha 6 Outcome value=11.20")) == ([], 1)


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("alpha 6 Outcome value=12", "data/verdicts.tsv:2: 'alpha 6 Outcome value=12' fits no claim; take values of"),
        (
            "alpha 6 Outcome trial=rotor-1",
            "data/verdicts.tsv:2: 'alpha 6 Outcome trial=rotor-1' fits 2 claims; add what",
        ),
        ("alpha 5 Outcome value=12", "data/verdicts.tsv:2: alpha has no passage '5'; "),
        ("alfa 6 Outcome value=12", "data/verdicts.tsv:2: unknown source 'alfa'; did you mean 'alpha'?"),
        ("alpha 6 Outcome", "data/verdicts.tsv:2: 'alpha 6 Outcome' does not name a claim; write source, passage"),
        (
            "alpha 6 Dose value=12",
            "data/verdicts.tsv:2: 'alpha 6 Dose value=12' fits no claim; the passage has no Dose",
        ),
    ],
)
def test_selector_that_finds_no_one_claim_is_told_with_the_cure(content: Content, claim: str, message: str) -> None:
    (problem,) = read(content, row(claim))[0]

    assert str(problem).startswith(message)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"verdict": "contradict"}, "unknown verdict value 'contradict'; did you mean 'contradicted'?"),
        (
            {"confidence": "high-confidences"},
            "unknown confidence value 'high-confidences'; did you mean 'high-confidence'?",
        ),
        ({"reason": "So it is"}, "the reason is not a sentence; write why, and end it with a full stop"),
    ],
)
def test_other_cells_are_checked(content: Content, cells: dict[str, str], message: str) -> None:
    (problem,) = read(content, row(**cells))[0]

    assert str(problem) == f"data/verdicts.tsv:2: {message}"


def test_same_verdict_on_one_claim_twice_is_told(content: Content) -> None:
    (problem,) = read(content, row(), row())[0]

    assert str(problem) == "data/verdicts.tsv:3: the verdict stands in line 2 too; delete one of the two"


def test_table_with_other_columns_is_told(content: Content) -> None:
    (problem,) = read(content, header="claim\tverdict")[0]

    assert str(problem).startswith("data/verdicts.tsv:1: the columns are not those of verdicts; begin with claim, ")


def test_claims_of_a_source_that_cannot_be_read_are_not_told(content: Content) -> None:
    path = content.root / "data" / "sources" / "alpha.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: 7\n", "value: seven\n"), encoding="utf-8")
    content.verdicts.write_text(f"{HEADER}\n{row()}\n", encoding="utf-8")
    problems: list[Problem] = []
    list(read_facts(content, problems).sources)

    assert {str(problem).partition(":")[0] for problem in problems} == {"data/sources/alpha.yaml"}
