"""Tells agents what a search finds: questions with the values that a phrase fills in, and things."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pomegraph.agents.compact import tell_values
from pomegraph.questions.schema import name_term

if TYPE_CHECKING:
    from pomegraph.agents.desk import Desk
    from pomegraph.questions.question import Parameter
    from pomegraph.questions.things import NamedThing
    from pomegraph.search.found import Found, FoundQuestion

_MOST_DEFAULTS = 5


def tell_questions(desk: Desk, text: str, limit: int) -> dict[str, Any]:
    """Return the questions that fit a phrase best, the best first, and what must be known before them."""
    found = desk.search(text, limit)
    meant = {"meant": found.meant} if found.meant else {}
    notes = {"notes": list(found.notes)} if found.notes else {}
    return {**meant, **notes, "questions": [_tell_question(one) for one in found.questions[:limit]]}


def find_things(desk: Desk, text: str, limit: int) -> list[NamedThing]:
    """Return the things and the documents that fit a phrase best; what it names comes first."""
    return list_found_things(desk.search(text, limit))[:limit]


def list_found_things(found: Found) -> list[NamedThing]:
    """Return the things and the documents that were found, the best first."""
    ranked = sorted((*found.things, *found.documents), key=lambda one: -one.score)
    return [one.thing for one in ranked]


def _tell_question(found: FoundQuestion) -> dict[str, Any]:
    question = found.question
    told: dict[str, Any] = {"question": question.stem, "asks": question.summary}
    if question.description:
        told["note"] = question.description
    if question.parameters:
        told["parameters"] = {one.name: _explain(one) for one in question.parameters}
    values: dict[str, list[str]] = {}
    for one in found.values:
        values.setdefault(one.parameter, []).append(one.text)
    if values:
        told["values"] = tell_values(values)
    return told


def _explain(parameter: Parameter) -> str:
    """Return what a parameter takes, in few words."""
    kind = " | ".join(parameter.choices) or parameter.type
    default = ", ".join(map(name_term, parameter.default[:_MOST_DEFAULTS])) or "any"
    notes = ["required" if parameter.required else f"default {default}", *(["or a list"] if parameter.several else [])]
    return f"{parameter.means} ({kind}; {'; '.join(notes)})"
