"""Things that are named go to the parameters that take their kind."""

from __future__ import annotations

from pomegraph.names import BASE
from pomegraph.questions.question import Parameter
from pomegraph.questions.things import NamedThing
from pomegraph.search.sharing import share_things
from pomegraph.sparql.terms import Iri

OIL, GREASE, LARD = (NamedThing(f"{BASE}drug/{name}", "drug", name) for name in ("oil", "grease", "lard"))
DRUG = Parameter("drug", "drug", "the drug", (Iri(OIL.iri),))
OTHER = Parameter("other", "drug", "the other", (), several=True)


def share(*named: tuple[NamedThing, ...]) -> list[tuple[str, tuple[str, ...]]]:
    shared = share_things(named, (DRUG, OTHER), {LARD})
    return [(parameter.name, tuple(thing.id for thing in things)) for parameter, things in shared]


def test_thing_that_a_question_is_about_by_default_stays_so() -> None:
    assert share((GREASE,), (OIL,)) == [("drug", ("oil",)), ("other", ("grease",))]


def test_thing_alone_stands_beside_the_default_unless_the_graph_is_about_it() -> None:
    assert share((GREASE,)) == [("other", ("grease",))]
    assert share((LARD,)) == [("drug", ("lard",))]


def test_things_that_go_together_go_to_one_parameter() -> None:
    assert share((LARD, GREASE)) == [("drug", ("lard", "grease"))]


def test_first_of_several_parameters_takes_one_thing_though_it_may_have_more() -> None:
    wide = Parameter("drug", "drug", "the drug", (Iri(OIL.iri),), several=True)

    assert [parameter.name for parameter, _ in share_things([(LARD,), (GREASE,)], (wide, OTHER), {LARD})] == [
        "drug",
        "other",
    ]


def test_example_of_what_must_be_given_keeps_no_place() -> None:
    needed = Parameter("drug", "drug", "the drug", (Iri(OIL.iri),), required=True)

    assert [parameter.name for parameter, _ in share_things([(GREASE,)], (needed, OTHER), {LARD})] == ["drug"]
