"""Composes the page of a thing from its sections, each a small query, and shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Response, render_template, url_for

from pomegraph.errors import StoreDownError, StoreError, StoreTimeoutError
from pomegraph.names import POM, shorten
from pomegraph.questions.provenance import find_places
from pomegraph.sparql.formats import GRAPH_FORMATS
from pomegraph.sparql.terms import Iri
from pomegraph.web.headers import mark_checked, mark_private
from pomegraph.web.problems import ThingUnknownError
from pomegraph.web.questions.labels import build_labels
from pomegraph.web.terms import cut_text, describe_address, locate_thing
from pomegraph.web.things.answering import ask_orders, ask_section, name_value
from pomegraph.web.things.claims import list_claim_sections
from pomegraph.web.things.facts import read_sayings
from pomegraph.web.things.kinds.choice import COMPOSITIONS, find_composition
from pomegraph.web.things.sentence import find_sentences
from pomegraph.web.things.shaping import shape_rows
from pomegraph.web.things.structured import ask_description, describe_thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pomegraph.content.excerpts import DocumentFolder
    from pomegraph.questions.provenance import ClaimPlace
    from pomegraph.questions.question import Question
    from pomegraph.web.questions.labels import Labels
    from pomegraph.web.questions.request import QuestionService
    from pomegraph.web.things.answering import AnsweredSection
    from pomegraph.web.things.facts import Sayings
    from pomegraph.web.things.sections import Composition, PagePart, PageSection
    from pomegraph.web.things.shaping import ShownGroup
    from pomegraph.web.things.signposts import ThingPlace

_MOST_CAUTIONS = 5
# Whose pages are prepared: with all of these, the first who asks waits no longer than for the others.
_MOST_TOLD = f"""\
SELECT ?thing (COUNT(*) AS ?claims) WHERE {{
  ?claim <{POM}drug>|<{POM}disease> ?thing
}} GROUP BY ?thing ORDER BY DESC(?claims) ?thing LIMIT 14"""
# The kinds of things that have lines in documents.
_WITH_LINES = {"passage", "report", "claim"}


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section as a page shows it.

    Args:
        answered: What was asked, and where all of it is.
        parts: The columns that say anything.
        groups: Its rows.
        picture: The addresses of the chart of the question, light and dark, and what it shows in words.
    """

    answered: AnsweredSection
    parts: Sequence[PagePart]
    groups: Sequence[ShownGroup]
    picture: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GatheredPage:
    """All that is asked for the page of a thing.

    Args:
        composition: What the page is made of.
        sayings: What is said of the thing outright.
        answered: Its sections.
        unanswered: Those that the store cannot answer.
        labels: What everything on it is called.
        places: Where its claims are made.
    """

    composition: Composition
    sayings: Sayings
    answered: tuple[AnsweredSection, ...]
    unanswered: tuple[PageSection, ...]
    labels: Labels
    places: Mapping[str, Sequence[ClaimPlace]]


def gather_page(service: QuestionService, iri: str, kind: str) -> GatheredPage:
    """Return what is asked for the page of a thing of a kind, as IRIs name it; no request is needed for it.

    Raises:
        PomegraphError: the engine has no answer.
    """
    composition, sayings = find_composition(kind), read_sayings(service, iri)
    told = list_claim_sections(service, iri, composition.told) if composition.has_claims else ()
    answered, unanswered = _ask_sections(service, (*composition.sections, *told), iri)
    named = {iri} | sayings.list_iris() | set(_list_iris(answered))
    labels = build_labels(service, named, with_sources=False)
    places = find_places(service.select, (claim for each in answered for row in each.rows for claim, _ in row.told))
    return GatheredPage(composition, sayings, tuple(answered), tuple(unanswered), labels, places)


def _ask_sections(
    service: QuestionService, sections: Iterable[PageSection], iri: str
) -> tuple[list[AnsweredSection], list[PageSection]]:
    """Return the sections that have something on a thing, and those whose query a store elsewhere fails at."""
    answered: list[AnsweredSection] = []
    unanswered: list[PageSection] = []
    for section in sections:
        try:
            found = ask_section(service, section, iri)
        except (StoreDownError, StoreTimeoutError):
            raise
        except StoreError:
            unanswered.append(section)
        else:
            answered += [found] if found is not None else []
    return answered, unanswered


