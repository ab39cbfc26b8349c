"""Fixtures: the real content, and a miniature of it that a test may break."""

from __future__ import annotations

import shutil
import signal
import ssl
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from pomegraph.ask.api import EvidenceGraph, open_graph
from pomegraph.build.release_builder import build_release
from pomegraph.content.claims import Facts, Source
from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.errors import Problem
from pomegraph.graph.triples import Terms
from pomegraph.names import Names
from pomegraph.questions.reading import read_questions
from pomegraph.release import Release, open_release
from support.endpoint import make_client
from support.places import ROOT

# Files that take minutes. They begin first, so that no process of tests is busy with one while all others have ended.
LONGEST = (
    "endpoint/test_everywhere.py",
    "test_queries.py",
    "web/openapi/test_routes.py",
    "cli/test_help.py",
    "endpoint/test_mount.py",
    "graph/test_quads.py",
    "test_silence.py",
    "cluster/test_building.py",
)


def pytest_configure() -> None:
    """Heed an interrupt, which a shell lets be ignored where it starts tests in the background, and all they start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests of the longest files; the others keep their order."""
    ranks = {ROOT / "tests" / name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


@pytest.fixture(scope="session", autouse=True)
def certificates() -> Iterator[None]:
    """Read the certificates of all authorities once: httpx does it for each request, in 40 ms, also without TLS."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture(scope="session")
def real() -> Content:
    return Content(ROOT)


@pytest.fixture
def small(tmp_path: Path) -> Content:
    """A copy of the miniature, under the real ontology."""
    root = tmp_path / "small"
    shutil.copytree(ROOT / "tests" / "small", root)
    shutil.copytree(ROOT / "ontology", root / "ontology")
    return Content(root)


@pytest.fixture
def small_facts(small: Content) -> Facts:
    problems: list[Problem] = []
    facts = read_facts(small, problems)
    sources: list[Source] = list(facts.sources)
    assert problems == []
    return Facts(facts.registry, facts.mappings, sources)


@pytest.fixture
def small_terms(small_facts: Facts) -> Terms:
    return Terms(small_facts.registry, Names())


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release of the miniature, to be copied."""
    folder = tmp_path_factory.mktemp("built")
    content = shutil.copytree(ROOT / "tests" / "small", folder / "content")
    shutil.copytree(ROOT / "ontology", content / "ontology")
    build_release(Content(content), folder / "out" / "release", names=Names(), tell=lambda _: None)
    return folder / "out"


@pytest.fixture
def small_release(built: Path, tmp_path: Path) -> Release:
    """A release of the miniature at `tmp_path / "release"`."""
    shutil.copytree(built, tmp_path, symlinks=True, dirs_exist_ok=True)
    return open_release(tmp_path / "release")


@pytest.fixture(scope="session")
def real_release(real: Content, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return build_release(real, tmp_path_factory.mktemp("real") / "release", names=Names(), tell=lambda _: None)


@pytest.fixture(scope="session")
def real_graph(real_release: Release) -> EvidenceGraph:
    """The release of the content of this repository, to be asked from Python."""
    return open_graph(real_release.folder)


@pytest.fixture(scope="session")
def real_client(real_release: Release, real: Content) -> FlaskClient:
    """The same, served with all questions."""
    return make_client(release=real_release.folder, questions=read_questions(real))
