"""On clusters, an import and a build give the bytes that processes of one machine give."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pomegraph.build.check_questions import check_questions
from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.evidence.words import find_words
from pomegraph.graph.examples import build_examples
from pomegraph.graph.quads import write_quads
from pomegraph.names import Names
from support.layers import write_layer_folder
from support.records import import_into
from support.spark import LOCAL_CLUSTER, LOOPBACK, needs_spark, start_spark
from support.studies import make_arms, make_outcome, make_results, make_study

pytestmark = [pytest.mark.slow, needs_spark]
ARMS = (("Pomalidomide", "EXPERIMENTAL", ["pomalidomide"]), ("Control", "ACTIVE_COMPARATOR", ["dexamethasone"]))


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Studies in several files, one of which is broken and one of which is there twice."""
    folder = tmp_path_factory.mktemp("records") / "studies"
    folder.mkdir()
    for number in range(40):
        figures = {"Pomalidomide": f"{3 + number % 5}.1", "Control": "2.0"}
        outcome = make_outcome("Progression-free Survival", figures, paramType="MEDIAN", unitOfMeasure="Months")
        arms, results = make_arms(*ARMS), make_results(outcome)
        study = make_study(f"NCT{99000001 + number % 39}", armsInterventions=arms, results=results)
        (folder / f"{number}.json").write_text(json.dumps(study), encoding="utf-8")
    (folder / "broken.json").write_text("{", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def layer(real: Content, records: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The layer that processes of this machine make."""
    folder = tmp_path_factory.mktemp("here") / "studies"
    import_into(folder, "clinicaltrials", [records], real)
    return folder


@pytest.fixture(scope="module")
def quads(real: Content, layer: Path) -> bytes:
    """The graph of the content and of that layer, as processes of this machine write it."""
    content, path = replace(real, more_layers=(layer,)), layer.parent / "graph.nq"
    facts = read_facts(content, [])
    questions = build_examples(check_questions(content, facts.registry, []), Names())
    write_quads(facts, Names(), path, questions, words=find_words(content.aliases))
    return path.read_bytes()


def call(*words: str | Path, master: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pomegraph", *words, "--engine", "spark", "--spark-master", master]
    return subprocess.run(command, env=os.environ | LOOPBACK, capture_output=True, text=True, check=False)


def compare(folder: Path, records: Path, layer: Path, quads: bytes, master: str) -> None:
    imported = call("import", "clinicaltrials", records, "--output", folder / "studies", master=master)
    assert imported.returncode == 1, imported.stderr
    assert "studies/broken.json: cannot be read" in imported.stderr
    assert {path.name: path.read_bytes() for path in (folder / "studies").iterdir()} == {
        path.name: path.read_bytes() for path in layer.iterdir()
    }

    output = folder / "parts"
    built = call("build", "--layer", folder / "studies", "--output", output, "--parts", "4", master=master)
    assert (built.returncode, built.stdout) == (0, f"{output}\n"), built.stderr
    parts = json.loads((output / "parts.json").read_text(encoding="utf-8"))
    assert b"".join((output / part["path"]).read_bytes() for part in parts["parts"]) == quads
    assert [part["graph"] for part in parts["parts"]][:5] == ["default"] * 4 + ["named"]
    assert parts["quads"] == quads.count(b"\n")
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=output, check=True)
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith("worker")) == ["parts", "studies"]


def test_local_cluster_gives_the_same_bytes(tmp_path: Path, records: Path, layer: Path, quads: bytes) -> None:
    compare(tmp_path, records, layer, quads, LOCAL_CLUSTER)


def test_standalone_cluster_gives_the_same_bytes(tmp_path: Path, records: Path, layer: Path, quads: bytes) -> None:
    with start_spark(tmp_path) as master:
        compare(tmp_path, records, layer, quads, master)

    at_work = [list((tmp_path / f"worker-{number}").glob("app-*")) for number in range(2)]
    assert all(at_work), "one worker did everything"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_is_wrong_is_told_as_one_process_tells_it(small: Content, tmp_path: Path) -> None:
    """In a layer, in a node, and where only another part knows that something is described nowhere."""
    layer = write_layer_folder(tmp_path / "layer", things=[], claims=["{"])
    edit(small.root / "data" / "sources" / "alpha.yaml", "        action: calms\n", "")
    nowhere = "pom:Drug a owl:Class ; rdfs:seeAlso <https://w3id.org/pomegraph/drug/nowhere> ;"
    edit(small.ontology, "pom:Drug a owl:Class ;", nowhere)
    words: list[str | Path] = ["--content", small.root, "build", "--layer", layer]
    here = subprocess.run([sys.executable, "-m", "pomegraph", *words], capture_output=True, text=True, check=False)
    there = call(*words, "--output", tmp_path / "parts", "--parts", "3", master="local[2]")

    assert (here.returncode, there.returncode) == (1, 1)
    assert len(here.stderr.splitlines()) == 3
    assert there.stderr.endswith(here.stderr)
    assert not (tmp_path / "parts").exists()
