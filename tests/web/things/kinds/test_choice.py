"""What pages are made of fits the questions that there are."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pyoxigraph
import pytest

from pomegraph.content.folder import Content
from pomegraph.names import DCTERMS, POM, RDF, RDFS
from pomegraph.questions.question import Question
from pomegraph.questions.reading import read_questions
from pomegraph.web.things.kinds.choice import COMPOSITIONS, find_composition
from pomegraph.web.things.sections import ANY, THIS, PageSection
from support.places import ROOT

QUESTIONS: dict[str, Question] = {each.stem: each for each in read_questions(Content(ROOT))}
SECTIONS = {f"{kind}: {section.title}": section for kind, found in COMPOSITIONS.items() for section in found.sections}
ASKED = {name: section for name, section in SECTIONS.items() if section.question}
OWN = {name: section for name, section in SECTIONS.items() if section.query}
PREFIXES = f"PREFIX pom: <{POM}> PREFIX rdf: <{RDF}> PREFIX rdfs: <{RDFS}> PREFIX dcterms: <{DCTERMS}> "


def run(query: str) -> pyoxigraph.QuerySolutions:
    found = pyoxigraph.Store().query(PREFIXES + query.replace(THIS, "<https://example.org/x>") + "\nLIMIT 1")
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return found


@pytest.mark.parametrize("section", ASKED.values(), ids=ASKED)
def test_section_asks_a_question_that_there_is_for_columns_that_it_has(section: PageSection) -> None:
    question = QUESTIONS[section.question]

    takers = {kind: [one.name for one in question.parameters if one.type == kind] for kind, _ in section.given}
    assert set(section.list_columns()) <= {column.name for column in question.columns}
    # Of several that take such things, the first gets it: that is the one which is called so.
    assert [names for kind, names in takers.items() if names[:1] != [kind] and len(names) != 1] == []


@pytest.mark.parametrize("section", OWN.values(), ids=OWN)
def test_rest_is_a_question_that_takes_what_it_is_asked_for(section: PageSection) -> None:
    stem, _, asked = section.rest.partition("?")
    names = {name for name, _ in parse_qsl(asked)}

    assert not stem or names <= {one.name for one in QUESTIONS[stem].parameters}
    assert names or not stem


@pytest.mark.parametrize("name", COMPOSITIONS)
def test_list_of_contents_tells_sections_apart(name: str) -> None:
    titles = [section.short or section.title for section in COMPOSITIONS[name].sections]

    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("section", OWN.values(), ids=OWN)
def test_section_has_a_query_that_gives_its_columns(section: PageSection) -> None:
    assert set(section.list_columns()) <= {variable.value for variable in run(section.query).variables}


@pytest.mark.parametrize("section", ASKED.values(), ids=ASKED)
def test_values_that_are_looked_for_are_found_by_one_query(section: PageSection) -> None:
    for _, source in section.given:
        if source not in {THIS, ANY}:
            text = f"SELECT ?found WHERE {{ {source}"
            assert text.endswith("LIMIT 1")
            assert [each.value for each in run(text.removesuffix("LIMIT 1")).variables] == ["found"]


def test_kind_without_a_page_of_its_own_has_a_general_one() -> None:
    assert find_composition("laboratory-test").name == "laboratory test"
    assert find_composition("laboratory-test").has_claims
