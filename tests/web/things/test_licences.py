"""A document about a thing has the licences of what it draws from."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from pomegraph.build.release_builder import build_release
from pomegraph.content.folder import Content
from pomegraph.content.layers import LICENCES
from pomegraph.names import Names
from support.addressed import read_links
from support.asked import make_asking_client
from support.layers import make_passage, write_layer_folder

CC0, BY_SA = LICENCES["CC0-1.0"], LICENCES["CC-BY-SA-3.0"]


@pytest.fixture
def layered(small: Content, tmp_path: Path) -> FlaskClient:
    """A client of a release with a layer of another licence."""
    layer = write_layer_folder(
        tmp_path / "a",
        things=["mesh-c1\tNovamide\tNova\tDrug\t", "mesh-d1\tpain of tests\t\tDisease\t"],
        claims=[make_passage(["Indication", {"drug": "mesh-c1", "disease": "mesh-d1"}, {}])],
    )
    said = {"format": "1.0", "label": "Base", "licence": "CC-BY-SA-3.0", "address": "https://example.org/base"}
    (layer / "layer.json").write_text(json.dumps(said), encoding="utf-8")
    sources = layer / "sources.tsv"
    sources.write_text(sources.read_text(encoding="utf-8").replace("CC0-1.0", "CC-BY-SA-3.0"), encoding="utf-8")
    shutil.copytree(small.root, tmp_path / "content")
    build_release(
        replace(small, more_layers=(layer,)), tmp_path / "out" / "release", names=Names(), tell=lambda _: None
    )
    return make_asking_client(tmp_path / "out", tmp_path / "asked")


@pytest.mark.parametrize(("path", "licence"), [("drug/mesh-c1", BY_SA), ("drug/exemplamide", CC0)])
def test_document_has_the_licence_of_the_layer_that_it_draws_from(
    layered: FlaskClient, path: str, licence: str
) -> None:
    response = layered.get(f"/{path}.nt")
    written = re.findall(r"<http://localhost/\S+> <http://purl.org/dc/terms/license> <(\S+)> \.", response.text)

    assert written == [licence]
    assert [target for relation, target, _ in read_links(response) if relation == "license"] == [licence]
