"""The command that answers one query: from wherever the query comes, in each format."""

from __future__ import annotations

from pathlib import Path

import pytest

from pomegraph.release import Release
from support.commands import call
from support.places import ROOT

BRAND = "SELECT ?name { ?drug <https://w3id.org/pomegraph/ontology#brandName> ?name }"


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("json", b'{"head"'),
        ("xml", b"<?xml"),
        ("csv", b"name\r\nExampla"),
        ("tsv", b'?name\n"Exampla"'),
        ("table", "┏".encode()),
    ],
)
def test_table_is_printed_in_each_format(small_release: Release, form: str, start: bytes) -> None:
    done = call("query", BRAND, "--format", form, "--release", small_release.folder)

    assert done.stdout_bytes.startswith(start)


@pytest.mark.parametrize("arguments", [[], ["--format", "turtle"]])
def test_graph_is_printed_as_turtle(small_release: Release, arguments: list[str]) -> None:
    query = "CONSTRUCT WHERE { ?drug <https://w3id.org/pomegraph/ontology#brandName> ?name }"
    done = call("query", query, *arguments, "--release", small_release.folder)

    assert '"Exampla" .' in done.stdout


def test_query_is_read_from_a_file_and_from_standard_input(small_release: Release) -> None:
    file = ROOT / "tests/small/queries/brand-names.rq"
    from_file = call("query", "--file", file, "--format", "csv", "--release", small_release.folder)
    piped = call("query", "--file", "-", "--format", "csv", "--release", small_release.folder, given=BRAND)

    assert from_file.stdout_bytes == piped.stdout_bytes == b"name\r\nExampla\r\n"


def test_query_that_is_not_utf_8_is_told(small_release: Release) -> None:
    done = call("query", "--file", "-", "--release", small_release.folder, given=b"ASK { ?s ?p '\xe9' }")

    assert (done.exit_code, done.stderr) == (1, "the query is not UTF-8; save it as UTF-8\n")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["ASK {}", "--format", "csv"], 1, "a result of ASK has no such format"),
        ([], 2, "give the query either as TEXT or with --file"),
        (["ASK {}", "--file", "/dev/null"], 2, "give the query either as TEXT or with --file"),
        (["ASK {}", "--format", "xls"], 2, "Invalid value for '--format'"),
    ],
)
def test_wrong_use_is_told(small_release: Release, arguments: list[str], status: int, message: str) -> None:
    done = call("query", *arguments, "--release", small_release.folder)

    assert (done.exit_code, done.stdout) == (status, "")
    assert message in done.stderr


@pytest.mark.parametrize("arguments", [[], ["--format", "csv"]])
def test_query_ends_at_its_deadline(small_release: Release, arguments: list[str]) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    done = call("query", endless, "--timeout", "0.5", *arguments, "--release", small_release.folder)

    assert (done.exit_code, done.stdout) == (1, "")
    assert "time limit (timeout) of 0.5 s" in done.stderr


def test_service_is_called_only_where_it_is_allowed(small_release: Release) -> None:
    elsewhere = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    refused = call("query", elsewhere, "--release", small_release.folder)
    allowed = call("query", elsewhere, "--allow-service", "http://127.0.0.1:9/", "--release", small_release.folder)

    assert "SERVICE <http://127.0.0.1:9/> is not allowed here" in refused.stderr
    assert "SERVICE <http://127.0.0.1:9/> cannot be reached or failed" in allowed.stderr


def test_query_without_a_release_tells_how_to_make_one(tmp_path: Path) -> None:
    done = call("query", "ASK {}", "--release", tmp_path / "none")

    assert done.exit_code == 1
    assert f"make one with pomegraph build --output {tmp_path / 'none'}" in done.stderr
