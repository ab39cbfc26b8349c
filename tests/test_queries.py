"""The canned queries: golden answers, the same rows in two engines."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from engines import load_oxigraph, load_rdflib, read_answer, rows_in_oxigraph, rows_in_rdflib
from places import ROOT
from pomegraph.release import Release

QUERIES = sorted((ROOT / "queries").glob("*.rq"))
ANSWERS = ROOT / "tests" / "answers"
QUESTIONS = [
    "Q01",
    "Q02",
    "Q04",
    "Q05",
    "Q07",
    "Q08",
    "Q09",
    "Q11",
    "Q12",
    "Q14",
    "Q15",
    "Q17",
    "Q18",
    "Q20",
    "Q21",
    "Q23",
    "Q24",
    "Q25",
    "Q26",
    "Q27",
    "Q29",
    "Q31",
    "Q32",
    "Q34",
    "Q36",
    "Q37",
    "Q39",
    "Q40",
    "Q42",
    "Q43",
    "Q45",
    "Q47",
    "Q48",
    "Q49",
    "Q51",
    "Q52",
    "Q53",
    "Q55",
    "Q57",
    "Q59",
]

each_query = pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def oxigraph(real_release: Release) -> pyoxigraph.Store:
    return load_oxigraph(real_release.quads)


@pytest.fixture(scope="module")
def rdflib_dataset(real_release: Release) -> rdflib.Dataset:
    return load_rdflib(real_release.quads)


@each_query
def test_answer_in_oxigraph(oxigraph: pyoxigraph.Store, path: Path) -> None:
    assert rows_in_oxigraph(oxigraph, path.read_text(encoding="utf-8")) == read_answer(ANSWERS / f"{path.stem}.tsv")


@pytest.mark.slow
@each_query
def test_answer_in_rdflib(rdflib_dataset: rdflib.Dataset, path: Path) -> None:
    assert rows_in_rdflib(rdflib_dataset, path.read_text(encoding="utf-8")) == read_answer(ANSWERS / f"{path.stem}.tsv")


@each_query
def test_answer_is_not_empty(path: Path) -> None:
    assert len(read_answer(ANSWERS / f"{path.stem}.tsv")) > 1


@each_query
def test_header_puts_a_question_and_explains_every_column(oxigraph: pyoxigraph.Store, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    header = [line.removeprefix("#+ ") for line in text.splitlines() if line.startswith("#+ ")]
    explained = re.findall(r"^  (\w+): \S", "\n".join(header[header.index("columns:") :]), re.MULTILINE)

    assert re.fullmatch(r"summary: .*\?", header[0])
    assert [f"?{name}" for name in explained] == list(rows_in_oxigraph(oxigraph, text)[0])


def test_every_answer_has_its_query() -> None:
    assert {path.stem for path in ANSWERS.glob("*.tsv")} == {path.stem for path in QUERIES}


def test_every_competency_question_has_a_query() -> None:
    named = {name for path in QUERIES for name in re.findall(r"Q\d\d", path.read_text(encoding="utf-8"))}

    assert set(QUESTIONS) - named == set()
