"""Claims lead to their reports, each with its place in its document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pomegraph.questions.catalogue import Catalogue
from pomegraph.sparql.results import read_table
from pomegraph.web.cache import ResultCache
from pomegraph.web.metrics import Meters
from pomegraph.web.questions.request import QuestionService
from pomegraph.web.results import Results
from pomegraph.web.things.places import find_reports
from support.asked import BASE, EXAMPLAMIDE
from support.endpoint import LIMITS, connect_engine, make_client

_CLAIMS = f"SELECT ?claim {{ ?claim <{BASE}ontology#agent> <{EXAMPLAMIDE}> }}"


@pytest.fixture
def service(built: Path) -> Iterator[QuestionService]:
    engine = connect_engine(LIMITS, built / "release")
    with make_client().application.test_request_context("/"):
        yield QuestionService(Catalogue(()), engine, Results(engine, ResultCache(0), Meters()))


def test_reports_of_a_claim_are_found_with_their_places(service: QuestionService) -> None:
    claims = [str(claim) for (claim,) in read_table(service.results.ask(_CLAIMS).body).rows]
    found = find_reports(service, claims)

    assert set(found) == set(claims)
    place = found[claims[0]][0]
    assert place.iri.startswith(f"{BASE}report/")
    assert (place.source, place.title, place.where) == (f"{BASE}source/alpha", "Exemplamide at a glance", "line 4")


def test_nothing_is_asked_where_there_is_no_claim(service: QuestionService) -> None:
    assert find_reports(service, []) == {}
    assert find_reports(service, ["no IRI at all"]) == {}
