"""The options that name files: what they take, and that settings may stand for them where a server is started."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.commands import call

QUERY = "SELECT ?o { ?s ?p ?o }"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_several_files_are_queried_instead_of_the_release(tmp_path: Path) -> None:
    one, two = (write(tmp_path / f"{name}.ttl", f"<a:s> <a:p> <a:{name}> .") for name in ("one", "two"))
    done = call("query", QUERY + " ORDER BY ?o", "--format", "csv", "--data", one, "--data", two)

    assert (done.exit_code, done.stdout_bytes) == (0, b"o\r\na:one\r\na:two\r\n")


def test_bad_lines_are_an_error_unless_they_are_to_be_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "x.nt", "bad\n<a:s> <a:p> <a:o> .\n")
    refused, read = (call("query", QUERY, "--format", "csv", "--data", path, *more) for more in ((), ("--skip-bad",)))

    assert (refused.exit_code, read.exit_code) == (1, 0)
    assert "x.nt: one line cannot be read: line 1, column 1: " in refused.stderr
    assert read.stdout_bytes == b"o\r\na:o\r\n"


def test_context_is_taken_from_the_file_that_stands_for_its_address(tmp_path: Path) -> None:
    address = "https://example.org/context?v=1"
    path = write(tmp_path / "x.json", json.dumps({"@context": address, "@id": "a:s", "p": {"@id": "a:o"}}))
    context = write(tmp_path / "context.json", '{"@context": {"p": "a:p"}}')
    refused = call("query", QUERY, "--data", path)

    assert (refused.exit_code, refused.stdout) == (1, "")
    assert f"its @context is the address {address}, and nothing is fetched from there; " in refused.stderr
    for option in (f"{address}={context}", str(context)):
        done = call("query", QUERY, "--format", "csv", "--data", path, "--context", option)

        assert (done.exit_code, done.stdout_bytes) == (0, b"o\r\na:o\r\n")


@pytest.mark.parametrize("option", ["nothing.json", "http://x/=nothing.json"])
def test_file_of_a_context_that_is_not_there_is_told(option: str) -> None:
    done = call("query", "ASK {}", "--context", option)

    assert done.exit_code == 2
    assert "names no file that is there; give FILE, or IRI=FILE" in done.stderr


def test_environment_names_files_for_a_server_only() -> None:
    helps = {command: call(command, "--help").stdout for command in ("serve", "query")}

    for setting in ("POMEGRAPH_DATA", "POMEGRAPH_SKIP_BAD", "POMEGRAPH_CONTEXT"):
        assert [setting in helps[command] for command in ("serve", "query")] == [True, False]
