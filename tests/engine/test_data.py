"""What is served: files of every kind, in memory and on disk."""

from __future__ import annotations

import gzip
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pomegraph.engine.data import (
    Location,
    Status,
    choose_first,
    describe_data,
    find_data,
    from_message,
    name_version,
    read_mark,
)
from pomegraph.engine.limits import Limits
from pomegraph.errors import DataError, ReleaseError
from pomegraph.release import Release
from support.damage import damage
from support.engines import solve
from support.places import ROOT
from support.servers import Server, run_pomegraph
from support.serving import COUNT, ENDLESS, THINGS, ask, count, find_processes, read_complaints, wait_for, write_things

# The same triple in each, and where the format has graphs, another in a graph.
TEXTS = {
    "ttl": '@prefix : <http://x/> . :s :p "ttl" .',
    "n3": '@prefix : <http://x/> . :s :p "n3" .',
    "nt": '<http://x/s> <http://x/p> "nt" .',
    "nq": '<http://x/s> <http://x/p> "nq" .\n<http://x/s> <http://x/p> "nq" <http://x/g> .',
    "trig": '@prefix : <http://x/> . :s :p "trig" . :g { :s :p "trig" }',
    "rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
    '<rdf:Description rdf:about="http://x/s"><x:p>rdf</x:p></rdf:Description></rdf:RDF>',
    "jsonld": '[{"@id": "http://x/s", "http://x/p": "jsonld"},'
    '{"@id": "http://x/g", "@graph": [{"@id": "http://x/s", "http://x/p": "jsonld"}]}]',
}
QUADS = {"nq", "trig", "jsonld"}
ALL = "SELECT ?o { <http://x/s> <http://x/p> ?o } ORDER BY ?o"
IN_GRAPHS = "SELECT ?o { GRAPH <http://x/g> { <http://x/s> <http://x/p> ?o } } ORDER BY ?o"
MODES = ["memory", "disk"]


def write_texts(folder: Path) -> list[str]:
    """Write a file of each format; return the arguments of the command line that serve them all."""
    for extension, text in TEXTS.items():
        (folder / f"data.{extension}").write_text(text, encoding="utf-8")
    return [argument for extension in TEXTS for argument in ("--data", str(folder / f"data.{extension}"))]


def read(path: Path, *, query: str = COUNT) -> list[str]:
    store = find_data(Location(files=(path,)), path.parent).open()
    return [row[0].value for row in solve(store, query)]


@pytest.mark.parametrize("extension", TEXTS)
def test_file_of_each_format_is_read(tmp_path: Path, extension: str) -> None:
    write_texts(tmp_path)
    path = tmp_path / f"data.{extension}"

    assert read(path, query=ALL) == [extension]
    assert read(path, query=IN_GRAPHS) == ([extension] if extension in QUADS else [])


