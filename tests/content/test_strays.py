"""Files that nothing reads are told, with what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pomegraph.build.release_builder import check_content
from pomegraph.content.folder import Content
from pomegraph.content.strays import find_strays
from pomegraph.errors import ContentError
from pomegraph.wording import show_text

CURES = {
    "data/sources/extra.yml": "rename it to extra.yaml",
    "data/sources/extra.YAML": "rename it to extra.yaml",
    "data/sources/alpha.yaml.orig": "move it out of data",
    "data/sources/README": "move it out of data",
    "data/sources/old/alpha.yaml": "move it to data/sources, or out of data",
    "data/registers/x.csv": "rename it to x.tsv, with a tab between two cells",
    "data/registers/x.txt": "rename it to x.tsv, with a tab between two cells",
    "data/digests/alpha.csv": "rename it to alpha.tsv, with a tab between two cells",
    "data/register/drugs.tsv": "move it to data/aliases or data/registers or data/digests, or out of data",
    "data/alpha.yaml": "move it to data/sources, or out of data",
    "queries/x.sparql": "rename it to x.rq",
    "queries/more/x.rq": "move it to queries, or out of queries",
    "ontology/more.ttl": "move it out of ontology",
    "data/sources/x\u200b.yml": "rename it to x<U+200B>.yaml",
}


@pytest.mark.parametrize("name", CURES)
def test_file_that_nothing_reads_is_told(small: Content, name: str) -> None:
    path = small.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x", encoding="utf-8")

    (problem,) = map(str, find_strays(small))
    assert problem == f"{show_text(name)}: nothing reads this file; {CURES[name]}"


def test_check_tells_it(small: Content) -> None:
    path = small.root / "data/sources/alpha.yaml"
    shutil.copyfile(path, path.with_name("extra.yml"))

    with pytest.raises(ContentError, match=r"data/sources/extra.yml: nothing reads this file; rename it to extra.yaml"):
        check_content(small, tell=lambda _: None)


def test_broken_link_is_told(small: Content) -> None:
    (small.root / "data/registers/x.csv").symlink_to("nowhere")

    assert [problem.file for problem in find_strays(small)] == ["data/registers/x.csv"]


@pytest.mark.parametrize("name", [".gitignore", "data/.DS_Store", "data/digests/.alpha.tsv.part", "data/.old/x.yaml"])
def test_hidden_file_is_left_alone(small: Content, name: str) -> None:
    path = small.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()

    assert list(find_strays(small)) == []


def test_digests_of_no_source_are_told(small: Content) -> None:
    (small.root / "data/sources/beta.yaml").unlink()

    assert [str(problem) for problem in find_strays(small)] == [
        "data/digests/beta.tsv: there is no source for these digests; delete it, or add data/sources/beta.yaml"
    ]


def test_real_content_has_no_stray(real: Content) -> None:
    assert list(find_strays(real)) == []


def test_folder_that_is_not_there_has_no_stray(tmp_path: Path) -> None:
    assert list(find_strays(Content(tmp_path))) == []
