"""The page on the model: its picture is drawn from the ontology, its examples are in the release."""

from __future__ import annotations

import re

import pyoxigraph
import pytest

from pomegraph.build.model import draw_model
from pomegraph.content.folder import Content
from pomegraph.content.ontology import read_vocabulary
from pomegraph.release import Release
from support.places import ROOT

PAGE = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
WORDS = ["Drug", "Mechanism", "Trial", "Regimen", "Outcome"]
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
BEGINNING = re.findall(r"^```sparql\n(BASE .*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0]


@pytest.fixture(scope="module")
def store(real_release: Release) -> pyoxigraph.Store:
    return pyoxigraph.Store.read_only(str(real_release.store))


def find_block(word: str, language: str) -> str:
    (block,) = re.findall(rf"^```{language}\n(.*?)^```", SECTIONS[word], re.MULTILINE | re.DOTALL)
    return str(block)


def test_page_tells_of_the_core() -> None:
    assert list(SECTIONS) == [*WORDS, "Topics", "Numbers", "Dates"]


def test_core_stands_first_in_the_ontology() -> None:
    text = (ROOT / "ontology" / "pomegraph.ttl").read_text(encoding="utf-8")

    assert re.findall(r"^pom:(\w+) a owl:", text, re.MULTILINE)[:5] == WORDS


def test_picture_is_that_of_the_ontology(real: Content) -> None:
    (picture,) = re.findall(r"^```mermaid\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)

    assert picture == draw_model(read_vocabulary(real)), "put in what `pomegraph model` prints"


@pytest.mark.parametrize("word", WORDS)
def test_example_is_in_the_release(store: pyoxigraph.Store, word: str) -> None:
    data = (BEGINNING + find_block(word, "turtle")).encode()
    triples = [quad.triple for quad in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE)]

    assert len(triples) > 3
    assert [str(one) for one in triples if pyoxigraph.Quad(*one) not in store] == []


@pytest.mark.parametrize("word", [*WORDS, "Numbers", "Dates"])
def test_query_of_five_lines_gives_the_table(store: pyoxigraph.Store, word: str) -> None:
    query = find_block(word, "sparql")
    rows = store.query(BEGINNING + query)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    names = [variable.value for variable in rows.variables]
    table = [names, *([str(getattr(row[name], "value", "")) for name in names] for row in rows)]
    shown = [line.strip("| ").split(" | ") for line in SECTIONS[word].splitlines() if line.startswith("| ")]

    assert query.count("\n") == 5
    assert shown == table
