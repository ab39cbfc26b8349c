"""Fixtures: desks on the real release and on the miniature."""

from __future__ import annotations

import pytest

from pomegraph.agents.desk import Desk
from pomegraph.content.folder import Content
from pomegraph.release import Release
from support.agents import make_desk


@pytest.fixture(scope="session")
def desk(real: Content, real_release: Release) -> Desk:
    return make_desk(real, real_release)


@pytest.fixture
def small_desk(small: Content, small_release: Release) -> Desk:
    return make_desk(small, small_release)
