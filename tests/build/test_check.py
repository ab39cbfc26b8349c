"""Checks of the finished graph: what no file alone can tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pomegraph.build.check import check_graph
from pomegraph.build.release_builder import check_content
from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.errors import ContentError
from pomegraph.graph.quads import write_quads
from pomegraph.names import Names
from support.layers import make_passage, write_layer_folder


def problems(content: Content) -> list[str]:
    with pytest.raises(ContentError) as caught:
        check_content(content, tell=lambda _: None)
    return [str(problem) for problem in caught.value.problems]


def edit(content: Content, file: str, old: str, new: str) -> None:
    path = content.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_sound_content_has_no_problem(small: Content) -> None:
    counts = check_content(small, tell=lambda _: None)

    assert counts.quads > counts.triples > 1000


def test_shacl_violation_is_told_at_the_line_of_the_claim(small: Content) -> None:
    edit(small, "data/sources/alpha.yaml", "        action: calms\n", "")
    lines = (small.root / "data/sources/alpha.yaml").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "claim: Mechanism" in text)

    (problem,) = problems(small)
    assert problem.startswith(f"data/sources/alpha.yaml:{line}: SHACL: action")
    assert problem.endswith("; correct it, or the rule in ontology/shapes.ttl")


def test_iri_outside_the_pinned_namespaces_is_told(small: Content) -> None:
    edit(
        small,
        "ontology/pomegraph.ttl",
        "skos:closeMatch biolink:Drug",
        "skos:closeMatch <http://unpinned.example/Drug>",
    )

    (problem,) = problems(small)
    assert problem.startswith("ontology/pomegraph.ttl: http://unpinned.example/Drug is not in a pinned namespace; pin")


def test_term_without_label_is_told(small: Content) -> None:
    edit(small, "ontology/pomegraph.ttl", 'rdfs:label "brand name"@en ;', "")

    assert any("ontology#brandName has no label; give it an rdfs:label" in problem for problem in problems(small))


def test_thing_that_is_described_nowhere_is_told(small: Content) -> None:
    nowhere = "<https://w3id.org/pomegraph/drug/nowhere>"
    edit(small, "ontology/pomegraph.ttl", "pom:Drug a owl:Class ;", f"pom:Drug a owl:Class ; rdfs:seeAlso {nowhere} ;")

    (problem,) = problems(small)
    assert "drug/nowhere is used and described nowhere; add it to a register" in problem


def test_example_of_the_ontology_may_be_described_elsewhere(small: Content) -> None:
    nowhere = "<https://w3id.org/pomegraph/drug/nowhere>"
    edit(small, "ontology/pomegraph.ttl", "pom:Drug a owl:Class ;", f"pom:Drug a owl:Class ; vann:example {nowhere} ;")

    assert check_content(small, tell=lambda _: None).triples > 1000


def test_problems_of_files_and_of_the_graph_are_told_at_once(small: Content) -> None:
    edit(small, "data/sources/alpha.yaml", "        action: calms\n", "")
    edit(small, "data/sources/beta.yaml", "generation: 3", "generation: three")
    edit(small, "data/registers/drugs.tsv", "oil\toil\t", "oil\toil\t\t")
    files = {problem.partition(":")[0] for problem in problems(small)}

    assert files == {"data/sources/alpha.yaml", "data/sources/beta.yaml", "data/registers/drugs.tsv"}


@pytest.mark.parametrize("file", ["ontology/pomegraph.ttl", "ontology/steering.ttl", "ontology/shapes.ttl"])
def test_unsound_turtle_is_told(small: Content, file: str) -> None:
    (small.root / file).write_text("@prefix a: <http://a/> .\na:b a:c ;;\n. . x", encoding="utf-8")

    (problem,) = problems(small)
    assert problem.startswith(file)
    assert "not Turtle" in problem


def test_missing_content_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    empty = Content(tmp_path_factory.mktemp("empty"))

    assert "data/sources: no source file; give the folder that holds ontology/, data/ and queries/" in problems(empty)


def test_value_of_another_class_is_told_where_it_is_used(small: Content, tmp_path: Path) -> None:
    """What is wrong is known only when the node of the value was reached, and told of the node that speaks of it."""
    facts, quads = read_facts(small, []), tmp_path / "quads.nq"
    counts = write_quads(facts, Names(), quads)
    lines = quads.read_text(encoding="utf-8").splitlines(keepends=True)
    said = next(line for line in lines if "ontology#drug> <" in line)
    wrong = said.replace("/drug/", "/trial/")
    quads.write_text("".join(wrong if line == said else line for line in lines), encoding="utf-8")

    assert any(
        "SHACL: drug 'exemplamide': pom:drug has at most one value: a drug; correct it" in str(problem)
        for problem in check_graph(small, facts, Names(), quads, counts.triples)
    )


def test_ontology_is_known_also_under_another_base(small: Content, tmp_path: Path) -> None:
    names, facts, quads = Names("https://example.org/"), read_facts(small, []), tmp_path / "quads.nq"
    counts = write_quads(facts, names, quads)

    assert check_graph(small, facts, names, quads, counts.triples) == []


def test_violation_of_a_shape_that_follows_leads_to_the_ontology(small: Content) -> None:
    edit(small, "ontology/pomegraph.ttl", "rdfs:range xsd:anyURI", "rdfs:range xsd:string")
    edit(
        small, "ontology/pomegraph.ttl", 'rdfs:comment "An address', 'pom:website "nowhere" ; rdfs:comment "An address'
    )

    assert any(
        problem.endswith("must be a thing; correct it, or the rule in ontology/pomegraph.ttl")
        for problem in problems(small)
    )


def test_misspelt_shape_is_told(small: Content) -> None:
    path = small.shapes
    path.write_text(path.read_text(encoding="utf-8") + "shape:Trial-phrase sh:minInclusive 1 .\n", encoding="utf-8")

    (problem,) = problems(small)
    assert problem == (
        "ontology/shapes.ttl: shape:Trial-phrase does not follow from the ontology; did you mean 'Trial-phase'?"
    )


def test_unsound_shape_is_told(small: Content) -> None:
    edit(small, "ontology/shapes.ttl", "sh:path rdf:subject ;", "sh:path 1 ;")

    (problem,) = problems(small)
    assert problem.startswith("ontology/shapes.ttl: not SHACL:")


SOUND = ["Indication", {"drug": "mesh-c1", "disease": "mesh-d1"}]
THINGS = ["mesh-c1\tNovamide\t\tDrug\t", "mesh-d1\tpain of tests\t\tDisease\t"]


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        (["Indicatoin", {"drug": "mesh-c1"}], "unknown kind of claim 'Indicatoin'; did you mean 'Indication'?"),
        (["Indication", {"drug": "mesh-d1"}], "'mesh-d1' is a disease, and drug takes a drug; import it again, or"),
        (
            ["Statement", {"subject": "mesh-d1", "generation": "2"}, {}, "generation"],
            "generation does not fit 'mesh-d1'",
        ),
        (
            ["Statement", {"subject": "mesh-c1", "generation": "0"}, {}, "generation"],
            "SHACL: generation '0': Each value",
        ),
        (["Mechanism", {"agent": "mesh-c1", "target": "left-sprocket"}], "SHACL: action: pom:action has exactly one"),
    ],
)
def test_fault_in_a_layer_is_told_at_the_line_of_the_claim(
    small: Content, tmp_path: Path, claim: list[Any], told: str
) -> None:
    claims = [make_passage(SOUND), make_passage(claim, place="two")]
    folder = write_layer_folder(tmp_path / "damaged", things=THINGS, claims=claims)
    (problem,) = problems(replace(small, more_layers=(folder,)))

    assert problem.startswith(f"{folder}/claims.jsonl:2: {told}")
    assert "; " in problem


def test_statement_that_breaks_a_shape_is_told_where_it_stands(small: Content) -> None:
    edit(small, "data/sources/beta.yaml", "generation: 3", "generation: 0")
    found = problems(small)

    assert [problem for problem in found if "generation '0'" in problem]
    assert all(problem.startswith("data/sources/beta.yaml:") for problem in found)
