"""The command that answers a question, with options and help from the header."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pomegraph.cli.ask import ask
from pomegraph.content.folder import Content
from pomegraph.errors import QuestionUnknownError, ValueUnknownError
from pomegraph.release import Release
from support.asked import KNOWN, SAID

DOSES = """#+ summary: Which doses are known?
#+ description: Those that a document tells.
#+ tags: [doses, numbers]
#+ parameters:
#+   drug: {type: drug, means: the drug, several: true}
#+   least: {type: decimal, means: at least so much}
#+ columns:
#+   drug: {type: drug, means: the drug}
#+   number: {type: decimal, means: a number}
#+   yes: {type: boolean, means: whether it is so}

PREFIX pom: <https://w3id.org/pomegraph/ontology#>

SELECT ?drug ?number ?yes
WHERE {
  VALUES ?drug { <https://w3id.org/pomegraph/drug/exemplamide> }
  VALUES ?least { UNDEF }
  BIND(1.50 AS ?number)
  BIND(true AS ?yes)
}
ORDER BY ?drug ?number ?yes
"""
GRAPH = "#+ summary: What is there?\n\nCONSTRUCT { ?s ?p 'Exampla' } WHERE { ?s ?p 'Exampla' }\n"
FORMERLY = DOSES.replace("#+ columns:", "#+ was:\n#+   doses-of-oil: {drug: oil}\n#+ columns:")


@pytest.fixture
def content(small: Content) -> Content:
    (small.root / "queries" / "doses.rq").write_text(DOSES, encoding="utf-8")
    (small.root / "queries" / "known.rq").write_text(KNOWN, encoding="utf-8")
    (small.root / "queries" / "said.rq").write_text(SAID, encoding="utf-8")
    (small.root / "queries" / "graph.rq").write_text(GRAPH, encoding="utf-8")
    return small


@pytest.fixture
def run(content: Content, small_release: Release) -> Any:
    def call(*arguments: str) -> Result:
        environment = {"POMEGRAPH_RELEASE": str(small_release.folder), "COLUMNS": "120"}
        return CliRunner().invoke(ask, arguments, obj=content, env=environment)

    return call


def test_questions_are_listed_once_by_who_asks(run: Any) -> None:
    lines = run("--list").stdout.splitlines()

    assert [line for line in lines if not line.startswith(" ")] == ["for data engineers:", "for others:"]
    assert lines.count("  doses        Which doses are known?") == 1


def test_help_lists_the_questions(run: Any) -> None:
    assert "doses        Which doses are known?" in run("--help").stdout
    assert run().output == run("--list").output


def test_help_of_a_question_is_its_header(run: Any) -> None:
    text = " ".join(run("doses", "--help").stdout.split())

    assert "Which doses are known? Those that a document tells." in text
    assert "--drug DRUG the drug [may be repeated; default: exemplamide]" in text
    assert "--least DECIMAL at least so much [default: everything, as *]" in text
    assert "Columns: drug (drug): the drug number (decimal): a number yes (boolean): whether it is so" in text


def test_json_has_plain_typed_rows(run: Any) -> None:
    assert json.loads(run("doses", "--format", "json").stdout) == [
        {"drug": "https://w3id.org/pomegraph/drug/exemplamide", "number": 1.5, "yes": True}
    ]


def test_json_tells_with_each_claim_how_current_its_document_is(run: Any) -> None:
    (row,) = json.loads(run("said", "--format", "json").stdout)

    assert row["notice"].startswith("No medical advice.")
    assert [text.partition(":")[0] for text in row["documents"]] == ["Exemplamide at a glance"]


def test_notice_and_dates_stand_beside_a_table(run: Any) -> None:
    found = run("said")

    assert found.stderr.startswith("No medical advice.")
    assert "Asked for" not in found.stderr
    assert "Exemplamide at a glance" in found.stderr
    assert "medical" not in found.stdout
    assert run("doses").stderr == "Asked for drug: exemplamide (default); least: any (default)\n"


@pytest.mark.parametrize(
    ("form", "start"),
    [("csv", "name\nExampla\n"), ("tsv", '?name\n"Exampla"\n'), ("xml", "<?xml"), ("table", "┏")],
)
def test_each_format_is_printed(run: Any, form: str, start: str) -> None:
    assert run("brand-names", "--format", form).stdout.replace("\r", "").startswith(start)


def test_table_is_the_default(run: Any) -> None:
    text = run("doses").stdout

    assert "┃ number ┃ yes  ┃" in text
    assert "│ 1.5    │ true │" in text


def test_value_may_be_any_name_and_may_be_repeated(run: Any) -> None:
    rows = list(
        csv.DictReader(io.StringIO(run("doses", "--drug", "CHEBI:1", "--drug", "Oil", "--format", "csv").stdout))
    )

    assert [row["drug"].rpartition("/")[2] for row in rows] == ["exemplamide", "oil"]


def test_graph_is_printed_as_turtle_or_else(run: Any) -> None:
    assert '"Exampla"' in run("graph").stdout
    assert run("graph", "--format", "ntriples").stdout.startswith("<https://")
    assert run("graph", "--format", "NT").stdout == run("graph", "--format", "ntriples").stdout
    assert run("graph", "--format", "csv").exit_code == 2


def test_yes_or_no_has_the_formats_that_there_are(run: Any) -> None:
    assert "--format [table|json|xml]" in " ".join(run("known", "--help").stdout.split())
    assert json.loads(run("known", "--drug", "oil", "--format", "json").stdout) == [{"answer": True}]
    assert run("known", "--drug", "oil", "--format", "csv").exit_code == 2


def test_required_value_is_asked_for(run: Any) -> None:
    assert "--drug DRUG the drug [required]" in " ".join(run("known", "--help").stdout.split())
    assert str(run("known").exception) == "'drug' is missing: the drug; give drug=..."


@pytest.mark.parametrize("arguments", [["--drug", "EX-1"], ["EX-1"], ["EX", "1"]])
def test_one_required_value_needs_no_option(run: Any, arguments: list[str]) -> None:
    assert json.loads(run("known", *arguments, "--format", "json").stdout) == [{"answer": True}]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (["dose"], QuestionUnknownError, "did you mean 'doses'?"),
        (["doses", "--drug", "nix"], ValueUnknownError, "no drug is called 'nix'"),
        (["doses", "--least", "1 mg"], ValueUnknownError, "'1 mg' is not a decimal"),
        (["doses", "--least", "1", "--least", "2"], ValueUnknownError, "takes one value; give it once"),
        (["brand-names", "--drug", "*"], ValueUnknownError, "'drug' cannot be left open"),
    ],
)
def test_wrong_use_is_told(run: Any, arguments: list[str], error: type[Exception], message: str) -> None:
    result = run(*arguments)

    assert isinstance(result.exception, error)
    assert message in str(result.exception)


def test_option_that_no_header_has_is_wrong_use(run: Any) -> None:
    result = run("brand-names", "--age", "3")

    assert result.exit_code == 2
    assert "No such option" in result.stderr


def test_table_writes_iris_with_their_prefixes(run: Any) -> None:
    assert "│ pomdrug:exemplamide │ 1.5    │ true │" in run("doses").stdout


# With added columns.


def test_provenance_stands_behind_the_columns(run: Any) -> None:
    (row,) = csv.DictReader(io.StringIO(run("said", "--format", "csv", "--with", "provenance").stdout))

    assert list(row) == [
        *("source", "claim"),
        *("claimDocument", "claimPlace", "claimCitation", "claimVerdict", "claimNote"),
    ]
    assert (row["claimDocument"], row["claimPlace"]) == ("Exemplamide at a glance", "line 6")


@pytest.mark.parametrize("form", ["table", "json", "csv", "tsv", "xml"])
def test_labels_stand_in_every_format(run: Any, form: str) -> None:
    result = run("said", "--format", form, "--with", "labels", "--with", "provenance")

    assert "sourceLabel" in result.stdout
    assert "claimPlace" in result.stdout
    assert result.exit_code == 0


def test_what_does_not_fit_a_question_is_told(run: Any) -> None:
    with pytest.raises(ValueUnknownError, match="names no claim, so there is no provenance to add"):
        raise run("doses", "--with", "provenance").exception
    with pytest.raises(ValueUnknownError, match="choose one of labels, provenance"):
        raise run("said", "--with", "all", "--format", "csv").exception


def test_help_tells_what_can_be_added(run: Any) -> None:
    assert "--with [labels|provenance]" in run("said", "--help").output
    assert "--with [labels]" in run("doses", "--help").output
    assert "--with" not in run("known", "--help").output


def test_old_name_of_a_parameter_and_additions_share_an_option(run: Any, content: Content) -> None:
    text = DOSES.replace("drug, several: true}", "drug, several: true, formerly: with}")
    (content.root / "queries" / "doses.rq").write_text(text, encoding="utf-8")
    result = run("doses", "--with", "exemplamide", "--with", "labels", "--format", "csv")

    assert result.stdout.splitlines()[0] == "drug,drugLabel,number,yes"
    assert result.stdout.splitlines()[1].startswith("https://w3id.org/pomegraph/drug/exemplamide,exemplamide,")


def test_former_name_of_a_question_is_a_command_and_is_told(run: Any, content: Content) -> None:
    (content.root / "queries" / "doses.rq").write_text(FORMERLY, encoding="utf-8")
    old, new = run("doses-of-oil"), run("doses", "--drug", "oil")

    assert old.stdout == new.stdout
    assert "doses-of-oil is now called doses; the old name still works" in old.stderr
    assert run("doses-of-oil", "--format", "csv").stdout == run("doses", "--drug", "oil", "--format", "csv").stdout
    assert "doses-of-oil" not in run("--list").stdout


@pytest.mark.parametrize("form", ["csv", "tsv", "xml", "json", "table"])
def test_values_and_former_name_are_told_beside_every_format(run: Any, content: Content, form: str) -> None:
    (content.root / "queries" / "doses.rq").write_text(FORMERLY, encoding="utf-8")
    told = run("doses-of-oil", "--format", form).stderr

    assert "Asked for drug: oil" in told
    assert "doses-of-oil is now called doses" in told
