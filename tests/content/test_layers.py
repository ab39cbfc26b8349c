"""Layers: what was imported is read beside what people write, and what is wrong in it is told with its line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pomegraph.content.claims import Claim, Passage, Source
from pomegraph.content.folder import Content
from pomegraph.content.layer_claims import render_passage
from pomegraph.content.locations import Pointer
from pomegraph.content.registers import Registry
from pomegraph.content.sources import read_facts
from pomegraph.errors import ContentError, Problem
from support.layers import make_passage, map_exactly, write_layer_folder

THINGS = ["mesh-c1\tNovamide\tNova\tDrug\t", "mesh-d1\tpain of tests\t\tDisease\t"]
INDICATION = ["Indication", {"drug": "mesh-c1", "disease": "mesh-d1"}, {"note": "seen"}]


def read(content: Content, *folders: Path) -> tuple[Registry, dict[str, Source], list[str]]:
    problems: list[Problem] = []
    facts = read_facts(replace(content, more_layers=folders), problems)
    return facts.registry, {source.id: source for source in facts.sources}, list(map(str, problems))


def test_claims_of_a_layer_are_read(small: Content, tmp_path: Path) -> None:
    folder = write_layer_folder(tmp_path / "a", things=THINGS, claims=[make_passage(INDICATION)])
    registry, sources, problems = read(small, folder)
    (passage,) = sources["alphabase"].passages

    assert problems == []
    assert registry.things["mesh-c1"].alternatives == ("Nova",)
    assert passage.location.key == "one"
    assert passage.claims[0].get("drug") == ["mesh-c1"]
    assert passage.claims[0].remarks == (("note", "seen"),)
    assert dict(sources["alphabase"].details) == {"licence": "CC0-1.0"}


def test_layer_inside_the_content_is_read_without_being_named(small: Content) -> None:
    folder = small.root / "data" / "layers" / "a"
    write_layer_folder(folder, things=THINGS, claims=[make_passage(INDICATION)])
    _, sources, problems = read(small)

    assert (problems, "alphabase" in sources) == ([], True)
    assert {path.name for path in small.files} >= {"layer.json", "claims.jsonl"}


def test_layer_that_is_being_written_is_none(small: Content) -> None:
    (small.root / "data" / "layers" / ".a.part-x1").mkdir(parents=True)

    assert [layer.root.name for layer in small.layers] == []


def test_what_has_an_identifier_of_the_content_is_that_thing(small: Content, tmp_path: Path) -> None:
    """Also in its claims; its row is not written anew."""
    small.mappings.write_text(
        small.mappings.read_text(encoding="utf-8")
        + map_exactly("pomdrug:exemplamide", "exemplamide", "MESH:C1")
        + "\n",
        encoding="utf-8",
    )
    rows = [map_exactly("pomdrug:mesh-c1", "Novamide", "MESH:C1")]
    folder = write_layer_folder(tmp_path / "a", things=THINGS, claims=[make_passage(INDICATION)], mappings=rows)
    registry, sources, problems = read(small, folder)

    assert problems == []
    assert "mesh-c1" not in registry.things
    assert registry.things["exemplamide"].label == "exemplamide"
    assert "Nova" in registry.things["exemplamide"].alternatives
    assert sources["alphabase"].passages[0].claims[0].get("drug") == ["exemplamide"]


def test_rendered_passage_is_read_as_it_was(small: Content, tmp_path: Path) -> None:
    claim = Claim("Indication", "", (("disease", "mesh-d1"), ("drug", "mesh-c1"), ("negated", "true")), (), 1)
    passage = Passage(Pointer("/a~1b/0"), "Head “line”", "ab" * 32, (claim,))
    folder = write_layer_folder(tmp_path / "a", things=THINGS, claims=[render_passage("alphabase", passage)])
    _, sources, problems = read(small, folder)

    assert (problems, sources["alphabase"].passages) == ([], (passage,))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "is not a passage with claims (unexpected end of data in column 2)"),
        ({"source": "alphabase", "claims": []}, "is not a passage with claims (it has no section)"),
        (make_passage(["Indication"]), "is not a passage with claims (something else stands where"),
        (make_passage([*INDICATION[:2], {}, {}]), "is not a passage with claims (something else stands where"),
        (make_passage(["Indication", {"drug": [[]]}]), "is not a passage with claims (something else stands where"),
        (make_passage(["Indication", {"drug": 1}]), "is not a passage with claims (something else stands where"),
        ({**make_passage(INDICATION), "heading": 5}, "is not a passage with claims (something else stands where"),
        ({**make_passage(INDICATION), "heading": "a\0b"}, "the heading is not plain text; import it again"),
        ({**make_passage(INDICATION), "sha256": "zz"}, "sha256 'zz' is not 64 hexadecimal digits in lower case"),
        (make_passage(INDICATION, place="§"), "a place without a letter or digit that could name it: section §"),
        ({"source": "alphabase", "pointer": "x", "claims": []}, "'x' does not lead to a place of a record"),
        (make_passage(["Indicatoin", {"drug": "mesh-c1"}]), "claim 'Indicatoin'; did you mean 'Indication'?"),
        (make_passage(["Nonsense", {"drug": "mesh-c1"}]), "kind of claim 'Nonsense'; import it again, or take the"),
        (make_passage(["Indication", {"drugg": "mesh-c1"}]), "unknown property 'drugg'; did you mean 'drug'?"),
        (make_passage(["Indication", {"drug": "nobody"}]), "unknown drug 'nobody'; import it again, or take the line"),
        (make_passage(["Indication", {"drug": "mesh-d1"}]), "'mesh-d1' is a disease, and drug takes a drug"),
        (make_passage([*INDICATION[:2], {"note": "a\0b"}]), "note 'a<U+0000>b' is not a string in its shortest form"),
        (make_passage(INDICATION, source="gammabase"), "'gammabase' is not a source of the layer"),
    ],
)
def test_faulty_line_is_told(small: Content, tmp_path: Path, line: Any, told: str) -> None:
    claims = [make_passage(INDICATION), line]
    _, sources, problems = read(small, write_layer_folder(tmp_path / "a", things=THINGS, claims=claims))

    assert len(problems) == 1
    assert "a/claims.jsonl:2: " in problems[0]
    assert told in problems[0]
    assert [len(passage.claims) for passage in sources["alphabase"].passages][:2] in ([1], [1, 0])


def test_tables_of_a_layer_are_checked(small: Content, tmp_path: Path) -> None:
    folder = write_layer_folder(tmp_path / "a", things=[*THINGS, "x\tx\t\tNothing\t"], claims=[])
    (folder / "sources.tsv").write_text("id\tlabel\nalphabase\tA\n", encoding="utf-8")
    _, _, problems = read(small, folder)

    assert [one.partition(": ")[0].rpartition("/")[2] for one in problems] == ["sources.tsv:1", "things.tsv:4"]


def test_missing_claims_are_told(small: Content, tmp_path: Path) -> None:
    folder = write_layer_folder(tmp_path / "a", things=THINGS, claims=[])
    (folder / "claims.jsonl").unlink()
    _, _, problems = read(small, folder)

    assert [one for one in problems if "claims.jsonl: cannot be read" in one]


def test_link_to_a_thing_that_is_nowhere_is_told(small: Content, tmp_path: Path) -> None:
    rows = ["mesh-d1\tpain of tests\t\tDisease\tmesh-d2"]
    _, _, problems = read(small, write_layer_folder(tmp_path / "a", things=rows, claims=[]))

    assert [one for one in problems if "mesh-d2" in one]


@pytest.mark.parametrize("text", ["", "[]", '{"format": "2.0"}', '{"label": "x"}'])
def test_folder_that_is_no_layer_is_refused(small: Content, tmp_path: Path, text: str) -> None:
    folder = write_layer_folder(tmp_path / "a", things=THINGS, claims=[])
    (folder / "layer.json").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"layer\.json"):
        read(small, folder)
