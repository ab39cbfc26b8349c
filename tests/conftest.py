"""Fixtures: the real content, and a miniature of it that a test may break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from places import ROOT
from pomegraph.content import Content
from pomegraph.errors import Problem
from pomegraph.facts import Facts, Source, read_facts


@pytest.fixture(scope="session")
def real() -> Content:
    return Content(ROOT)


@pytest.fixture
def small(tmp_path: Path) -> Content:
    """A copy of the miniature, under the real ontology."""
    root = tmp_path / "small"
    shutil.copytree(Path(__file__).parent / "small", root)
    shutil.copytree(ROOT / "ontology", root / "ontology")
    return Content(root)


@pytest.fixture
def small_facts(small: Content) -> Facts:
    problems: list[Problem] = []
    facts = read_facts(small, problems)
    sources: list[Source] = list(facts.sources)
    assert problems == []
    return Facts(facts.registry, facts.mappings, sources)
