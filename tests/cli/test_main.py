"""The command line, run as people run it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from pomegraph.content.folder import Content
from pomegraph.release import Release
from pomegraph.version import __version__
from support.places import ROOT

BRAND = "SELECT ?name { ?drug <https://w3id.org/pomegraph/ontology#brandName> ?name }"


def run(*arguments: str | Path, cwd: Path | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pomegraph", *map(str, arguments)]
    return subprocess.run(
        command,
        cwd=cwd,
        input=stdin,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "server"), "COLUMNS": "200"}


def test_check_tells_problems_on_stderr_and_exits_1(small: Content) -> None:
    path = small.root / "data/sources/alpha.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("generation: 2", "generaton: 2"), encoding="utf-8")
    done = run("--content", small.root, "check")

    assert (done.returncode, done.stdout) == (1, "")
    assert "unknown key 'generaton'; did you mean 'generation'?" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_of_sound_content_exits_0(small: Content) -> None:
    done = run("--content", small.root, "check")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("no problem in ")


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("json", '{"head"'),
        ("xml", "<?xml"),
        ("csv", "name\r\nExampla"),
        ("tsv", '?name\n"Exampla"'),
        ("table", "┏"),
    ],
)
def test_query_prints_each_format(small_release: Release, form: str, start: str) -> None:
    command = [
        sys.executable,
        "-m",
        "pomegraph",
        "query",
        BRAND,
        "--format",
        form,
        "--release",
        str(small_release.folder),
    ]
    done = subprocess.run(command, env=environment(), capture_output=True, check=True)

    assert done.stdout.decode().startswith(start)


def test_construct_prints_turtle(small_release: Release) -> None:
    query = "CONSTRUCT WHERE { ?drug <https://w3id.org/pomegraph/ontology#brandName> ?name }"
    done = run("query", query, "--format", "turtle", "--release", small_release.folder)

    assert '"Exampla" .' in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_is_told_in_a_line(small_release: Release) -> None:
    command = [sys.executable, "-m", "pomegraph", "query", BRAND, "--release", str(small_release.folder)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith(b"cannot write the output: no space is left")
    assert done.stderr.count(b"\n") == 1


def test_query_is_read_from_a_file_and_from_standard_input(small_release: Release) -> None:
    file = ROOT / "tests/small/queries/brand-names.rq"
    from_file = run("query", "--file", file, "--format", "csv", "--release", small_release.folder)
    piped = run("query", "--file", "-", "--format", "csv", "--release", small_release.folder, stdin=BRAND)

    assert from_file.stdout == piped.stdout == "name\nExampla\n"


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["query", "SELECT"], 1, "expected"),
        (["query", "ASK {}", "--format", "csv"], 1, "a result of ASK has no such format"),
        (["query"], 2, "give the query either as TEXT or with --file"),
        (["query", "ASK {}", "--file", "/dev/null"], 2, "give the query either as TEXT or with --file"),
        (["query", "ASK {}", "--format", "xls"], 2, "Invalid value for '--format'"),
        (["nonsense"], 2, "No such command 'nonsense'"),
        (["build", "--base", "nonsense"], 2, "is not an absolute IRI"),
        (["--content", "/nowhere", "check"], 2, "does not exist"),
        (["diff", "/nowhere", "/nowhere"], 1, "no release here"),
        (["verify", "/nowhere"], 2, "does not exist"),
    ],
)
def test_wrong_use_is_told(small_release: Release, arguments: list[str], status: int, message: str) -> None:
    done = run(*arguments, cwd=small_release.folder.parent)

    assert done.returncode == status
    assert message in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_query_file_that_is_not_utf_8_is_told(small_release: Release, tmp_path: Path) -> None:
    (tmp_path / "latin.rq").write_bytes(b"ASK { ?s ?p '\xe9' }")
    done = run("query", "--file", tmp_path / "latin.rq", "--release", small_release.folder)

    assert (done.returncode, done.stderr) == (1, "the query is not UTF-8; save it as UTF-8\n")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "nowhere.invalid", ""])
def test_address_that_cannot_be_had_is_told(small_release: Release, port: int, host: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        done = run("serve", "--host", host, "--port", str(port), "--release", small_release.folder)

    assert done.returncode == 1
    assert f"cannot listen on {host}:{port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_query_without_a_release_tells_how_to_make_one(tmp_path: Path) -> None:
    done = run("query", "ASK {}", cwd=tmp_path)

    assert done.returncode == 1
    assert "no release here (No such file or directory); make one with pomegraph build --output release" in done.stderr


def test_verify_exits_1_if_anything_is_not_found(small: Content, tmp_path: Path) -> None:
    documents = ROOT / "tests/small/documents"
    sound = run("--content", small.root, "verify", documents)
    (tmp_path / "none").mkdir()
    gone = run("--content", small.root, "verify", tmp_path / "none")

    assert sound.returncode == 0
    assert "alpha lines 3-4: found" in sound.stdout
    assert gone.returncode == 1
    assert gone.stdout == "alpha (alpha.txt): gone\nbeta (beta.txt): gone\n"


def test_diff_prints_changes_on_stdout(small_release: Release) -> None:
    done = run("diff", small_release.folder, small_release.folder)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_version_is_told() -> None:
    assert run("--version").stdout == f"pomegraph, version {__version__}\n"


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def ask(port: int, query: str) -> dict[str, object]:
    body = query.encode()
    headers = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/sparql", body, headers)
    for _ in range(100):
        try:
            with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
                return dict(json.load(response))
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("the server did not come up")


def test_serve_builds_a_release_and_answers(small: Content, tmp_path: Path, port: int) -> None:
    command = [sys.executable, "-m", "pomegraph", "--content", str(small.root), "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        try:
            answer = ask(port, BRAND)
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=20)

    assert "Exampla" in json.dumps(answer)
    assert (tmp_path / "release" / "pomegraph.ttl").exists()
    assert server.returncode == 0
