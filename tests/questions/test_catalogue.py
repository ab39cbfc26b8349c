"""All questions: found by name, and asked of a graph whose things they name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pomegraph.ask.graphs import OpenGraph, make_graph
from pomegraph.content.folder import Content
from pomegraph.errors import QuestionUnknownError
from pomegraph.questions.catalogue import THINGS, Catalogue, write_query
from pomegraph.questions.reading import read_questions
from support.headed import EXAMPLAMIDE, SOUND, change, read


@pytest.fixture
def catalogue(small: Content) -> Catalogue:
    return Catalogue(read_questions(small))


@pytest.fixture
def graph(small: Content) -> OpenGraph:
    return make_graph(small, read_questions(small))


def test_things_of_a_graph_are_those_of_its_list(catalogue: Catalogue, graph: OpenGraph) -> None:
    things = catalogue.list_things(graph)

    assert [thing.iri for thing in things.find("drug", "CHEBI:1")] == [EXAMPLAMIDE]
    assert [thing.iri for thing in things.find("drug", "Exampla")] == [EXAMPLAMIDE]


def test_graph_without_a_list_of_things_has_none(catalogue: Catalogue, graph: OpenGraph) -> None:
    few = Catalogue([question for question in catalogue if question.stem != THINGS])

    assert few.list_things(graph).by_kind == {}


def test_query_has_what_was_given_in_the_place_of_defaults(catalogue: Catalogue, graph: OpenGraph) -> None:
    question = catalogue.get("brand-names")
    query = write_query(question, {"drug": ["oil"]}, catalogue.list_things(graph), graph.base)

    assert "VALUES ?drug { <https://w3id.org/pomegraph/drug/oil> }" in query


def test_unknown_question_is_told_with_the_nearest(tmp_path: Path) -> None:
    sound = read(tmp_path, SOUND)
    catalogue = Catalogue([sound])
    with pytest.raises(QuestionUnknownError, match="there is no question 'y'; see the list of questions"):
        catalogue.get("y")
    with pytest.raises(QuestionUnknownError) as caught:
        Catalogue([replace(sound, stem="hazard-ratios")]).get("hazards-ratio")

    assert caught.value.suggestions == ("hazard-ratios",)
    assert list(catalogue) == [catalogue.get("x")] == [sound]


def test_former_name_leads_to_the_question_which_remembers_it(tmp_path: Path) -> None:
    sound = read(tmp_path, change("#+ chart:", "#+ was:\n#+   named: {}\n#+ chart:"))
    catalogue = Catalogue([sound])

    assert catalogue.get("named") == replace(sound, asked_as="named")
    assert list(catalogue) == [sound]
