"""What the tests of search share: the real release, searched."""

from __future__ import annotations

import pytest

from pomegraph.ask.api import EvidenceGraph, open_graph
from pomegraph.content.folder import Content
from pomegraph.release import Release


@pytest.fixture(scope="session")
def searched(real_release: Release, real: Content) -> EvidenceGraph:
    """The real release, whose index is made once."""
    return open_graph(real_release.folder, content=real)
