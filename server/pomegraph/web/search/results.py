"""Shows what a search found: as links for people, as JSON for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from flask import request, url_for

from pomegraph.charts.words import spell_out
from pomegraph.web.terms import cut_label, locate_thing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pomegraph.search.found import Found, FoundClaim, FoundQuestion, FoundThing
    from pomegraph.web.questions.request import QuestionService


@dataclass(frozen=True, slots=True)
class ShownFind:
    """Something that was found.

    Args:
        text: What it is called.
        link: Where it leads.
        kind: What it is.
        note: What else there is to tell.
        ways: What is to be chosen from instead of the one link, each with where it leads.
    """

    text: str
    link: str
    kind: str = ""
    note: str = ""
    ways: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownFound:
    """What a page shows of a search.

    Args:
        meant: What was looked for instead, if a word was not known.
        meant_link: The search for that.
        notes: What must be known before it, such as that no document tells it.
        groups: What was found, by what it is.
    """

    meant: str
    meant_link: str
    notes: tuple[str, ...]
    groups: tuple[tuple[str, tuple[ShownFind, ...]], ...]


def show_found(service: QuestionService, found: Found) -> ShownFound:
    """Return what was found as links."""
    groups = (
        ("Questions", tuple(map(show_question, found.questions))),
        ("Things", tuple(_show_thing(service, one) for one in found.things)),
        ("Documents", tuple(_show_thing(service, one) for one in found.documents)),
        ("What claims say", tuple(_show_claim(service, one) for one in found.claims)),
    )
    link = url_for("search.find", q=found.meant) if found.meant else ""
    # What is named comes before the questions that could be asked of it.
    is_named = bool(found.things) and found.things[0].is_named
    ordered = (groups[1], groups[0], *groups[2:]) if is_named else groups
    return ShownFound(found.meant, link, found.notes, tuple((name, many) for name, many in ordered if many))


def show_question(found: FoundQuestion) -> ShownFind:
    """Return a question as a link, or as one for each of the values of which one is to be chosen."""
    chosen = found.choosing
    note = "; ".join(f"{spell_out(one.parameter)}: {one.label}" for one in found.values if one not in chosen)
    links = [f"{request.script_root}/{one.path}" for one in found.choices]
    ways = tuple(zip((one.label for one in chosen), links, strict=False)) if chosen else ()
    return ShownFind(found.question.summary, links[0], note=note, ways=ways)


def _show_thing(service: QuestionService, found: FoundThing) -> ShownFind:
    kind = found.thing.kind.replace("-", " ")
    note = f"also called {found.also}" if found.also else ""
    return ShownFind(
        cut_label(found.thing.label), locate_thing(found.thing.iri, service.engine.status.base), kind, note
    )


def _show_claim(service: QuestionService, found: FoundClaim) -> ShownFind:
    return ShownFind(found.label, locate_thing(found.iri, service.engine.status.base), spell_out(found.kind).lower())


def describe_found(service: QuestionService, found: Found) -> dict[str, Any]:
    """Return what was found as JSON has it."""
    base = service.engine.status.base
    return {
        "q": found.words,
        "meant": found.meant or None,
        "notes": list(found.notes),
        "questions": [_describe_question(one) for one in found.questions],
        "things": _describe_things(base, found.things),
        "documents": _describe_things(base, found.documents),
        "claims": [{**asdict(one), "address": locate_thing(one.iri, base)} for one in found.claims],
    }


def _describe_things(base: str | None, found: Iterable[FoundThing]) -> list[dict[str, Any]]:
    return [
        {
            "iri": one.thing.iri,
            "kind": one.thing.kind,
            "id": one.thing.id,
            "label": one.thing.label,
            "also": one.also or None,
            "score": one.score,
            "address": locate_thing(one.thing.iri, base),
        }
        for one in found
    ]


def _describe_question(found: FoundQuestion) -> dict[str, Any]:
    values: dict[str, list[dict[str, str]]] = {}
    for one in found.values:
        values.setdefault(one.parameter, []).append({"value": one.text, "label": one.label})
    return {
        "stem": found.question.stem,
        "summary": found.question.summary,
        "values": values,
        "score": found.score,
        "address": f"{request.script_root}/{found.path}",
        "command": found.command,
        "choices": [f"{request.script_root}/{one.path}" for one in found.choices] if found.choosing else [],
    }
