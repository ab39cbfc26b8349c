"""The folder of the content: what is in it, and what must be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pomegraph.content.folder import Content
from pomegraph.errors import ContentError
from support.places import ROOT


def test_checkout_is_its_own_content() -> None:
    assert Content.default() == Content(ROOT)


def test_files_are_sorted_by_name(small: Content) -> None:
    assert [path.name for path in small.sources] == ["alpha.yaml", "beta.yaml"]
    assert [path.name for path in small.registers] == sorted(path.name for path in small.registers)
    assert [path.stem for path in small.queries] == ["brand-names", "things"]


def test_file_is_called_by_its_path_inside_the_content(small: Content) -> None:
    assert small.place(small.sources[0]) == "data/sources/alpha.yaml"


@pytest.mark.parametrize("name", ["ontology", "shapes", "mappings"])
def test_file_that_must_be_there_is_told(small: Content, name: str) -> None:
    path: Path = getattr(small, name)
    path.unlink()
    with pytest.raises(ContentError) as caught:
        small.require()

    assert [(problem.file, problem.message) for problem in caught.value.problems] == [
        (small.place(path), "no such file")
    ]
    assert "give the folder that holds ontology/" in str(caught.value)


def test_content_without_a_source_is_told(small: Content) -> None:
    shutil.rmtree(small.root / "data" / "sources")
    with pytest.raises(ContentError, match="data/sources: no source file"):
        small.require()


def test_whole_content_is_taken(small: Content) -> None:
    small.require()


def test_files_are_sorted_by_stem(small: Content) -> None:
    """By path, `alpha-2.yaml` would stand before `alpha.yaml`, since a hyphen does before a full stop."""
    for folder, ending in (
        ("data/sources", "yaml"),
        ("data/registers", "tsv"),
        ("data/digests", "tsv"),
        ("queries", "rq"),
    ):
        for stem in ("zeta-2", "zeta"):
            (small.root / folder / f"{stem}.{ending}").touch()

    for files in (small.sources, small.registers, small.digests, small.queries):
        assert [path.stem for path in files] == sorted(path.stem for path in files)
        assert [path.stem for path in files][-2:] == ["zeta", "zeta-2"]


def test_digests_are_called_like_their_source(small: Content) -> None:
    assert [small.digests_of(path) for path in small.sources] == small.digests
