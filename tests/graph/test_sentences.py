"""Labels read as sentences: who does what to whom, with its figure, for every kind of claim and property."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pomegraph.content.claims import Claim, Facts
from pomegraph.content.folder import Content
from pomegraph.content.ontology import Vocabulary
from pomegraph.content.patterns import read_pattern
from pomegraph.content.registers import Registry
from pomegraph.content.sources import read_facts
from pomegraph.errors import Problem
from pomegraph.graph.sentences import SentenceWriter

CASES = [line.split("\t") for line in Path(__file__).with_name("sentences.tsv").read_text("utf-8").splitlines()[1:]]


@pytest.fixture(scope="module")
def facts(real: Content) -> Facts:
    problems: list[Problem] = []
    facts = read_facts(real, problems)
    sources = list(facts.sources)
    assert problems == []
    return replace(facts, sources=sources)


@pytest.fixture(scope="module")
def registry(facts: Facts) -> Registry:
    return facts.registry


@pytest.fixture(scope="module")
def claims(facts: Facts) -> list[Claim]:
    return [claim for source in facts.sources for passage in source.passages for claim in passage.claims]


def make_claim(kind: str, values: str) -> Claim:
    name, _, predicate = kind.partition("/")
    pairs = [tuple(pair.split("=", 1)) for pair in values.split("; ")]
    return Claim(name, predicate, tuple(sorted((pair[0], pair[1]) for pair in pairs)), (), 0)


@pytest.mark.parametrize(("kind", "values", "label"), CASES, ids=[f"{case[0]}: {case[1]}" for case in CASES])
def test_label_is_a_sentence(registry: Registry, kind: str, values: str, label: str) -> None:
    assert SentenceWriter(registry).word_claim(make_claim(kind, values)) == label


def test_every_kind_and_property_has_a_case(registry: Registry, claims: list[Claim]) -> None:
    said = {f"{claim.kind}/{claim.predicate}" if claim.predicate else claim.kind for claim in claims}
    kinds = {name for name in registry.vocabulary.classes if registry.vocabulary.is_claim(name)} - {"Statement"}

    assert said | kinds == {kind for kind, _, _ in CASES}


def test_different_claims_have_different_labels(registry: Registry, claims: list[Claim]) -> None:
    writer = SentenceWriter(registry)
    contents = {(claim.kind, claim.values): writer.word_claim(claim) for claim in claims}

    assert len(set(contents.values())) == len(contents)


def test_label_tells_every_figure(registry: Registry, claims: list[Claim]) -> None:
    writer = SentenceWriter(registry)
    figures = ("value", "low", "high", "hazardRatio", "pValue", "followUp", "minimumPriorTherapies", "cycleLength")
    untold = [
        (claim.values, label)
        for claim in claims
        for label in [writer.word_claim(claim)]
        for name in figures
        for value in claim.get(name)
        if not re.search(rf"(?<![\d.]){re.escape(value)}(?![\d.])", label)
    ]

    assert untold == []


@pytest.mark.parametrize("kind", ["Outcome", "Dose", "Mechanism", "Comparison"])
def test_what_no_pattern_names_stands_in_brackets(registry: Registry, kind: str) -> None:
    label = SentenceWriter(registry).word_claim(make_claim(kind, "negated=false; organSystem=hematologic"))

    assert label.endswith("(organ system hematologic)")


def test_kind_without_a_pattern_is_worded_all_the_same(registry: Registry) -> None:
    vocabulary = registry.vocabulary
    bare = replace(vocabulary.classes["Outcome"], sentence=(), topic_phrase=())
    plain = replace(registry, vocabulary=replace(vocabulary, classes={**vocabulary.classes, "Outcome": bare}))

    label = SentenceWriter(plain).word_claim(make_claim("Outcome", "drug=pomalidomide; value=67; unit=percent"))

    assert label == "outcome: with pomalidomide 67 %"


def test_percent_sign_in_a_pattern_stays(registry: Registry) -> None:
    vocabulary = registry.vocabulary
    changed = replace(vocabulary.classes["Outcome"], sentence=read_pattern("100 % of {drug}"))
    registry = replace(registry, vocabulary=replace(vocabulary, classes={**vocabulary.classes, "Outcome": changed}))

    assert SentenceWriter(registry).word_claim(make_claim("Outcome", "drug=pomalidomide")) == "100 % of pomalidomide"


def test_worded_values_are_values(registry: Registry) -> None:
    vocabulary: Vocabulary = registry.vocabulary
    worded = {(prop, value) for prop in vocabulary.properties.values() for value in prop.wordings}

    assert [(prop.name, value) for prop, value in worded if registry.find_fault(prop, value)] == []
