"""What is served: files of every kind, in memory and on disk."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import httpx
import pyoxigraph
import pytest

from pomegraph.release import Release
from servers import run_pomegraph
from serving import ask, count, write_things

QUAD = '<http://x/s> <http://x/p> "o" <http://x/g> .\n'
TRIPLE = '<http://x/s> <http://x/p> "o" .\n'
FORMATS = {"ttl": "TURTLE", "nt": "N_TRIPLES", "nq": "N_QUADS", "trig": "TRIG", "rdf": "RDF_XML", "jsonld": "JSON_LD"}


@pytest.mark.slow
@pytest.mark.parametrize("extension", FORMATS)
def test_every_format_of_rdf_is_served(tmp_path: Path, extension: str) -> None:
    form = getattr(pyoxigraph.RdfFormat, FORMATS[extension])
    text = QUAD if form.supports_datasets else TRIPLE
    path = tmp_path / f"data.{extension}"
    pyoxigraph.serialize(pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.N_QUADS), path, form)
    where = "GRAPH ?g { ?s ?p ?o }" if form.supports_datasets else "?s ?p ?o"

    with run_pomegraph("--data", str(path), "--workers", "1") as server:
        assert count(server, f"SELECT (COUNT(*) AS ?n) {{ {where} }}") == 1


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["memory", "disk"])
def test_blank_nodes_of_two_files_with_one_label_are_two(tmp_path: Path, mode: str) -> None:
    files = [tmp_path / "one.ttl", tmp_path / "two.ttl"]
    for path in files:
        path.write_text(f'_:b <http://x/p> "{path.stem}" .', encoding="utf-8")
    arguments = [argument for path in files for argument in ("--data", str(path))]

    with run_pomegraph(*arguments, "--store-mode", mode, "--workers", "1") as server:
        assert count(server, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }") == 2


@pytest.mark.slow
def test_release_is_served_from_disk_and_network_stays_closed(small_release: Release) -> None:
    with run_pomegraph("--release", str(small_release.folder), "--store-mode", "disk", "--workers", "1") as server:
        status = httpx.get(server.url + "/health/ready").json()
        answer = ask(server, 'SELECT * { ?s ?p "Exampla" }', "text/csv")

    assert status["store"] == "disk"
    assert answer.text.count("\n") > 1


@pytest.mark.slow
def test_endless_query_on_disk_is_stopped(tmp_path: Path) -> None:
    arguments = ("--data", str(write_things(tmp_path)), "--store-mode", "disk", "--timeout", "1", "--workers", "1")
    with run_pomegraph(*arguments) as server:
        answer = ask(server, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")

        assert answer.status_code == 503
        assert count(server) > 0


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("x.ttl", b"this is no Turtle", "x.ttl: Parser error at line 1"),
        ("x.unknown", b"", "x.unknown: not known as RDF; name it .ttl"),
        ("x.nt", gzip.compress(b""), "x.nt"),
    ],
)
def test_file_that_cannot_be_served_is_told(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    command = [sys.executable, "-m", "pomegraph", "serve", "--port", "0", "--data", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
