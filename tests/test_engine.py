"""The engine: results and their formats, errors as errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pomegraph.engine import Engine, list_formats, list_rows, serialize_results
from pomegraph.errors import QueryError, ReleaseError, ResultFormatError
from pomegraph.release import Release


@pytest.fixture
def engine(small_release: Release) -> Engine:
    return Engine.open(small_release.store)


BRAND = "SELECT ?name { ?drug <https://w3id.org/pomegraph/ontology#brandName> ?name }"


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_select_has_each_table_format(engine: Engine, name: str) -> None:
    assert b"Exampla" in serialize_results(engine.run(BRAND), name)


@pytest.mark.parametrize("query", ["SELECT * " + "{" * 4000, "SELECT (" + "(" * 5000, "ASK {" + "[" * 600])
def test_deep_nesting_is_an_error_and_no_crash(engine: Engine, query: str) -> None:
    with pytest.raises(QueryError, match="brackets are nested more than 500 deep"):
        engine.run(query)


def test_dataset_limits_the_default_graph(engine: Engine) -> None:
    everything = list_rows(engine.run("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    alpha = list_rows(
        engine.run("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", (["https://w3id.org/pomegraph/source/alpha"], []))
    )
    nothing = list_rows(engine.run("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", ([], ["http://x/y"])))

    assert everything is not None
    assert alpha is not None
    assert nothing is not None
    assert int(everything[1][0][0]) > int(alpha[1][0][0]) > int(nothing[1][0][0]) == 0


def test_folder_without_a_database_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no database that can be read"):
        Engine.open(tmp_path / "nothing")


@pytest.mark.parametrize("name", ["turtle", "ntriples", "rdfxml"])
def test_construct_has_each_graph_format(engine: Engine, name: str) -> None:
    query = "CONSTRUCT WHERE { ?drug <https://w3id.org/pomegraph/ontology#brandName> ?name }"

    assert b"Exampla" in serialize_results(engine.run(query), name)


def test_ask_has_no_csv(engine: Engine) -> None:
    results = engine.run("ASK {}")

    assert list_formats(results) == ["json", "xml"]
    assert json.loads(serialize_results(results, "json"))["boolean"] is True
    with pytest.raises(ResultFormatError, match="this result has no format 'csv'; it has json, xml"):
        serialize_results(results, "csv")


def test_rows_are_plain_texts(engine: Engine) -> None:
    assert list_rows(engine.run(BRAND)) == (["name"], [["Exampla"]])


@pytest.mark.parametrize("query", ["SELECT", "", "INSERT DATA { <a:b> <a:b> 1 }", "SELECT * { ?s ?p }"])
def test_what_is_no_query_is_an_error(engine: Engine, query: str) -> None:
    with pytest.raises(QueryError, match=r"expected|error"):
        engine.run(query)


def test_failing_query_is_an_error_and_no_short_list(engine: Engine) -> None:
    query = "SELECT (<http://example.org/unknown>(?s) AS ?x) { ?s ?p ?o }"

    with pytest.raises(QueryError, match="not supported"):
        serialize_results(engine.run(query), "json")
