"""Contexts of JSON-LD that lie elsewhere: named in the error, taken from files, never fetched."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from pomegraph.errors import DataError
from pomegraph.files.contexts import ContextFile, fill_contexts, read_option, refuse_context

AT = "https://schema.org/docs/jsonldcontext.jsonld"
HERE = {"name": "http://schema.org/name"}


def write(path: Path, context: Any) -> Path:
    path.write_text(json.dumps({"@context": context}), encoding="utf-8")
    return path


def fill(document: Any, *contexts: ContextFile) -> Any:
    text = json.dumps(document) if not isinstance(document, str) else document
    return json.loads(fill_contexts(io.BytesIO(text.encode()), "x.json", "file:///x.json", contexts))


@pytest.mark.parametrize(
    ("context", "filled"),
    [
        (AT, HERE),
        ([AT, {"a": "b"}], [HERE, {"a": "b"}]),
        ([{"a": "b"}, AT, None], [{"a": "b"}, HERE, None]),
        ({"@import": AT, "a": "b"}, {**HERE, "a": "b"}),
        ({"a": {"@id": "http://x/a", "@context": AT}}, {"a": {"@id": "http://x/a", "@context": HERE}}),
        (HERE, HERE),
    ],
)
def test_context_takes_the_place_of_its_address(tmp_path: Path, context: Any, filled: Any) -> None:
    file = ContextFile(AT, write(tmp_path / "c", HERE))

    assert fill({"@context": context, "name": 1}, file) == {"@context": filled, "name": 1}
    assert fill([{"x": {"@context": context}}], file) == [{"x": {"@context": filled}}]


def test_file_without_an_address_stands_for_all_others(tmp_path: Path) -> None:
    files = [ContextFile(AT, write(tmp_path / "c", HERE)), ContextFile(None, write(tmp_path / "d", [{"d": "e"}, None]))]

    assert fill({"@context": [AT, "http://x/other"]}, *files) == {"@context": [HERE, {"d": "e"}, None]}


def test_context_may_lead_to_another_beside_it(tmp_path: Path) -> None:
    files = [
        ContextFile("http://x/a", write(tmp_path / "a", "b")),
        ContextFile("http://x/b", write(tmp_path / "b", HERE)),
    ]

    assert fill({"@context": "http://x/a"}, *files) == {"@context": HERE}


def test_relative_address_is_one_beside_the_document(tmp_path: Path) -> None:
    file = write(tmp_path / "c", HERE)

    assert fill({"@context": "c.json"}, ContextFile("file:///c.json", file)) == {"@context": HERE}
    assert fill({"@context": "c.json"}, ContextFile("c.json", file)) == {"@context": HERE}


def test_json_that_is_a_value_is_left_as_it_is(tmp_path: Path) -> None:
    value = {"p": {"@type": "@json", "@value": {"@context": AT}}, "@context": HERE}

    assert fill(value, ContextFile(None, write(tmp_path / "c", HERE))) == value


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"@context": "http://x/unknown"}, "refers to the context http://x/unknown, .*--context http://x/unknown=FILE"),
        ({"@context": "http://x/endless"}, "endless: its context leads to others without an end"),
        ({"@context": "http://x/none"}, "none: holds no @context"),
        ({"@context": "http://x/gone"}, "gone: No such file"),
        ("{", r"x\.json: is not JSON"),
        ("[NaN]", r"x\.json: is not JSON \(NaN is not JSON\)"),
        ("[" * 200_000, r"x\.json: is (nested too deeply|not JSON)"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, document: Any, told: str) -> None:
    write(tmp_path / "endless", "http://x/endless")
    (tmp_path / "none").write_text("{}", encoding="utf-8")
    files = [ContextFile(f"http://x/{name}", tmp_path / name) for name in ("endless", "none", "gone")]
    with pytest.raises(DataError, match=told):
        fill(document, *files)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f'{{"@context": "{AT}"}}', f"x.json: its @context is the address {AT}, and nothing is fetched"),
        (f'{{"a": 1, "@context" : [ "{AT}", {{}}]}}', f"--context {AT}=FILE"),
        ('{"@context": {"@import": "http://x/i"}}', "the address http://x/i,"),
        ("{}", "its @context is an address elsewhere, .*--context IRI=FILE"),
    ],
)
def test_address_is_named_where_there_is_no_file(text: str, told: str) -> None:
    error = refuse_context("x.json", io.BytesIO(text.encode()))
    with pytest.raises(DataError, match=told):
        raise error


def test_option_names_a_file_and_what_it_stands_for(tmp_path: Path) -> None:
    path = tmp_path / "c=d.json"
    path.write_bytes(b"{}")

    assert read_option(str(path)) == ContextFile(None, path)
    assert read_option(f"http://x/?a=b={path}") == ContextFile("http://x/?a=b", path)
    assert read_option("http://x/=nothing") is None
    assert read_option("") is None
