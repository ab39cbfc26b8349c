"""What caches are told: tags, and for how long an answer lasts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Request, Response
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from pomegraph.web.headers import (
    POLICY,
    allow_script,
    build_location,
    build_tag,
    is_fresh,
    mark_fleeting,
    mark_lasting,
)
from pomegraph.web.protocol import Call

CALL = Call("ASK {}", (["a:1"], ["a:2", "a:3"]), 1.5, "json")
TAG = build_tag("v1", CALL, "json")


def request(tags: str, method: str = "GET") -> Request:
    return Request(EnvironBuilder("/", method=method, headers=Headers({"If-None-Match": tags})).get_environ())


@pytest.mark.parametrize(
    ("version", "call", "name"),
    [
        ("v2", CALL, "json"),
        ("v1", replace(CALL, query="ASK { }"), "json"),
        ("v1", replace(CALL, dataset=(["a:1", "a:2"], ["a:3"])), "json"),
        ("v1", replace(CALL, dataset=None), "json"),
        ("v1", CALL, "xml"),
    ],
)
def test_tag_differs_where_the_answer_may(version: str, call: Call, name: str) -> None:
    assert build_tag(version, call, name) != TAG


def test_tag_does_not_depend_on_the_time_limit() -> None:
    assert build_tag("v1", replace(CALL, timeout=None), "json") == TAG


@pytest.mark.parametrize("tags", [f'W/"{TAG}"', f'"{TAG}"', f'"x", W/"{TAG}"'])
def test_answer_that_the_client_has_is_fresh(tags: str) -> None:
    assert is_fresh(request(tags), TAG)
    assert not is_fresh(request(tags, "POST"), TAG)


@pytest.mark.parametrize("tags", ["", "*", '"x"', TAG[:-1], '"', "W/", f'"{TAG}:gzip"'])
def test_other_tags_are_not_fresh(tags: str) -> None:
    assert not is_fresh(request(tags), TAG)


def test_lasting_answer_is_kept_but_asked_about() -> None:
    response = Response()
    mark_lasting(response, TAG)

    assert response.headers["ETag"] == f'W/"{TAG}"'
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_fleeting_answer_is_not_kept() -> None:
    response = Response(headers={"ETag": "x"})
    mark_fleeting(response)

    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


@pytest.mark.parametrize("query", ["ASK {}" + "#" * 2_048, "ASK {}" + " {}" * 300])
def test_long_location_is_left_out(query: str) -> None:
    assert build_location("/sparql", Call(query)) is None


def test_location_asks_the_same_again() -> None:
    assert build_location("/sparql.json", CALL) == (
        "/sparql.json?query=ASK+%7B%7D&default-graph-uri=a%3A1&named-graph-uri=a%3A2&named-graph-uri=a%3A3"
    )


def test_page_with_a_script_runs_files_of_ours_only() -> None:
    response = Response()
    allow_script(response)

    assert response.headers["Content-Security-Policy"] == f"{POLICY}; script-src 'self'; connect-src 'self'"
