"""What is gathered of a thing is bounded, sorted, and whole over all parts."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from pomegraph.engine.client import EngineClient, Request
from pomegraph.sparql.outline import read_outline
from pomegraph.web.cache import ResultCache
from pomegraph.web.metrics import Meters
from pomegraph.web.results import Results
from pomegraph.web.things.holdings import gather_holdings
from support.asked import EXAMPLAMIDE
from support.endpoint import LIMITS, connect_engine


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that are put to the engine."""
    queries: list[str] = []
    run = EngineClient.run

    def watch(self: EngineClient, request: Request, **others: object) -> object:
        queries.append(request.query)
        return run(self, request, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(EngineClient, "run", watch)
    return queries


def test_thing_stands_first_and_each_subject_together(client: FlaskClient) -> None:
    lines = client.get("/drug/exemplamide.nt").text.splitlines()
    subjects = [line.partition(" ")[0] for line in lines]

    assert subjects[0] == f"<{EXAMPLAMIDE}>"
    assert len(set(subjects)) == sum(one != other for one, other in zip(subjects, ["", *subjects], strict=False))


def test_no_query_is_without_a_bound(client: FlaskClient, asked: list[str]) -> None:
    client.get("/drug/exemplamide.nt?part=1&fresh")

    assert asked
    assert [query for query in asked if "LIMIT" not in query] == []
    assert {read_outline(query).form for query in asked} <= {"SELECT", "CONSTRUCT"}


def test_iri_that_nothing_is_known_of_has_nothing(client: FlaskClient) -> None:
    engine = connect_engine(LIMITS, None)
    results = Results(engine, ResultCache(0), Meters())
    with client.application.test_request_context():
        held = gather_holdings(results, "https://example.org/nothing", 1)

    assert (held.triples, held.is_last) == ([], True)
