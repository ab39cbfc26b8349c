"""What the editor completes: what the data have, bounded, and as much as can be found out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient

from pomegraph.build.release_builder import build_release
from pomegraph.content.folder import Content
from pomegraph.engine.limits import Limits
from pomegraph.names import POM, Names
from pomegraph.questions.reading import read_questions
from pomegraph.release import Release
from support.asked import make_asking_client
from support.endpoint import make_client
from support.places import ROOT

ZEDDEX = (
    """SELECT ?thing { ?thing <http://www.w3.org/2004/02/skos/core#altLabel> ?name FILTER(STRSTARTS(?name, "Zed")) }"""
)


@pytest.fixture(scope="module")
def client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_asking_client(built, tmp_path_factory.mktemp("completed"))


@pytest.fixture(scope="module")
def vocabulary(client: FlaskClient) -> Any:
    return client.get("/editor.json").get_json()


def test_classes_have_names_and_the_properties_of_their_things(vocabulary: Any) -> None:
    drug = vocabulary["classes"][f"{POM}Drug"]

    assert drug["label"] == "drug"
    assert drug["comment"]
    assert drug["properties"]["http://www.w3.org/2000/01/rdf-schema#label"] == drug["count"]
    assert f"{POM}passage" not in drug["properties"]


def test_most_used_comes_first(vocabulary: Any) -> None:
    for kind in ("classes", "properties"):
        counts = [each["count"] for each in vocabulary[kind].values()]

        assert counts == sorted(counts, reverse=True)
        assert len(counts) > 5


def test_questions_are_queries_that_run(client: FlaskClient, vocabulary: Any) -> None:
    found = {each["name"]: each for each in vocabulary["questions"]}

    assert found["counts"]["summary"] == "How many claims does each document make?"
    assert found["counts"]["tags"] == ["claims"]
    assert client.get("/sparql", query_string={"query": found["counts"]["query"]}).status_code == 200


def test_data_without_a_release_have_their_own_classes_and_properties() -> None:
    document = make_client().get("/editor.json").get_json()

    assert document["prefixes"][""] == "https://example.org/"
    assert document["base"] is None
    assert document["questions"] == []


def test_vocabulary_does_not_grow_with_the_things(built: Path, tmp_path: Path) -> None:
    content = Content(shutil.copytree(built.parent / "content", tmp_path / "content"))
    with (content.root / "data" / "registers" / "drugs.tsv").open("a", encoding="utf-8") as register:
        register.writelines(f"zzz-{number:03}\tzeddamide {number}\tZeddex {number}\n" for number in range(200))
    more = build_release(content, tmp_path / "release", names=Names(), tell=lambda _: None)
    texts = [make_client(release=folder).get("/editor.json").text for folder in (built / "release", more.folder)]

    assert make_client(release=more.folder).get("/sparql", query_string={"query": ZEDDEX}).text.count("zzz-") == 200
    # Only the digits of its counts.
    assert len(texts[1]) - len(texts[0]) < 100
    assert "zeddamide" not in texts[1]


@pytest.mark.slow
def test_what_takes_too_long_is_left_out(real_release: Release) -> None:
    client = make_client(limits=Limits(timeout=0.001), release=real_release.folder)
    response = client.get("/editor.json")
    again = client.get("/editor.json")

    assert response.get_json()["classes"] == {}
    assert response.get_json()["prefixes"] != {}
    assert response.headers["Cache-Control"] == "no-store"
    assert again.data == response.data


@pytest.mark.slow
def test_vocabulary_of_the_release_stays_small(real_release: Release) -> None:
    client = make_client(release=real_release.folder, questions=tuple(read_questions(Content(ROOT))))
    packed = client.get("/editor.json", headers={"Accept-Encoding": "br"})

    assert len(json.loads(brotli.decompress(packed.data))["questions"]) > 50
    assert len(packed.data) < 100_000
