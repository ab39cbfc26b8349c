"""What a release says of itself: it comes back as it was written, and what is not understood is refused."""

from __future__ import annotations

import json

import pytest

from pomegraph.errors import ReleaseError
from pomegraph.release import FileFacts, Manifest, read_manifest

MANIFEST = Manifest(
    base="https://example.org/",
    prefixes={"b": "http://b/", "a": "http://ä/"},
    triples=3,
    quads=5,
    graphs={"http://g/2": 1, "http://g/1": 1},
    files={"pomegraph.nq": FileFacts(7, "00ff")},
    pomegraph="0.1.0",
    ontology=None,
)


def change(**values: object) -> bytes:
    return json.dumps(json.loads(MANIFEST.to_json()) | values).encode()


def test_manifest_comes_back_as_it_was_written() -> None:
    assert read_manifest(MANIFEST.to_json().encode()) == MANIFEST


def test_order_of_what_is_told_does_not_change_the_text() -> None:
    other = Manifest(
        base="https://example.org/",
        prefixes={"a": "http://ä/", "b": "http://b/"},
        triples=3,
        quads=5,
        graphs={"http://g/1": 1, "http://g/2": 1},
        files={"pomegraph.nq": FileFacts(7, "00ff")},
        pomegraph="0.1.0",
    )

    assert other.to_json() == MANIFEST.to_json()


def test_what_later_versions_add_is_passed_over() -> None:
    assert read_manifest(change(format="1.7", layers=["a"], vocabulary={"b": 1})) == MANIFEST


@pytest.mark.parametrize("form", ["2.0", "10.0", "0.9", 2, ""])
def test_format_that_is_not_known_is_refused(form: object) -> None:
    with pytest.raises(ReleaseError, match=r"has the format .*, and this version of Pomegraph reads 1\.x; install"):
        read_manifest(change(format=form))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b'{"format": "1.0"}',
        change(counts={}),
        change(counts={"triples": "many", "quads": 1, "graphs": {}}),
        change(prefixes=[]),
        change(files={"pomegraph.nq": "00ff"}),
    ],
)
def test_other_text_is_no_manifest(data: bytes) -> None:
    with pytest.raises(ReleaseError, match="is not the description of a release"):
        read_manifest(data)
