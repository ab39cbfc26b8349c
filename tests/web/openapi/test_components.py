"""What operations refer to: everything is there, and shapes are what they say."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from pomegraph.web.openapi.components import IRI, STATUSES, build_components, refer_responses

COMPONENTS = build_components()


def test_every_reference_leads_somewhere() -> None:
    references = re.findall(r'"#/components/(\w+)/([\w-]+)"', json.dumps(COMPONENTS))

    assert references
    assert [name for kind, name in references if name not in COMPONENTS[kind]] == []


def test_operation_may_refer_to_every_problem() -> None:
    responses = refer_responses(*STATUSES)

    assert set(responses) == {"304", *STATUSES}
    assert set(responses) <= set(COMPONENTS["responses"])


@pytest.mark.parametrize("status", STATUSES)
def test_problem_of_each_status_is_explained(status: str) -> None:
    response: dict[str, Any] = COMPONENTS["responses"][status]

    assert response["description"].endswith(".")
    assert list(response["content"]) == ["application/problem+json"]


@pytest.mark.parametrize(
    ("text", "is_iri"),
    [
        ("https://w3id.org/pomegraph/drug/oil", True),
        ("https://w3id.org/pomegraph/ontology#Drug", True),
        ("urn:isbn:1", True),
        ("http://example.org/a%20b", True),
        ("http://example.org/a b", False),
        ("drug/oil", False),
        ("<http://example.org/>", False),
        ("http://example.org/%zz", False),
    ],
)
def test_pattern_of_iris_is_that_of_whole_ones(text: str, *, is_iri: bool) -> None:
    assert bool(re.fullmatch(IRI["pattern"], text)) is is_iri


@pytest.mark.parametrize(("text", "is_time"), [("20", True), ("0.5", True), ("", True), ("0", False), ("-1", False)])
def test_pattern_of_times_is_that_of_seconds(text: str, *, is_time: bool) -> None:
    pattern = COMPONENTS["parameters"]["timeout"]["schema"]["pattern"]

    assert bool(re.fullmatch(pattern, text)) is is_time
