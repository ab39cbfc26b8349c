"""What things are called: in blocks, and only what can be asked for."""

from __future__ import annotations

from pomegraph.questions.labelling import find_labels
from pomegraph.sparql.results import Table
from support.provenance import BASE, make_select


def test_thing_has_its_label() -> None:
    assert find_labels(make_select(), [f"{BASE}drug/x", f"{BASE}drug/none"]) == {f"{BASE}drug/x": "drug x"}


def test_of_two_labels_one_is_taken() -> None:
    data = '<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "one"@en , "eins"@de .'

    assert find_labels(make_select(data), ["urn:a"]) == {"urn:a": "eins"}


def test_what_cannot_stand_in_a_query_is_not_asked_for() -> None:
    assert find_labels(make_select(), ["no IRI", "urn:a> } #", ""]) == {}


def test_many_things_are_asked_for_in_blocks() -> None:
    sizes = []

    def select(query: str) -> Table:
        sizes.append(query.count("<urn:"))
        return Table(("iri", "label"), ())

    find_labels(select, (f"urn:{number}" for number in range(2_500)))

    assert sizes == [1_000, 1_000, 500]