def test_relative_iri_does_not_tell_where_the_file_is(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("<a> <b> <> .", encoding="utf-8")

    assert read(path, query="SELECT ?o { ?s ?p ?o }") == ["file:///x.ttl"]


def test_data_are_described(tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    path.write_text(
        "@prefix a: <http://a/> . a:s a:p 1, 2 . a:g { a:s a:p 1 } _:g { a:s a:p 1, 2, 3 }", encoding="utf-8"
    )
    status = describe_data(find_data(Location(files=(path,)), tmp_path), Limits(timeout=7))

    assert (status.store, status.quads, status.triples, status.limits) == ("memory", 6, 2, Limits(timeout=7))
    assert status.graphs == {"http://a/g": 1}
    assert status.prefixes == {"a": "http://a/"}


@pytest.mark.parametrize("mode", MODES)
def test_release_is_described_as_it_describes_itself(small_release: Release, tmp_path: Path, mode: str) -> None:
    status = describe_data(find_data(Location(release=small_release.folder, mode=mode), tmp_path), Limits())
    manifest = small_release.manifest

    assert (status.version, status.store) == (small_release.digest, mode)
    assert (status.base, status.prefixes) == ("https://w3id.org/pomegraph/", manifest.prefixes)
    assert (status.triples, status.quads, status.graphs) == (manifest.triples, manifest.quads, manifest.graphs)
    assert len(status.graphs) == 3


@pytest.mark.parametrize("mode", MODES)
def test_release_is_refused_for_one_letter_that_was_changed(small_release: Release, tmp_path: Path, mode: str) -> None:
    damage(small_release.quads, "changed")
    with pytest.raises(ReleaseError, match=r"pomegraph\.nq does not match its sum in SHA256SUMS; build it again"):
        find_data(Location(release=small_release.folder, mode=mode), tmp_path)


def test_status_comes_back_from_its_message_as_it_was() -> None:
    limits = Limits(timeout=7, services=("https://example.org/sparql",))
    status = Status("v", "memory", 1, 2, {"http://a/g": 1}, {"a": "http://a/"}, "http://a/", limits)

    assert from_message(json.loads(json.dumps(status.to_message()))) == status


def test_version_changes_with_the_data_and_a_store_elsewhere_has_a_new_one_each_minute(tmp_path: Path) -> None:
    path = write_things(tmp_path, 10)
    versions = [find_data(Location(files=(path,)), tmp_path).version for _ in range(2)]
    write_things(tmp_path, 11)

    assert versions[0] == versions[1] != find_data(Location(files=(path,)), tmp_path).version
    assert name_version("v", "memory") == name_version("v", "disk") == "v"
    assert name_version("v", "remote").startswith("v-")


def test_link_that_is_moved_changes_the_mark(tmp_path: Path) -> None:
    link = tmp_path / "release"
    link.symlink_to("one")
    before = read_mark(Location(release=link))
    link.unlink()
    link.symlink_to("two")

    assert read_mark(Location(release=link)) != before
    assert read_mark(Location(files=(link,))) == ""


def test_database_of_a_large_release_is_asked_first(small_release: Release) -> None:
    location = Location(release=small_release.folder)
    small = choose_first(location)
    with small_release.quads.open("ab") as file:
        file.truncate(16 << 20)
    large, told, missing = (
        choose_first(each)
        for each in (location, Location(release=small_release.folder, mode="memory"), Location(release=Path("none")))
    )

    assert [each.mode for each in (small, large, told, missing)] == ["auto", "disk", "memory", "auto"]


def test_small_data_are_held_in_memory_unless_told_otherwise(tmp_path: Path) -> None:
    path = write_things(tmp_path, 10)
    found = [find_data(Location(files=(path,), mode=mode), tmp_path).memory for mode in ("auto", "memory", "disk")]

    assert [store is not None for store in found] == [True, True, False]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("x.ttl", b"this is no Turtle", "x.ttl: line 1, column 1: this is not a valid subject"),
        ("x.ttl", b"\xff\xfe", "x.ttl: is in UTF-16; save it as UTF-8"),
        ("x.nq", b"<a> <b> <c> <d> .", "x.nq: one line cannot be read: line 1, column 1: No scheme found"),
        ("x.rdf", b"<rdf:RDF", "x.rdf: "),
        ("x.jsonld", b"[{]", "x.jsonld: "),
        ("x.nt", gzip.compress(b"some", mtime=0), "x.nt: one line cannot be read: line 1"),
        ("x.unknown", b"", "x.unknown: not known as RDF; name it .ttl"),
        ("nothing.ttl", None, "nothing.ttl: No such file or directory; give a file"),
        ("folder.ttl", "folder", "folder.ttl: Is a directory; give a file"),
    ],
)
def test_file_that_cannot_be_served_is_told(tmp_path: Path, name: str, data: bytes | str | None, told: str) -> None:
    path = tmp_path / name
    if isinstance(data, bytes):
        path.write_bytes(data)
    elif data:
        path.mkdir()
    with pytest.raises(DataError) as caught:
        find_data(Location(files=(path,)), tmp_path)

    assert told in str(caught.value)


def test_release_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no release here"):
        find_data(Location(release=tmp_path / "nothing"), tmp_path)


def test_context_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonld"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        context = f"http://127.0.0.1:{listener.getsockname()[1]}/context"
        path.write_text(json.dumps({"@context": context, "@id": "http://x/s", "p": 1}), encoding="utf-8")

        with pytest.raises(DataError, match=r"x\.jsonld"):
            find_data(Location(files=(path,)), tmp_path)
        with pytest.raises(TimeoutError):
            listener.accept()


