"""Answers that are kept: one file for each case, written as the tests of engines write them."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from pomegraph.ask.answers import Case, list_cases, write_answers
from pomegraph.ask.api import open_graph
from pomegraph.content.folder import Content
from pomegraph.errors import ContentError
from pomegraph.release import Release
from support.engines import rows_in_oxigraph

TERMS = """#+ summary: Which terms are there?
#+ parameters:
#+   text: {type: text, means: a text, several: true}
#+ columns:
#+   term: {type: any, means: a term}
#+   text: {type: text, means: a text}

SELECT ?term ?text
WHERE {
  VALUES ?text { UNDEF }
  VALUES (?place ?term) {
    (1 1.50) (2 100) (3 1e2) (4 true) (5 "a\\tb\\n\\"\\\\") (6 "vier"@de) (7 <http://example.org/>) (8 UNDEF)
    (9 "2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date>)
  }
}
ORDER BY ?place ?term ?text
"""


@pytest.fixture
def content(small: Content) -> Content:
    (small.root / "queries" / "terms.rq").write_text(TERMS, encoding="utf-8")
    (small.root / "queries" / "graph.rq").write_text(
        "#+ summary: What?\n\nCONSTRUCT WHERE { ?s ?p ?o }\n", encoding="utf-8"
    )
    (small.root / "queries" / "any.rq").write_text("#+ summary: Any?\n\nASK { ?s ?p ?o }\n", encoding="utf-8")
    (small.root / "tests" / "answers").mkdir(parents=True)
    (small.root / "tests" / "answers" / "parameters.tsv").write_text(
        "terms\ttext=a b/c\ttext=}\nbrand-names\tdrug=oil\n", encoding="utf-8"
    )
    return small


@pytest.fixture
def folder(content: Content) -> Path:
    return content.root / "tests" / "answers"


def test_rows_are_written_as_the_tests_of_engines_write_them(
    content: Content, folder: Path, small_release: Release
) -> None:
    written = dict(write_answers(open_graph(small_release.folder, content=content), folder))
    query = TERMS.partition("\n\n")[2]

    assert [tuple(line.split("\t")) for line in written["terms.tsv"].splitlines()] == rows_in_oxigraph(
        pyoxigraph.Store(), query
    )


def test_each_case_has_a_file(content: Content, folder: Path, small_release: Release) -> None:
    written = dict(write_answers(open_graph(small_release.folder, content=content), folder))

    assert list(written) == [
        *("any.tsv", "brand-names.tsv", "graph.tsv", "terms.tsv", "things.tsv"),
        *("terms--text-a-b-c--text--.tsv", "brand-names--drug-oil.tsv"),
    ]
    assert written["any.tsv"] == "?answer\ntrue\n"
    assert written["brand-names--drug-oil.tsv"] == "?name\n"
    assert written["graph.tsv"].startswith("?property\t?triples\n<http://")


@pytest.mark.parametrize("line", ["nonsense\ta=b", "terms", "terms\ttext"])
def test_line_that_is_no_case_is_told(content: Content, folder: Path, small_release: Release, line: str) -> None:
    (folder / "parameters.tsv").write_text(f"terms\ttext=a\n{line}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"parameters\.tsv:2: not a case"):
        list_cases(open_graph(small_release.folder, content=content), folder)


def test_no_table_of_parameters_is_no_fault(content: Content, folder: Path, small_release: Release) -> None:
    (folder / "parameters.tsv").unlink()

    assert list_cases(open_graph(small_release.folder, content=content), folder)[1] == Case("brand-names")
