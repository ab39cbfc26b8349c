"""Terms as pages show them: short, and as links only where these can be followed without harm."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pomegraph.names import POM
from pomegraph.web.terms import Shown, Term, locate_thing, show_cell
from support.endpoint import make_client

BASE = "https://w3id.org/pomegraph/"
PREFIXES = {"pom": f"{BASE}ontology#", "pomdrug": f"{BASE}drug/", "ours": BASE, "ex": "http://example.org/"}


@pytest.fixture(autouse=True)
def _request() -> Iterator[None]:
    """Addresses are made for a request."""
    with make_client().application.test_request_context("/"):
        yield


def show(iri: str, base: str | None = BASE) -> Shown:
    return show_cell(Term(iri, iri), PREFIXES, base)


@pytest.mark.parametrize(
    ("iri", "text"),
    [
        (f"{BASE}drug/oil", "pomdrug:oil"),
        (f"{BASE}trial/mm", "ours:trial/mm"),
        ("http://example.org/a", "ex:a"),
        ("http://example.com/a", "http://example.com/a"),
    ],
)
def test_iri_is_shown_by_its_longest_prefix(iri: str, text: str) -> None:
    assert (show(iri).text, show(iri).title) == (text, iri)


def test_thing_of_ours_leads_to_what_the_graph_says_of_it() -> None:
    assert show(f"{BASE}drug/oil").link == "/drug/oil"
    assert show(f"{BASE}drug/oil", None).link == f"{BASE}drug/oil"


@pytest.mark.parametrize(
    ("iri", "base", "link"),
    [
        (f"{BASE}drug/oil", BASE, "/drug/oil"),
        (f"{BASE}ontology#Drug", BASE, "/ontology#Drug"),
        (f"{POM}Drug", "https://example.org/kg/", "/ontology#Drug"),
        (f"{BASE}drug/a%20b", BASE, "/drug/a%2520b"),
        (f"{BASE}drug//oil", BASE, "/describe?iri=https%3A%2F%2Fw3id.org%2Fpomegraph%2Fdrug%2F%2Foil"),
        (BASE, BASE, "/describe?iri=https%3A%2F%2Fw3id.org%2Fpomegraph%2F"),
        ("https://example.org/a", BASE, "/describe?iri=https%3A%2F%2Fexample.org%2Fa"),
    ],
)
def test_address_of_a_thing_is_its_path_below_the_base(iri: str, base: str, link: str) -> None:
    with make_client().application.test_request_context():
        assert locate_thing(iri, base) == link


@pytest.mark.parametrize(
    ("iri", "is_followed"),
    [
        ("https://example.com/", True),
        ("http://example.com/", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,<script>", False),
        ("urn:isbn:1", False),
        (" http://example.com/", False),
    ],
)
def test_only_an_address_is_a_link(iri: str, *, is_followed: bool) -> None:
    assert show(iri).link == (iri if is_followed else "")


def test_value_is_shown_with_its_note() -> None:
    assert show_cell(Term("green", note="en"), PREFIXES, BASE) == Shown("green", note="en")


def test_thing_with_a_label_is_read_by_it() -> None:
    iri = f"{BASE}drug/oil"
    shown = show_cell(Term(iri, iri), PREFIXES, BASE, "an oil, " * 20)

    assert (shown.note, shown.title) == ("pomdrug:oil", iri)
    assert shown.text.endswith("an oil ...")
    assert len(shown.text) < 90
