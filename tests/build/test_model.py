"""The picture of the ontology: everything hangs on the core, by an arrow."""

from __future__ import annotations

import re

import pytest

from pomegraph.build.model import draw_model
from pomegraph.content.folder import Content
from pomegraph.content.ontology import Vocabulary, read_vocabulary


@pytest.fixture(scope="module")
def vocabulary(real: Content) -> Vocabulary:
    return read_vocabulary(real)


@pytest.fixture(scope="module")
def arrows(vocabulary: Vocabulary) -> dict[tuple[str, str], str]:
    """What is written on each arrow, by its ends."""
    found = re.findall(r'^    (\w+) -[-.] "(.*)" [-.]->? (\w+)$', draw_model(vocabulary), re.MULTILINE)
    return {(start, end): words for start, words, end in found}


def climb(vocabulary: Vocabulary, name: str) -> set[str]:
    """Return all that a class hangs on, at once or by way of others."""
    near = vocabulary.classes[name].hangs_on
    return {*near, *(far for one in near for far in climb(vocabulary, one))}


def test_core_is_five_words(vocabulary: Vocabulary) -> None:
    assert vocabulary.core == ("Drug", "Mechanism", "Outcome", "Regimen", "Trial")


def test_every_class_hangs_on_the_core(vocabulary: Vocabulary) -> None:
    others = vocabulary.classes.keys() - set(vocabulary.core)

    assert [name for name in sorted(others) if not climb(vocabulary, name) & set(vocabulary.core)] == []


def test_every_class_is_drawn_once(vocabulary: Vocabulary) -> None:
    nodes = re.findall(r'^    (\w+)\["(.+?)"\](:::core)?$', draw_model(vocabulary), re.MULTILINE)

    assert {name: label for name, label, _ in nodes} == {one.name: one.label for one in vocabulary.classes.values()}
    assert len(nodes) == len(vocabulary.classes)
    assert sorted(name for name, _, core in nodes if core) == list(vocabulary.core)


def test_everything_hangs_by_an_arrow(vocabulary: Vocabulary, arrows: dict[tuple[str, str], str]) -> None:
    pairs = {(name, other) for name, one in vocabulary.classes.items() for other in one.hangs_on}

    assert [pair for pair in sorted(pairs) if not {pair, pair[::-1]} & arrows.keys()] == []


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("Trial", "Regimen", "studies"),
        ("Regimen", "Drug", "includes"),
        ("Outcome", "Measure", "measure"),
        ("Drug", "DrugClass", "in class"),
        ("Mechanism", "Drug", "agent<br>target"),
        ("Mechanism", "Claim", "is a"),
    ],
)
def test_arrow_bears_the_labels_of_its_properties(
    arrows: dict[tuple[str, str], str], start: str, end: str, words: str
) -> None:
    assert arrows[start, end] == words


def test_class_that_hangs_on_nothing_is_drawn(small: Content) -> None:
    text = small.steering.read_text(encoding="utf-8")
    small.steering.write_text(text.replace("pom:Programme pom:hangsOn pom:Drug .\n", ""), encoding="utf-8")
    picture = draw_model(read_vocabulary(small))

    assert re.findall(r"\bProgramme\b.*", picture) == ['Programme["programme"]']
