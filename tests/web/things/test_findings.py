"""The first page shows findings that are in the release."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pomegraph.questions.catalogue import Catalogue
from pomegraph.release import Release
from pomegraph.web.cache import ResultCache
from pomegraph.web.metrics import Meters
from pomegraph.web.questions.request import QuestionService
from pomegraph.web.results import Results
from pomegraph.web.things.findings import list_findings
from support.endpoint import LIMITS, connect_engine, make_client


@pytest.fixture
def service(real_release: Release) -> Iterator[QuestionService]:
    engine = connect_engine(LIMITS, real_release.folder)
    with make_client().application.test_request_context("/"):
        yield QuestionService(Catalogue(()), engine, Results(engine, ResultCache(0), Meters()))


def test_there_is_a_finding_of_each_sort_with_who_says_so(service: QuestionService) -> None:
    found = list_findings(service)

    assert [each.title for each in found] == [
        "Documents disagree",
        "A figure stands at the wrong trial",
        "How a drug works",
    ]
    assert all(line.saying.link.startswith("/claim/") for each in found for line in each.lines)
    assert all(line.documents[0].report.link.startswith("/report/") for each in found for line in each.lines)
    assert found[1].lines[0].documents[0].verdict == "belongs to another trial"
