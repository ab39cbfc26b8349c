"""What the first who ask would wait for is made before they come."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from pomegraph.content.folder import Content
from pomegraph.engine.client import EngineClient
from pomegraph.questions.catalogue import Catalogue
from pomegraph.questions.reading import read_questions
from pomegraph.web.app import create_app
from pomegraph.web.cache import ResultCache
from pomegraph.web.metrics import Meters
from pomegraph.web.questions.preparing import Preparer, get_preparer
from pomegraph.web.questions.request import QuestionService
from pomegraph.web.results import Results
from pomegraph.web.settings import Settings
from support.endpoint import LIMITS, connect_engine
from support.places import ROOT


def make_service(engine: EngineClient) -> QuestionService:
    questions = tuple(read_questions(Content(ROOT)))
    return QuestionService(Catalogue(questions), engine, Results(engine, ResultCache(1 << 20), Meters()))


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
    service = make_service(engine)
    Preparer(service).prepare()
    before = len(asked)
    things, found = service.list_things(), service.open_finder().find("examplamide")

    assert len(asked) == before == 2
    assert things.by_kind["drug"]
    assert found.things


def test_nothing_is_made_of_data_that_are_not_ours(asked: list[str]) -> None:
    Preparer(make_service(connect_engine())).prepare()

    assert asked == []


def test_application_is_not_prepared_before_it_is_told_to(engine: EngineClient, asked: list[str]) -> None:
    app = create_app(engine, Settings(questions=tuple(read_questions(Content(ROOT)))), stream=io.StringIO())
    before = len(asked)
    get_preparer(app).prepare()

    assert (before, len(asked)) == (0, 2)
