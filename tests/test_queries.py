"""The questions on the real content: golden answers, with defaults and with other values, the same in two engines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from pomegraph import open_graph
from pomegraph.ask.answers import Case, add_examples, list_cases, write_answers
from pomegraph.ask.api import EvidenceGraph
from pomegraph.content.folder import Content
from pomegraph.errors import PomegraphError
from pomegraph.questions.additions import ADDITIONS, list_additions
from pomegraph.questions.reading import read_questions
from pomegraph.questions.verified_on import read_verified
from pomegraph.release import Release
from support.engines import load_rdflib, read_answer, rows_in_oxigraph, rows_in_rdflib
from support.part import write_part
from support.places import ROOT

ANSWERS = ROOT / "tests" / "answers"
ALL = {question.stem: question for question in read_questions(Content(ROOT))}
WIDTH = 100
ADDED = ["claimDocument", "claimPlace", "claimCitation", "claimVerdict", "claimNote"]
# How a value of each type of column is written in an answer; a type that is not here is a kind of thing.
WRITTEN = {
    "text": r'"[^\t]*"(@[a-z-]+)?',
    "integer": r"-?[0-9]+",
    "decimal": r"-?[0-9]+(\.[0-9]+)?",
    "date": r'"[^"]+"\^\^<[^>]+#date>',
    "year": r"-?[0-9]{4}",
    "boolean": r'"(true|false)"\^\^<[^>]+#boolean>',
    "thing": r"<https://w3id\.org/pomegraph/[a-z-]+/[^>]+>",
    "iri": r"<[^>]+>",
    "any": r".*",
}


@cache
def list_names() -> list[Case]:
    return list_cases(open_graph(), ANSWERS)


CASES = list_names()
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.removesuffix(".tsv"))


@pytest.fixture(scope="module")
def graph(real_release: Release) -> EvidenceGraph:
    return open_graph(real_release.folder)


@pytest.fixture(scope="module")
def answers(graph: EvidenceGraph) -> dict[str, str]:
    return dict(write_answers(graph, ANSWERS))


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_part(tmp_path_factory.mktemp("part"))


@pytest.fixture(scope="module")
def rdflib_dataset(part: Path) -> rdflib.Dataset:
    return load_rdflib(part)


@pytest.fixture(scope="module")
def store(part: Path) -> pyoxigraph.Store:
    found = pyoxigraph.Store()
    found.bulk_load(path=part, format=pyoxigraph.RdfFormat.N_QUADS)
    return found


def count_in_rdflib(dataset: rdflib.Dataset, query: str) -> list[tuple[str, ...]]:
    """Return how many triples of each property a graph has that is made by a query."""
    made = dataset.query(query).graph
    assert made is not None
    return count_properties(f"<{predicate}>" for predicate in made.predicates(unique=False))


def count_in_oxigraph(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    """Return the same in Oxigraph."""
    made = store.query(query)
    assert isinstance(made, pyoxigraph.QueryTriples)
    return count_properties(str(triple.predicate) for triple in set(made))


def count_properties(predicates: Iterable[str]) -> list[tuple[str, ...]]:
    return sorted((name, str(count)) for name, count in Counter(predicates).items())


@each_case
def test_answer_is_as_it_was_kept(answers: dict[str, str], case: Case) -> None:
    assert answers[case.name] == (ANSWERS / case.name).read_text(encoding="utf-8")


@each_case
def test_columns_hold_what_the_header_says(case: Case) -> None:
    _, *rows = read_answer(ANSWERS / case.name)
    kinds = [column.type for column in ALL[case.stem].columns]
    written = [WRITTEN.get(kind, rf"<https://w3id\.org/pomegraph/{kind}/[^>]+>") for kind in kinds]

    assert [
        (cell, kind)
        for row in rows
        for cell, kind, pattern in zip(row, kinds, written, strict=False)
        if cell and not re.fullmatch(pattern, cell)
    ] == []


# Questions that compare all with all, which rdflib does without a plan, for minutes also over a part.
SLOW_IN_RDFLIB = {"things-without-identifiers", "topics-of-one-document"}
OVER_A_PART = [case for case in CASES if case.stem not in SLOW_IN_RDFLIB]


@pytest.mark.slow
@pytest.mark.parametrize("case", OVER_A_PART, ids=lambda case: case.name.removesuffix(".tsv"))
def test_answer_over_a_part_is_the_same_in_rdflib(
    rdflib_dataset: rdflib.Dataset, store: pyoxigraph.Store, graph: EvidenceGraph, case: Case
) -> None:
    query = graph.write(case.stem, **case.given)

    if ALL[case.stem].form == "SELECT":
        assert rows_in_rdflib(rdflib_dataset, query) == rows_in_oxigraph(store, query)
    else:
        assert count_in_rdflib(rdflib_dataset, query) == count_in_oxigraph(store, query)


def test_pages_tell_the_release_that_was_verified(real: Content, real_release: Release) -> None:
    verified = read_verified(real)

    assert verified is not None
    assert verified.release == real_release.digest, "run pomegraph answers --update"


@pytest.mark.parametrize("stem", ALL)
def test_answer_with_defaults_is_not_empty(stem: str) -> None:
    assert len(read_answer(ANSWERS / f"{stem}.tsv")) > 1


@pytest.mark.parametrize("stem", [stem for stem, question in ALL.items() if question.parameters])
def test_question_with_parameters_is_asked_with_other_values_too(stem: str) -> None:
    assert [case for case in CASES if case.stem == stem and case.values]


@pytest.mark.parametrize("drug", ["lenalidomide", "daratumumab"])
def test_every_question_with_a_drug_is_asked_for_others_than_the_first(drug: str) -> None:
    stems = {stem for stem, question in ALL.items() if any(one.name == "drug" for one in question.parameters)}

    assert stems - {case.stem for case in CASES if drug in case.given.get("drug", ())} == set()


def test_every_answer_has_its_question() -> None:
    assert {path.name for path in ANSWERS.glob("*.tsv")} - {"parameters.tsv"} == {case.name for case in CASES}


@pytest.mark.parametrize("stem", ALL)
def test_lines_of_a_header_fit_on_a_screen(stem: str) -> None:
    lines = (ROOT / "queries" / f"{stem}.rq").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if line.startswith("#+") and len(line) > WIDTH] == []


@pytest.mark.parametrize("stem", ALL)
def test_citation_or_note_is_that_of_a_report(stem: str) -> None:
    query = ALL[stem].query
    bearers = re.findall(r"(\S+) pom:(?:cites|note|wording|valueAsStated)\b", query)

    assert set(bearers) <= {"?report"}


def test_questions_are_about_drugs_not_about_one() -> None:
    fixed = {stem for stem, question in ALL.items() if re.search(r"drug/\w+>(?! \})", question.query)}

    assert fixed == set()


@pytest.mark.parametrize("stem", sorted(ALL))
def test_columns_are_added_to_the_same_rows_or_refused(graph: EvidenceGraph, stem: str) -> None:
    given = add_examples(Case(stem), ALL[stem]).given
    fitting = list_additions(ALL[stem])
    for addition in ADDITIONS:
        if addition not in fitting:
            with pytest.raises(PomegraphError, match=r"names no|is a graph"):
                graph.ask(stem, with_=addition, **given)
    if not fitting:
        return
    rows, more = graph.ask(stem, **given), graph.ask(stem, with_=fitting, **given)
    added = [name for name in more.columns if name not in rows.columns]
    assert [{name: row[name] for name in rows.columns} for row in more] == list(rows)
    assert len(added) == len(more.columns) - len(rows.columns)
    claims = [one.name for one in ALL[stem].columns if one.type == "claim"] if "provenance" in fitting else []
    told = [name.replace("claim", claim, 1) for claim in claims for name in ADDED]
    assert added[len(added) - len(told) :] == told
    assert all(row["claimPlace"] for row in more if row.get("claim"))


def test_contradicted_claim_says_so_beside_its_place(graph: EvidenceGraph) -> None:
    rows = graph.ask("contradicted-by-evidence", with_="provenance")

    assert len(rows)
    assert {row["claimVerdict"] for row in rows} == {f"{row['verdict']}: {row['reason']}" for row in rows}
    assert any(str(row["claimVerdict"]).startswith("contradicted: ") for row in rows)


def test_citations_of_a_passage_stand_beside_its_claim(graph: EvidenceGraph) -> None:
    rows = graph.ask("citations", with_=["labels", "provenance"], source="000-hemonc")

    assert all(str(row["referenceLabel"]) in str(row["claimCitation"]).split("; ") for row in rows)
    assert {row["claimDocument"] for row in rows} == {"HemOnc.org page on pomalidomide"}
