"""Things are found by whatever people call them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pomegraph.content.forms import IdentifierForm
from pomegraph.content.habits import ValueWords
from pomegraph.questions.things import ANY_KIND, NamedThing, Things
from support.headed import CHEBI, EXAMPLAMIDE, make_things


@pytest.fixture
def things() -> Things:
    return make_things()


@pytest.mark.parametrize(
    "name",
    [
        "exemplamide",
        " Exemplamide ",
        "EXAMPLA",
        EXAMPLAMIDE,
        "CHEBI:1",
        "chebi:1",
        "pomdrug:exemplamide",
        f"{CHEBI}1",
        "exempla mide",
        "Exempla-mides",
    ],
)
def test_thing_is_found_by_any_name(things: Things, name: str) -> None:
    assert [thing.id for thing in things.find("drug", name)] == ["exemplamide"]


@pytest.mark.parametrize("name", ["", ":", "CHEBI:", "unknown:1", "gearache", "sample mide", "<" + EXAMPLAMIDE + ">"])
def test_what_nobody_calls_a_drug_is_found_nowhere(things: Things, name: str) -> None:
    assert things.find("drug", name) == []


def test_id_is_one_thing_also_where_others_are_called_so(things: Things) -> None:
    things.add(NamedThing("https://w3id.org/pomegraph/drug/other", "drug", "Exemplamide"))
    found = [[thing.id for thing in things.find("drug", name)] for name in ("exemplamide", "EXAMPLA", "other")]

    assert found == [["exemplamide"], ["exemplamide"], ["other"]]


@pytest.mark.parametrize("name", ["Exampla", "exempla mides", "CHEBI:1"])
def test_thing_of_any_kind_is_found_by_any_name(things: Things, name: str) -> None:
    assert [thing.id for thing in things.find(ANY_KIND, name)] == ["exemplamide"]
    assert "exampla forte" in things.suggest(ANY_KIND, "forte")


def test_things_are_listed_once_by_kind(things: Things) -> None:
    assert [thing.label for thing in things.by_kind["drug"]] == ["exemplamide", "oil", "grease"]


def test_suggestions_look_like_the_name_or_hold_it(things: Things) -> None:
    assert things.suggest("drug", "forte") == ["exampla forte"]
    assert things.suggest("drug", "exempla") == ["exampla", "exemplamide"]
    assert things.suggest("drug", "eggsampel") == []
    assert things.suggest("drug", "x" * 100_000) == []
    assert things.suggest("planet", "mars") == []
    assert things.suggest("drug", " ") == things.suggest("drug", "l") == []


def test_all_names_of_each_thing_are_listed(things: Things) -> None:
    names = next(names for names in things.list_names("drug") if names[0] == "exemplamide")

    assert {"exampla", "chebi_1"} <= set(names)


@pytest.mark.parametrize("name", ["https://www.ebi.ac.uk/chebi/CHEBI:1", "HTTP://bio2rdf.org/chebi:1", "1"])
def test_thing_is_found_by_its_identifier_in_any_form(things: Things, name: str) -> None:
    forms = [
        IdentifierForm("CHEBI", "https://www.ebi.ac.uk/chebi/CHEBI:"),
        IdentifierForm("CHEBI", "http://bio2rdf.org/chebi:"),
        IdentifierForm("NONE", "http://bio2rdf.org/"),
    ]
    known = replace(things, forms=forms)

    assert [thing.id for thing in known.find("drug", name)] == ["exemplamide"]
    assert [thing.id for thing in known.find_any(name)] == ["exemplamide"]
    assert known.find("disease", name) == []


def test_bare_identifier_is_not_suggested(things: Things) -> None:
    assert "1" not in things.suggest("drug", "1")


def test_what_people_call_a_thing_comes_after_what_the_graph_does(things: Things) -> None:
    oil, grease = things.by_kind["drug"][1:]
    things.add_usual(grease, ["OIL", "Slip"])

    assert (things.find("drug", "oil"), things.find("drug", "slips")) == ([oil], [grease])
    assert [thing.label for thing in things.by_kind["drug"]] == ["exemplamide", "oil", "grease"]


def test_value_of_a_closed_list_is_found_by_what_people_say(things: Things) -> None:
    things.values = [ValueWords("frequency", "rare", "", ("rare", "rarest")), ValueWords("state", "rare", "", ("odd",))]
    things.add(NamedThing("http://example.org/concept/rare", "concept", "rare"))
    things.add(NamedThing("http://example.org/concept/rarest", "concept", "rarest of all"))

    assert [thing.label for thing in things.find("concept", "Rarest")] == ["rarest of all"]
    assert [thing.label for thing in things.find("concept", "odd")] == ["rare"]
    assert [things.find("drug", "odd"), things.find("thing", "odd"), things.find("concept", "-")] == [[], [], []]
    assert [things.list_said("ODD"), things.list_said("odd", "frequency")] == [["rare"], []]


def test_name_is_that_of_a_thing_of_its_kind(things: Things) -> None:
    names = [("drug", "GREASE"), ("drug", "butter"), ("disease", "grease")]

    assert [things.has_name(kind, name) for kind, name in names] == [True, False, False]


def test_names_of_all_things_are_listed_with_the_ends_of_iris(things: Things) -> None:
    names = things.list_all()

    assert names[things.by_kind["drug"][0]][0] == "exemplamide"
    assert "chebi_1" in names[things.by_kind["drug"][0]]
