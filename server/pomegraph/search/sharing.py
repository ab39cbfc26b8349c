"""Shares the things that a phrase names among the parameters that take things of their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.questions.schema import name_term

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pomegraph.questions.question import Parameter
    from pomegraph.questions.things import NamedThing


def share_things(
    named: Sequence[tuple[NamedThing, ...]], parameters: Sequence[Parameter], subjects: Collection[NamedThing]
) -> list[tuple[Parameter, tuple[NamedThing, ...]]]:
    """Return which parameter of a kind takes which of the things of that kind that a phrase names.

    Of several parameters the first is what the question is about, as its default is; a thing that is named alone goes
    to the last, beside that default, unless it is a drug that the graph is about as well.

    Args:
        named: Things that go together to one parameter.
        parameters: Those that take them.
        subjects: The drugs that the graph is about.
    """
    # Of one that must be given the default is only an example.
    may_stay = bool(parameters[0].default) and not parameters[0].required
    usual = [[name_term(term) for term in one.default] for one in parameters]
    free = list(range(len(parameters)))
    chosen: list[tuple[int, tuple[NamedThing, ...]]] = []
    for things in sorted(named, key=lambda things: not _has(things, usual[0])):
        place = next((one for one in free if _has(things, usual[one])), None)
        if place is None:
            is_beside = len(named) == 1 and len(free) > 1 and may_stay and not _has_any(things, subjects)
            place = free[-1] if is_beside else next(iter(free), None)
        if place is None:
            break
        chosen.append((place, things))
        # What stands beside what a question is about goes to the others.
        if not parameters[place].several or (place == 0 and len(parameters) > 1):
            free.remove(place)
    return [(parameters[place], things) for place, things in sorted(chosen, key=lambda one: one[0])]


def _has(things: Sequence[NamedThing], usual: Collection[str]) -> bool:
    return any(thing.id in usual for thing in things)


def _has_any(things: Sequence[NamedThing], subjects: Collection[NamedThing]) -> bool:
    return any(thing in subjects for thing in things)
