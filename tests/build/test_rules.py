"""Rules that hold of every node, whatever its class."""

from __future__ import annotations

import pytest

from pomegraph.build.nodes import TYPE, GraphNode
from pomegraph.build.rules import HAS, Rules
from pomegraph.names import POM, RDFS, XSD, Names

BASE = "https://w3id.org/pomegraph/"
CLAIM = f"<{BASE}claim/c>"
SOUND = {
    TYPE: [f"<{POM}Claim>"],
    f"<{RDFS}label>": ['"c"'],
    f"<{POM}negated>": [f'"false"^^<{XSD}boolean>'],
    f"<{POM}reportedIn>": [f"<{BASE}passage/p>"],
}
PINNED = ["http://www.w3.org/1999/02/22-rdf-syntax-ns#", RDFS, XSD]


def find(values: dict[str, list[str]], *lacking: tuple[str, str]) -> list[str]:
    """Return the messages on a claim, with what is lacking elsewhere: term and property."""
    no = {(term, HAS + name) for term, name in lacking}
    found = Rules(Names(), PINNED).find(GraphNode(CLAIM, values), lambda term, question: (term, question) not in no)
    return [one.message.removeprefix(f"{BASE}claim/c ") for one in found]


def test_sound_claim_breaks_no_rule() -> None:
    assert find(SOUND) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({f"<{RDFS}label>": None}, "has no label"),
        ({f"<{POM}negated>": [f'"false"^^<{XSD}boolean>', f'"true"^^<{XSD}boolean>']}, "is both affirmed and denied"),
        ({f"<{POM}reportedIn>": None}, "leads to no passage of a source"),
        ({"<http://a.example/p>": ['"x"']}, "http://a.example/p is not in a pinned namespace"),
        ({f"<{POM}p>": ["<http://a.example/x>"]}, "http://a.example/x is not in a pinned namespace"),
        ({f"<{POM}p>": ['"x"^^<http://a.example/t>']}, "http://a.example/t is not in a pinned namespace"),
    ],
)
def test_broken_rule_is_told(change: dict[str, list[str] | None], message: str) -> None:
    values = {name: value for name, value in (SOUND | change).items() if value is not None}

    assert find(values) == [message]


def test_passage_of_no_source_is_told() -> None:
    passage = (f"<{BASE}passage/p>", f"<{POM}source>")

    assert find(SOUND, passage) == ["leads to no passage of a source"]


def test_thing_without_a_class_is_told_by_its_name() -> None:
    thing = f"<{BASE}drug/nowhere>"

    assert find(SOUND | {f"<{POM}drug>": [thing]}, (thing, TYPE)) == [
        f"{BASE}drug/nowhere is used and described nowhere"
    ]


def test_text_that_looks_like_an_iri_is_a_text() -> None:
    assert find(SOUND | {f"<{POM}p>": ['"<http://a.example/>"', '"<http://a.example/>"@en']}) == []
