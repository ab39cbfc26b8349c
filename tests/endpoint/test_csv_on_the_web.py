"""Answers as files tell what they are: a library for CSV on the Web finds the description, and all cells fit it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import httpx
import pytest
from csvw import CSVW

from pomegraph.content.folder import Content
from pomegraph.questions.reading import read_questions
from pomegraph.release import Release
from pomegraph.sparql.terms import Iri
from support.places import ROOT
from support.servers import Server, run_pomegraph

QUESTIONS = [question for question in read_questions(Content(ROOT)) if question.form == "SELECT"]


@pytest.fixture(scope="module")
def server(real_release: Release) -> Iterator[Server]:
    with run_pomegraph("--release", str(real_release.folder), "--workers", "1") as found:
        yield found


def find_address(server: Server, stem: str) -> str:
    """Return where the first rows of an answer are, with examples of what must be given, as the description says it."""
    question = next(one for one in QUESTIONS if one.stem == stem)
    defaults = {one.name: one.default[0] for one in question.parameters if one.required}
    given = {name: term.value if isinstance(term, Iri) else term.text for name, term in defaults.items()}
    return f"{server.url}/questions/{stem}.csv?{urlencode({**given, 'limit': 50})}"


@pytest.mark.parametrize("stem", [question.stem for question in QUESTIONS])
def test_description_is_found_and_the_file_fits_it(server: Server, stem: str) -> None:
    address = find_address(server, stem)
    # The library waits ten seconds at most, which a first answer may take on a busy machine. It is kept.
    httpx.get(address, timeout=60).raise_for_status()

    found = CSVW(address, validate=True)

    assert found.is_valid, [str(one.message) for one in found.warnings]
    assert not found.no_metadata
