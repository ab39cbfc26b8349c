"""Things of layers meet those of the content and of each other by identifiers alone."""

from __future__ import annotations

from pomegraph.content.folder import Content
from pomegraph.content.joining import ThingJoiner
from pomegraph.content.mappings import Mapping
from pomegraph.content.ontology import read_vocabulary
from pomegraph.content.registers import Registry, Thing
from pomegraph.errors import Problem


def make_registry(content: Content, *things: Thing) -> Registry:
    return Registry(read_vocabulary(content), {thing.id: thing for thing in things})


def make(name: str, kind: str = "Drug", *, names: tuple[str, ...] = (), **values: str) -> Thing:
    return Thing(name, kind, name.title(), names, tuple(values.items()), "table.tsv", 2)


def same(subject: str, target: str, predicate: str = "exactMatch") -> Mapping:
    return Mapping(subject, predicate, f"http://x/{target}", "http://x/why", "0.95")


def join(
    content: Content, first: tuple[list[Thing], list[Mapping]], second: tuple[list[Thing], list[Mapping]]
) -> tuple[Registry, list[Mapping], dict[str, str], list[Problem]]:
    registry, mappings, problems = make_registry(content, *first[0]), list(first[1]), list[Problem]()
    renamed = ThingJoiner(registry, mappings).join(make_registry(content, *second[0]), list(second[1]), problems)
    return registry, mappings, renamed, problems


def test_thing_with_an_identifier_of_another_is_that_one(small: Content) -> None:
    first, second = ([make("a")], [same("a", "1")]), ([make("x-1")], [same("x-1", "1"), same("x-1", "2")])
    registry, mappings, renamed, problems = join(small, first, second)

    assert (renamed, problems, list(registry.things)) == ({"x-1": "a"}, [], ["a"])
    assert mappings == [same("a", "1"), same("a", "2")]


def test_near_match_joins_nothing(small: Content) -> None:
    second = ([make("x-1")], [same("x-1", "1", "closeMatch")])
    registry, _, renamed, _ = join(small, ([make("a")], [same("a", "1")]), second)

    assert (renamed, list(registry.things)) == ({}, ["a", "x-1"])


def test_things_of_unlike_classes_stay_two(small: Content) -> None:
    first = ([make("a", "AdverseEvent")], [same("a", "1")])
    _, _, renamed, _ = join(small, first, ([make("x-1", "Disease")], [same("x-1", "1")]))

    assert renamed == {}


def test_what_two_things_have_joins_neither(small: Content) -> None:
    first = ([make("a"), make("b")], [same("a", "1"), same("b", "2")])
    _, _, renamed, _ = join(small, first, ([make("x-1")], [same("x-1", "1"), same("x-1", "2")]))

    assert renamed == {}


def test_links_lead_to_the_thing_that_it_is(small: Content) -> None:
    first = ([make("a", "Disease")], [same("a", "1")])
    second = ([make("x-1", "Disease"), make("x-2", "Disease", broader="x-1")], [same("x-1", "1")])
    registry, _, _, _ = join(small, first, second)

    assert registry.things["x-2"].values == (("broader", "a"),)


def test_row_of_the_content_keeps_its_label_and_gets_other_names_once(small: Content) -> None:
    first = ([make("a", names=("one",))], [same("a", "1")])
    registry, _, _, _ = join(small, first, ([make("x-1", names=("ONE", "two"))], [same("x-1", "1")]))

    assert (registry.things["a"].label, registry.things["a"].alternatives) == ("A", ("one", "two"))


def test_answer_of_the_content_is_not_joined_by_a_second(small: Content) -> None:
    first = ([make("a", "ResultGroup", groupArm="arm")], [same("a", "1")])
    second = ([make("x-1", "ResultGroup", groupArm="other")], [same("x-1", "1")])
    registry, _, _, _ = join(small, first, second)

    assert registry.things["a"].values == (("groupArm", "arm"),)


def test_id_that_the_content_has_for_another_thing_is_told(small: Content) -> None:
    _, _, _, problems = join(small, ([make("a")], []), ([make("a", "Disease")], []))

    assert [problem.message for problem in problems] == ["the id 'a' is already that of table.tsv:2"]


def test_two_layers_may_have_the_same_thing(small: Content) -> None:
    registry, mappings, problems = make_registry(small), list[Mapping](), list[Problem]()
    joiner = ThingJoiner(registry, mappings)
    for names in (("one",), ("two",)):
        joiner.join(make_registry(small, make("x-1", names=names)), [same("x-1", "1")], problems)

    assert (problems, registry.things["x-1"].alternatives, len(mappings)) == ([], ("one", "two"), 1)


def test_label_of_a_thing_that_another_layer_has_is_another_name(small: Content) -> None:
    registry, mappings, problems = make_registry(small), list[Mapping](), list[Problem]()
    joiner = ThingJoiner(registry, mappings)
    for name in ("x-1", "y-1"):
        joiner.join(make_registry(small, make(name)), [same(name, "1")], problems)

    assert (list(registry.things), registry.things["x-1"].alternatives) == (["x-1"], ("Y-1",))
