"""The Python interface: the same calls on a release, on a content, and on an endpoint."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

import pomegraph
from pomegraph import open_graph
from pomegraph.ask.api import EvidenceGraph, Rows
from pomegraph.content.folder import Content
from pomegraph.errors import (
    ContentError,
    QueryError,
    QuestionUnknownError,
    ReleaseError,
    ResultFormatError,
    ValueUnknownError,
)
from pomegraph.release import Release
from pomegraph.sparql.formats import choose_formats
from pomegraph.sparql.results import Table
from pomegraph.sparql.terms import Iri
from support.asked import KNOWN, SAID
from support.places import ROOT
from support.servers import Server, run_pomegraph

GRAPH_QUESTION = """#+ summary: What is told of a drug?
#+ parameters:
#+   drug: {type: drug, means: the drug}

CONSTRUCT { ?drug ?property ?value }
WHERE {
  VALUES ?drug { <https://w3id.org/pomegraph/drug/exemplamide> }
  ?drug ?property ?value .
}
"""
BRAND = "PREFIX pom: <https://w3id.org/pomegraph/ontology#> SELECT ?name { ?drug pom:brandName ?name }"
TABLE = Table(
    ("drug", "dose", "count", "share", "on"),
    (
        (Iri("http://example.org/a"), Decimal("4.50"), 3, 0.5, True),
        (Iri("http://example.org/b"), None, 4, None, False),
    ),
)


@pytest.fixture
def content(small: Content) -> Content:
    (small.root / "queries" / "is-known.rq").write_text(KNOWN, encoding="utf-8")
    (small.root / "queries" / "drug-graph.rq").write_text(GRAPH_QUESTION, encoding="utf-8")
    (small.root / "queries" / "said.rq").write_text(SAID, encoding="utf-8")
    return small


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Server]:
    with run_pomegraph("--release", str(built / "release")) as server:
        yield server


@pytest.fixture(params=["release", "content", "endpoint"])
def graph(request: pytest.FixtureRequest, content: Content, small_release: Release) -> EvidenceGraph:
    if request.param == "endpoint":
        return open_graph(request.getfixturevalue("server").url, content=content)
    if request.param == "release":
        return open_graph(small_release.folder, content=content)
    request.getfixturevalue("monkeypatch").chdir(content.root)
    return open_graph(content=content)


def test_question_is_answered_by_rows(graph: EvidenceGraph) -> None:
    rows = graph.ask("brand-names", drug="EX-1")

    assert list(rows) == [{"name": "Exampla"}]
    assert (rows[0], rows[-1:], len(rows), rows.columns) == ({"name": "Exampla"}, [{"name": "Exampla"}], 1, ("name",))
    assert list(graph.ask("brand-names", drug="CHEBI:1")) == list(graph.ask("brand-names")) == list(rows)
    assert list(graph.ask("brand-names", drug="oil")) == []


def test_columns_are_added_to_rows_and_files(graph: EvidenceGraph) -> None:
    rows = graph.ask("said", with_=["labels", "provenance"])
    data = graph.render_answer("said", choose_formats(None, "csv"), with_="labels")

    assert rows[0]["sourceLabel"] == rows[0]["claimDocument"] == "Exemplamide at a glance"
    assert rows[0]["claimPlace"] == "line 6"
    assert data.decode().splitlines()[0] == "source,sourceLabel,claim,claimLabel"
    assert graph.ask("said").columns == ("source", "claim")


def test_columns_that_do_not_fit_are_refused(graph: EvidenceGraph) -> None:
    with pytest.raises(ValueUnknownError, match="names no claim"):
        graph.ask("is-known", with_="provenance", drug="oil")
    with pytest.raises(ValueUnknownError, match="'with' does not take '1'"):
        graph.ask("said", with_=[1])  # type: ignore[list-item]


def test_graph_question_is_answered_by_turtle(graph: EvidenceGraph) -> None:
    assert '"Exampla"' in graph.construct("drug-graph", drug="exemplamide")


def test_query_is_answered_by_rows_or_turtle(graph: EvidenceGraph) -> None:
    rows = graph.query(BRAND)
    turtle = graph.query(BRAND.replace("SELECT ?name {", "CONSTRUCT {?drug pom:brandName ?name} {"))

    assert isinstance(rows, Rows)
    assert list(rows) == [{"name": "Exampla"}]
    assert isinstance(turtle, str)
    assert '"Exampla"' in turtle


def test_yes_or_no_is_one_row(graph: EvidenceGraph) -> None:
    rows = graph.query("ASK { ?s ?p ?o }")

    assert list(rows) == [{"answer": True}]


def test_required_value_must_be_given(graph: EvidenceGraph) -> None:
    with pytest.raises(ValueUnknownError, match="'drug' is missing: the drug"):
        graph.ask("is-known")

    assert list(graph.ask("is-known", drug="oil")) == [{"answer": True}]


def test_what_is_wrong_is_told(graph: EvidenceGraph) -> None:
    with pytest.raises(QuestionUnknownError, match="did you mean 'brand-names'"):
        graph.ask("brand-name")
    with pytest.raises(ValueUnknownError, match="no drug is called 'exemplamidde'; did you mean exemplamide"):
        graph.ask("brand-names", drug="exemplamidde")
    with pytest.raises(ValueUnknownError, match="no parameter 'age'"):
        graph.ask("brand-names", age=3)
    with pytest.raises(ResultFormatError, match="use construct"):
        graph.ask("drug-graph")
    with pytest.raises(ResultFormatError, match="use ask"):
        graph.construct("brand-names")
    with pytest.raises(QueryError):
        graph.query("SELECT")


def test_questions_are_listed(content: Content, small_release: Release) -> None:
    graph = open_graph(small_release.folder, content=content.root)

    assert [question.stem for question in graph.questions] == [
        *("brand-names", "drug-graph", "is-known", "said", "things"),
    ]


def test_things_are_listed(content: Content, small_release: Release) -> None:
    things = open_graph(str(small_release.folder), content=content).things

    assert [thing.id for thing in things.by_kind["drug"]] == ["exemplamide", "oil"]


def test_release_is_found_in_the_environment_and_in_the_folder(
    content: Content, small_release: Release, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("POMEGRAPH_RELEASE", str(small_release.folder))
    assert open_graph(content=content).ask("brand-names")
    monkeypatch.setenv("POMEGRAPH_RELEASE", "")
    monkeypatch.chdir(tmp_path)
    assert open_graph(content=content).ask("brand-names")
    monkeypatch.setenv("POMEGRAPH_RELEASE", "/nowhere")
    with pytest.raises(ReleaseError, match="/nowhere: no release here"):
        open_graph(content=content)


def test_fault_of_the_content_is_told(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    path = content.root / "data/sources/alpha.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("generation: 2", "generaton: 2"), encoding="utf-8")
    monkeypatch.chdir(content.root)
    with pytest.raises(ContentError, match="unknown key 'generaton'"):
        open_graph(content=content)


def test_types_are_told_to_type_checkers() -> None:
    assert (files("pomegraph") / "py.typed").is_file()


def test_rows_are_plain_values() -> None:
    rows = Rows(TABLE)

    assert rows[0] == {"drug": "http://example.org/a", "dose": Decimal("4.50"), "count": 3, "share": 0.5, "on": True}
    assert rows[1]["dose"] is None
    assert repr(rows) == "<2 rows of drug, dose, count, share, on>"


def test_example_of_the_readme_works(real_release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"^```python\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    found: dict[str, Rows] = {}
    monkeypatch.setenv("POMEGRAPH_RELEASE", str(real_release.folder))
    exec(example, found)  # noqa: S102 - ours

    assert len(found["rows"]) > 0


def test_package_shows_what_there_is_for_programs() -> None:
    assert {"open_graph", "__version__"} <= set(dir(pomegraph))


def test_rows_show_themselves_and_become_frames() -> None:
    rows = Rows(TABLE)

    assert rows._repr_html_().startswith("<table>")
    assert [len(frame) for frame in (rows.to_pandas(), rows.to_polars(), rows.to_arrow())] == [2, 2, 2]


def test_importing_the_package_is_quick() -> None:
    code = "import sys, pomegraph; print({'rdflib', 'pyoxigraph', 'click', 'httpx'} & set(sys.modules), pomegraph.open_graph)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.startswith("set() <function open_graph")


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(ImportError):
        exec("from pomegraph import close_graph")  # noqa: S102 - ours
