"""A client that all tests of the data as a whole share."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from support.asked import make_asking_client


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Return a client of a release of the miniature."""
    return make_asking_client(built, tmp_path_factory.mktemp("dataset"))