def ask_pages(service: QuestionService) -> None:
    """Ask for the pages of what is spoken of most, so that the answers are kept.

    Raises:
        PomegraphError: the engine has no answer.
    """
    ask_orders(service, (section for each in COMPOSITIONS.values() for section in each.sections))
    for name, _ in service.select(_MOST_TOLD).rows:
        kind = str(name).removeprefix(service.engine.status.base or "").partition("/")[0]
        gather_page(service, str(name), kind)
        ask_description(service, str(name))


def respond_composed(service: QuestionService, place: ThingPlace, documents: DocumentFolder | None = None) -> Response:
    """Return the page of a thing, composed for its kind.

    Args:
        service: What knows of it.
        place: Where it is found.
        documents: Those whose lines are shown.

    Raises:
        ThingUnknownError: the graph says nothing of it.
        PomegraphError: the engine has no answer.
    """
    iri, kind = place.named.iri, place.named.path.partition("/")[0]
    gathered = gather_page(service, iri, kind)
    composition, sayings, labels = gathered.composition, gathered.sayings, gathered.labels
    if not sayings.says and not sayings.leads and not gathered.answered:
        raise ThingUnknownError(iri)
    sentences, is_more = find_sentences(service, iri, documents) if kind in _WITH_LINES else ([], False)
    label = labels.labels.get(iri) or shorten(iri, labels.prefixes)
    page = render_template(
        "thing.html",
        place=place,
        label=cut_text(label),
        kind=composition.name,
        names=sayings.list_names(),
        identifiers=sayings.list_identifiers(labels.prefixes),
        facts=sayings.list_facts(composition, labels),
        leads=sayings.list_leads(labels),
        cautions=labels.background.cautions.get(iri, ())[:_MOST_CAUTIONS],
        unanswered=[each.title for each in gathered.unanswered],
        sections=[_show_section(each, labels, gathered.places, label) for each in gathered.answered],
        sentences=[(one, locate_thing(one.passage, labels.base) if one.passage != iri else "") for one in sentences],
        is_more=is_more,
        questions=fill_questions(service, kind, iri),
        everything=describe_address(iri),
        forms=GRAPH_FORMATS.values(),
        structured=describe_thing(service, place),
    )
    response = Response(page)
    if any(one.excerpt for one in sentences):
        mark_private(response)
    else:
        mark_checked(response)
    return response


def _list_iris(answered: Iterable[AnsweredSection]) -> Iterator[str]:
    for each in answered:
        for row in each.rows:
            cells = (one for cell in row.cells.values() for one in (cell if isinstance(cell, tuple) else (cell,)))
            yield from (cell.value for cell in cells if isinstance(cell, Iri))
            yield from (name for pair in row.told for name in pair if name)


def _show_section(
    answered: AnsweredSection, labels: Labels, places: Mapping[str, Sequence[ClaimPlace]], name: str
) -> ShownSection:
    parts, groups = shape_rows(answered, labels, places, name)
    return ShownSection(answered, parts, groups, _find_picture(answered))


def _find_picture(answered: AnsweredSection) -> dict[str, str]:
    """Return the addresses of the chart of a section, and what it is of; none where the question has no chart."""
    question, pairs = answered.asked.question, answered.asked.pairs
    if question is None or question.chart is None:
        return {}
    names = {end: f"{question.stem}.{end}" for end in ("svg", "dark.svg")}
    chosen = f"?{urlencode(pairs)}" if pairs else ""
    words = f"Chart: {question.summary} The table has the figures."
    return {"words": words, **{end: url_for("questions.answer", name=name) + chosen for end, name in names.items()}}


def fill_questions(service: QuestionService, kind: str, iri: str) -> dict[str, list[tuple[Question, str]]]:
    """Return the questions that can be asked of a thing, filled in with it, below the first tag of each."""
    found: dict[str, list[tuple[Question, str]]] = {}
    for question in service.catalogue:
        parameter = next((one for one in question.parameters if one.type == kind), None)
        # What needs another value too cannot be asked of the thing alone.
        is_enough = all(one is parameter or not one.required for one in question.parameters)
        if parameter is not None and is_enough:
            address = url_for("questions.answer", name=question.stem)
            asked: dict[str, Any] = {parameter.name: name_value(iri)}
            link = f"{address}?{urlencode(asked)}"
            found.setdefault(next(iter(question.tags), "other"), []).append((question, link))
    return dict(sorted(found.items()))
