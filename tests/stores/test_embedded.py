"""Answers of one store: results and their formats, errors as errors."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pyoxigraph
import pytest

from pomegraph.errors import QueryError, ReleaseError, ResultFormatError, StoreError
from pomegraph.release import Release
from pomegraph.sparql.formats import choose_formats
from pomegraph.stores.embedded import Dataset, answer_query, list_rows, open_store, run_deep, run_query
from support.damage import damage, rot_database

BRAND = "SELECT ?name { ?drug <https://w3id.org/pomegraph/ontology#brandName> ?name }"
TRIPLES = "CONSTRUCT WHERE { ?drug <https://w3id.org/pomegraph/ontology#brandName> ?name }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def store(small_release: Release) -> pyoxigraph.Store:
    return open_store(small_release.store)


def answer(store: pyoxigraph.Store, query: str, name: str) -> bytes:
    output = io.BytesIO()
    answer_query(store, query, None, choose_formats(None, name)).write(output)
    return output.getvalue()


def count(store: pyoxigraph.Store, dataset: Dataset | None) -> int:
    table = list_rows(run_query(store, COUNT, dataset))
    assert table is not None
    return int(table[1][0][0])


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_select_has_each_table_format(store: pyoxigraph.Store, name: str) -> None:
    assert b"Exampla" in answer(store, BRAND, name)


def test_iri_with_a_comma_is_one_cell_of_csv(store: pyoxigraph.Store) -> None:
    query = "BASE <http://dbpedia.org/resource/a,b/> SELECT (<../Paris,_Texas> AS ?town) (<c> AS ?c) {}"
    rows = answer(store, query, "csv").decode().splitlines()

    assert rows[1] == '"http://dbpedia.org/resource/Paris,_Texas","http://dbpedia.org/resource/a,b/c"'


@pytest.mark.parametrize("name", ["turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads"])
def test_construct_has_each_graph_format(store: pyoxigraph.Store, name: str) -> None:
    assert b"Exampla" in answer(store, TRIPLES, name)


def test_ask_has_no_csv(store: pyoxigraph.Store) -> None:
    assert json.loads(answer(store, "ASK {}", "json"))["boolean"] is True
    with pytest.raises(ResultFormatError, match=r"ask for one of json .*, xml"):
        answer(store, "ASK {}", "csv")


def test_nesting_that_would_overflow_a_usual_stack_is_answered(store: pyoxigraph.Store) -> None:
    query = "SELECT * {" + "{" * 20_000 + "}" * 20_000 + "}"

    assert run_deep(lambda: list_rows(run_query(store, query))) == ([], [[]])


def test_dataset_limits_the_default_graph(store: pyoxigraph.Store) -> None:
    alpha = count(store, (["https://w3id.org/pomegraph/source/alpha"], []))

    assert count(store, None) > alpha > count(store, ([], ["http://x/y"])) == 0


def test_folder_without_a_database_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"no database that can be read"):
        open_store(tmp_path / "nothing")


def test_rows_are_plain_texts(store: pyoxigraph.Store) -> None:
    assert list_rows(run_query(store, BRAND)) == (["name"], [["Exampla"]])


@pytest.mark.parametrize("query", ["SELECT", "", "INSERT DATA { <a:b> <a:b> 1 }", "SELECT * { ?s ?p }"])
def test_what_is_no_query_is_an_error_with_its_place(store: pyoxigraph.Store, query: str) -> None:
    with pytest.raises(QueryError, match=r"line 1, column \d+: not SPARQL") as caught:
        run_query(store, query)

    assert caught.value.line == 1


def test_failing_query_is_an_error_and_no_short_list(store: pyoxigraph.Store) -> None:
    with pytest.raises(QueryError, match="not supported"):
        answer(store, "SELECT (<http://example.org/unknown>(?s) AS ?x) { ?s ?p ?o }", "json")


def test_database_that_was_cut_is_told_when_it_is_opened(small_release: Release) -> None:
    damage(max(small_release.store.glob("*.sst")), "shortened")
    with pytest.raises(ReleaseError, match=r"no database that can be read .*; build the release again"):
        open_store(small_release.store)


@pytest.mark.parametrize("query", [BRAND, TRIPLES])
def test_damage_that_a_query_meets_is_no_fault_of_the_query(small_release: Release, query: str) -> None:
    rot_database(small_release.store)
    with pytest.raises(StoreError, match=r"the database is damaged: Corruption: .*; build the release again"):
        answer(open_store(small_release.store), query, "ntriples" if query == TRIPLES else "json")