def test_file_that_cannot_be_served_ends_the_command(tmp_path: Path) -> None:
    path = tmp_path / "x.unknown"
    path.touch()
    command = [sys.executable, "-m", "pomegraph", "serve", "--port", "0", "--data", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)

    assert (done.returncode, done.stderr) == (
        1,
        f"{path}: not known as RDF; name it .ttl, .nt, .nq, .trig, .rdf, .owl, .jsonld or .n3; "
        "with .gz, .bz2, .xz, .zst or .zip if packed\n",
    )


# Served from both kinds of store.


@pytest.fixture(scope="module", params=[pytest.param(mode, marks=pytest.mark.slow) for mode in MODES])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """Some things, files of each format, two files with a blank node of one label, and 5,000 graphs."""
    folder = tmp_path_factory.mktemp("data")
    texts = write_texts(folder)
    for name in ("one", "two"):
        (folder / f"{name}.ttl").write_text(f'_:b <http://x/q> "{name}" .', encoding="utf-8")
    lines = [f'<http://x/s> <http://x/r> "{n}" <http://x/graph/{n}> .' for n in range(5000)]
    (folder / "graphs.nq").write_text("\n".join(lines), encoding="utf-8")
    others = [write_things(folder), *(folder / name for name in ("one.ttl", "two.ttl", "graphs.nq"))]
    more = [argument for path in others for argument in ("--data", str(path))]
    flags = ["--store-mode", request.param, "--workers", "1", "--queries", "2", "--memory", "96M"]
    with run_pomegraph(*texts, *more, *flags) as server:
        yield server, folder


def test_files_of_all_formats_are_served_together(served: tuple[Server, Path]) -> None:
    assert ask(served[0], ALL, "text/csv").text.split()[1:] == sorted(TEXTS)
    assert ask(served[0], IN_GRAPHS, "text/csv").text.split()[1:] == sorted(QUADS)


def test_blank_nodes_of_two_files_with_one_label_are_two(served: tuple[Server, Path]) -> None:
    assert count(served[0], "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <http://x/q> ?o }") == 2


def test_thousands_of_graphs_are_told(served: tuple[Server, Path]) -> None:
    description = httpx.get(served[0].query_url, headers={"Accept": "application/n-triples"}, timeout=60).text

    assert description.count("http://x/graph/") == 5000


def test_query_without_an_end_is_stopped(served: tuple[Server, Path]) -> None:
    before = set(find_processes(served[0], "pom-query"))
    response = ask(served[0], ENDLESS, timeout="0.5")

    assert response.status_code == 503
    assert wait_for(lambda: len(before & set(find_processes(served[0], "pom-query"))) == 1)


def test_query_past_its_memory_limit_is_stopped(served: tuple[Server, Path]) -> None:
    response = ask(
        served[0],
        "SELECT (GROUP_CONCAT(CONCAT(?c, ?f)) AS ?x) { ?a <https://example.org/label> ?c . ?d <https://example.org/label> ?f }",
    )

    assert response.json()["type"].endswith("/memory")
    assert read_complaints(served[0]) == []


def test_file_that_is_written_anew_is_read_on_sighup(served: tuple[Server, Path]) -> None:
    server, folder = served
    query = "PREFIX : <https://example.org/> SELECT (COUNT(*) AS ?n) { ?s :number ?o }"
    before = count(server, query)
    write_things(folder, 3 * THINGS)
    server.process.send_signal(1)

    assert before == THINGS
    assert wait_for(lambda: count(server, query) == 3 * THINGS)


@pytest.mark.slow
def test_release_is_served_from_disk(small_release: Release) -> None:
    with run_pomegraph("--release", str(small_release.folder), "--store-mode", "disk", "--workers", "1") as server:
        status = httpx.get(server.url + "/health/ready").json()
        answer = ask(server, 'SELECT * { ?s ?p "Exampla" }', "text/csv")
        refused = [
            "Seccomp:\t2" in Path(f"/proc/{number}/status").read_text(encoding="utf-8")
            for number in find_processes(server, "pom-query")
        ]

    assert status["store"] == "disk"
    assert answer.text.count("\n") > 1
    assert set(refused) == {True}
