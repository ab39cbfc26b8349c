"""What the first who ask would wait for is made before they come."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from flask import Flask

from pomegraph.content.folder import Content
from pomegraph.engine.client import EngineClient
from pomegraph.questions.reading import read_questions
from pomegraph.web.app import create_app
from pomegraph.web.preparing import get_preparer
from pomegraph.web.results import Results
from pomegraph.web.settings import Settings
from support.endpoint import LIMITS, connect_engine
from support.places import ROOT


def make_app(engine: EngineClient) -> Flask:
    return create_app(engine, Settings(questions=tuple(read_questions(Content(ROOT)))), stream=io.StringIO())


@pytest.fixture(scope="module")
def engine(built: Path, tmp_path_factory: pytest.TempPathFactory) -> EngineClient:
    folder = tmp_path_factory.mktemp("prepared") / "out"
    shutil.copytree(built, folder, symlinks=True)
    return connect_engine(LIMITS, folder / "release")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that are put to the engine."""
    found: list[str] = []
    ask = Results.ask

    def note(self: Results, query: str, timeout: float | None = None) -> object:
        found.append(query)
        return ask(self, query, timeout)

    monkeypatch.setattr(Results, "ask", note)
    return found


def test_nothing_is_made_for_the_first_who_asks(engine: EngineClient, asked: list[str]) -> None:
    app = make_app(engine)
    get_preparer(app).prepare()
    before = set(asked)
    found = app.test_client().get("/search?q=examplamide").get_json()

    assert len(before) > 2
    assert found["things"]
    assert set(asked) == before


def test_what_the_first_page_needs_is_asked_before(engine: EngineClient, asked: list[str]) -> None:
    app = make_app(engine)
    get_preparer(app).prepare()
    before = set(asked)
    asked.clear()
    app.test_client().get("/")

    assert len(before.intersection(asked)) == 4


def test_nothing_is_made_of_data_that_are_not_ours(asked: list[str]) -> None:
    get_preparer(make_app(connect_engine())).prepare()

    assert asked == []


def test_nothing_is_made_before_it_is_time(engine: EngineClient, asked: list[str]) -> None:
    app = make_app(engine)

    assert asked == []
    assert not app.jinja_env.cache


def test_pages_of_what_is_spoken_of_most_are_asked_before(engine: EngineClient, asked: list[str]) -> None:
    app = make_app(engine)
    get_preparer(app).prepare()
    before = set(asked)
    asked.clear()
    page = app.test_client().get("/drug/exemplamide.html")

    assert page.status_code == 200
    assert len(before.intersection(asked)) > 10
    # Whether there is such a thing is asked by its address.
    assert len(set(asked) - before) == 1
