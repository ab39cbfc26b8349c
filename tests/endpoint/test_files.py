"""Files as people have them, served: names, marks, encodings, packings, damaged lines, contexts that lie elsewhere."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.commands import call
from support.servers import Server, run_pomegraph
from support.serving import ask, read_complaints

# What each file says: its own name.
QUERY = "SELECT ?o { <http://x/s> <http://x/p> ?o } ORDER BY ?o"
TURTLE = '@prefix : <http://x/> . :s :p "%s" .'
LINE = '<http://x/s> <http://x/p> "%s" .'
RDF = """<?xml version="1.0" encoding="UTF-16"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns:x="http://x/"><rdf:Description rdf:about="http://x/s"><x:p>%s</x:p></rdf:Description></rdf:RDF>"""
MARK = b"\xef\xbb\xbf"
TEXTS = {
    "a b.ttl": TURTLE.encode(),
    "[c]{d}.ttl": TURTLE.encode(),
    "e#f.ttl": TURTLE.encode(),
    "100%.ttl": TURTLE.encode(),
    "%20.ttl": TURTLE.encode(),
    "\u00e4\u03b1\u6f22\U0001f347.ttl": TURTLE.encode(),
    "quote'\"$x.ttl": TURTLE.encode(),
    "mark.ttl": MARK + TURTLE.encode(),
    "mark.trig": MARK
    + b':g { <http://x/s> <http://x/p> "%s" } <http://x/s> <http://x/p> "%s" .'.replace(b":g ", b"<http://g/> "),
    "mark.nt": MARK + LINE.encode(),
    "mark.nq": MARK + LINE.encode(),
    "x.turtle": TURTLE.encode(),
    "turtle.owl": TURTLE.encode(),
    "xml.owl": RDF.replace("UTF-16", "UTF-8").encode(),
    "utf-16.rdf": RDF.encode("utf-16"),
    "latin.rdf": RDF.replace("UTF-16", "ISO-8859-1").encode("latin-1"),
    "data.json": b'{"@id": "http://x/s", "http://x/p": "%s"}',
    "elsewhere.jsonld": b'{"@context": "https://example.org/context?v=1", "@id": "http://x/s", "p": "%s"}',
    "gzip.ttl.gz": TURTLE.encode(),
    "bzip2.nt.bz2": LINE.encode(),
    "xz.nq.xz": LINE.encode(),
    "archive.zip": TURTLE.encode(),
    "bad lines.nt": b"bad\n" + LINE.encode() + b'\n<http://x/s> <http://x/p> "no end .\n',
}


def pack(path: Path, data: bytes) -> None:
    packers: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("read me.txt", b"not RDF")
            archive.writestr("in it.ttl", data)
    else:
        path.write_bytes(packers.get(path.suffix, bytes)(data))


def write_texts(folder: Path) -> list[Path]:
    paths = []
    for name, text in TEXTS.items():
        said = name.translate({ord("'"): None, ord('"'): None})
        encoding = "utf-16" if text.startswith(b"\xff\xfe") else "utf-8"
        pack(folder / name, text.decode(encoding).replace("%s", said).encode(encoding))
        paths.append(folder / name)
    if shutil.which("zstd"):
        path = folder / "zstd.nt"
        path.write_text(LINE % "zstd.nt.zst", encoding="utf-8")
        subprocess.run(["zstd", "-q", "--rm", path], check=True)
        paths.append(folder / "zstd.nt.zst")
    return paths


def name_all(folder: Path) -> list[str]:
    said = sorted(path.name.translate({ord("'"): None, ord('"'): None}) for path in folder.iterdir())
    return [name for name in said if name != "context"]


def list_flags(folder: Path) -> list[str]:
    paths = write_texts(folder)
    (folder / "context").write_text('{"@context": {"p": "http://x/p"}}', encoding="utf-8")
    context = f"https://example.org/context?v=1={folder / 'context'}"
    return [*(part for path in paths for part in ("--data", str(path))), "--skip-bad", "--context", context]


@pytest.fixture(scope="module", params=["memory", "disk"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    folder = tmp_path_factory.mktemp("files")
    with run_pomegraph(*list_flags(folder), "--store-mode", request.param, "--workers", "1") as server:
        yield server, folder


@pytest.mark.slow
def test_every_file_is_served(served: tuple[Server, Path]) -> None:
    server, folder = served
    rows = ask(server, QUERY, "application/json").json()["results"]["bindings"]

    assert [row["o"]["value"] for row in rows] == name_all(folder)


@pytest.mark.slow
def test_lines_that_were_left_out_are_told_in_the_log(served: tuple[Server, Path]) -> None:
    complaints = read_complaints(served[0])

    assert len(complaints) == 1
    assert "bad lines.nt: 2 of its lines are left out: line 1, column 1: " in complaints[0]
    assert "; line 3, column 27: " in complaints[0]


def test_every_file_is_queried(tmp_path: Path) -> None:
    done = call("query", QUERY, "--format", "json", *list_flags(tmp_path))

    assert [row["o"]["value"] for row in json.loads(done.stdout)["results"]["bindings"]] == name_all(tmp_path)


@pytest.mark.slow
def test_values_that_are_kept_in_another_form_are_told_in_the_log(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("<http://x/s> <http://x/p> 01, 1.50, 'x' .", encoding="utf-8")
    with run_pomegraph("--data", str(path), "--workers", "1") as server:
        values = ask(server, QUERY, "text/csv").text.split()[1:]
        complaints = read_complaints(server)

    assert sorted(values) == ["1", "1.5", "x"]
    assert len(complaints) == 1
    assert "2 statements hold a value that Oxigraph keeps in another form" in complaints[0]
