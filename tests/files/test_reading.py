"""Files as people have them, read together: what they hold, what there is to tell, and what is wrong with them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from pomegraph.errors import DataError
from pomegraph.files.contexts import ContextFile
from pomegraph.files.reading import Manner, Remarks, find_prefixes, read_files

LINES = b'<http://x/s> <http://x/p> "1" .\nbad\n<http://x/s> <http://x/p> "2" .\n'


def read(*paths: Path, manner: Manner | None = None) -> tuple[list[str], list[str]]:
    """Return the values that files hold, and what there is to tell."""
    remarks = Remarks()
    found = [str(getattr(quad.object, "value", "")) for quad in read_files(paths, manner or Manner(), remarks)]
    return found, remarks.list_all()


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_bad_lines_are_an_error_that_names_them(tmp_path: Path) -> None:
    path = write(tmp_path / "x.nt", LINES)
    told = r"x\.nt: one line cannot be read: line 2, column 1: The subject .*; correct it, or use --skip-bad"
    with pytest.raises(DataError, match=told):
        read(path)


def test_bad_lines_are_left_out_and_told_where_that_is_wanted(tmp_path: Path) -> None:
    path = write(tmp_path / "x.nt", LINES)

    values, told = read(path, manner=Manner(skip_bad=True))

    assert values == ["1", "2"]
    assert len(told) == 1
    assert told[0].startswith(f"{path}: 1 of its lines is left out: line 2, column 1: ")


def test_file_of_bad_lines_alone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="2 lines cannot be read"):
        read(write(tmp_path / "x.nt", "bad\nbad\n"), manner=Manner(skip_bad=True))


def test_only_lines_can_be_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "x.ttl", LINES)
    with pytest.raises(
        DataError, match=r"x\.ttl: line 2, column 1: bad is not a valid subject .*; correct the file there"
    ):
        read(path, manner=Manner(skip_bad=True))


def test_context_elsewhere_is_named_and_taken_from_a_file(tmp_path: Path) -> None:
    document = {"@context": "http://x/context", "@id": "http://x/s", "name": "jsonld"}
    path = write(tmp_path / "x.json", json.dumps(document))
    context = write(tmp_path / "context", '{"@context": {"name": "http://x/name"}}')
    with pytest.raises(
        DataError, match=r"x\.json: its @context is the address http://x/context, and nothing is fetched"
    ):
        read(path)

    assert read(path, manner=Manner(contexts=(ContextFile("http://x/context", context),))) == (["jsonld"], [])


def test_file_that_says_nothing_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "x.json", '{"name": "no JSON-LD"}')

    assert read(path) == ([], [f"{path}: there is no triple in it"])


def test_values_in_another_form_are_told(tmp_path: Path) -> None:
    _, told = read(write(tmp_path / "x.ttl", "<http://x/s> <http://x/p> 01, 1.50, 3 ."))

    assert told == [
        "2 statements hold a value that Oxigraph keeps in another form, such as "
        '"01"^^xsd:integer as "1"^^xsd:integer, "1.50"^^xsd:decimal as "1.5"^^xsd:decimal; '
        "docs/operations.md tells which, under Values"
    ]


def test_blank_nodes_of_all_texts_are_apart(tmp_path: Path) -> None:
    archive = tmp_path / "x.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for name in ("one.ttl", "two.nt", "three.nq"):
            file.writestr(name, "_:b <http://x/p> <http://x/o> .")
    paths = (archive, write(tmp_path / "four.nt", "_:b <http://x/p> <http://x/o> ."))

    assert len({quad.subject for quad in read_files(paths, Manner(), Remarks())}) == 4


def test_prefixes_of_all_texts_are_read(tmp_path: Path) -> None:
    one = write(tmp_path / "a b.ttl", "@prefix a: <http://a/> . a:s a:p a:o .")
    two = write(tmp_path / "two.nt", LINES)
    three = write(tmp_path / "three.trig", b"\xef\xbb\xbfPREFIX b: <http://b/> b:g { b:s b:p b:o }")

    assert find_prefixes([one, two, three], Manner()) == {"a": "http://a/", "b": "http://b/"}
