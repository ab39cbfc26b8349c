"""The tables of aliases, read once."""

from __future__ import annotations

import pytest

from pomegraph.evidence.words import Words, read_words
from support.places import ROOT


@pytest.fixture(scope="session")
def words() -> Words:
    return read_words(ROOT / "data" / "aliases")
