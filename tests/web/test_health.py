"""Whether this process lives, and whether it can answer."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from pomegraph import __version__
from pomegraph.engine.client import EngineClient
from pomegraph.engine.limits import Limits
from pomegraph.engine.process import REFUSED
from pomegraph.web.app import create_app
from pomegraph.web.settings import Settings
from support.endpoint import LIMITS, connect_engine, make_client, start_engine


def test_server_with_an_engine_is_ready() -> None:
    response = make_client().get("/health/ready")

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.get_json()["ready"] is True
    assert response.get_json()["version"] == connect_engine().version


def test_newer_data_that_were_refused_are_told() -> None:
    mark = start_engine(LIMITS, None) / REFUSED
    before = make_client().get("/health/ready").get_json()
    mark.touch()
    during = make_client().get("/health/ready")
    mark.unlink()

    assert before["refused"] is False
    assert (during.status_code, during.get_json()["refused"]) == (200, True)


def test_live_tells_which_program_it_is() -> None:
    assert make_client().get("/health/live").get_json() == {"live": True, "pomegraph": __version__}


@pytest.mark.slow
def test_server_without_an_engine_lives_and_is_not_ready(tmp_path: Path) -> None:
    client = create_app(EngineClient(tmp_path, Limits()), Settings(), stream=io.StringIO()).test_client()

    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 503
