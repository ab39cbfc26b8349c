"""Shows what was told of figures: each beside what its row said, with links to the primary claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template

from pomegraph.evidence.attribution import VERDICTS
from pomegraph.evidence.figures import COLUMN_MEANINGS
from pomegraph.web.questions.labels import ShownColumn, build_labels
from pomegraph.web.terms import Shown, cut_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.evidence.attribution import Attribution
    from pomegraph.evidence.figures import Figure
    from pomegraph.web.questions.labels import Labels
    from pomegraph.web.tracing.request import TraceService

_COLUMNS = {
    "row": "what the row is called, or its number",
    "figure": "what the row says",
    "verdict": "what primary figures say of it",
    "trials": "the trials that it is from, or may be from",
    "reason": "why",
    "primary claims": "the primary claims that say so",
}


_MEANINGS = {"columns": COLUMN_MEANINGS, "verdicts": VERDICTS}


def render_form() -> str:
    """Return the page with the form."""
    return render_template("trace.html", text="", meanings=_MEANINGS)


def render_verdicts(
    service: TraceService, figures: Sequence[Figure], verdicts: Sequence[Attribution], text: str
) -> str:
    """Return the page with what was told of figures, and the form with the table as it was sent."""
    shown = build_labels(service.questions, {claim for one in verdicts for claim in one.claims})
    return render_template(
        "trace.html",
        text=text,
        meanings=_MEANINGS,
        columns=[ShownColumn(name, name, means, is_number=False) for name, means in _COLUMNS.items()],
        rows=[_show(figure, one, shown) for figure, one in zip(figures, verdicts, strict=True)],
    )


def _show(figure: Figure, verdict: Attribution, shown: Labels) -> list[Shown]:
    claims = [shown.show_iri(claim) for claim in verdict.claims]
    return [
        Shown(cut_text(verdict.id)),
        Shown(cut_text(_say(figure))),
        Shown(verdict.verdict, title=VERDICTS[verdict.verdict]),
        Shown(cut_text(", ".join(verdict.trials))),
        Shown(cut_text(verdict.reason)),
        Shown("", more=tuple(claims)),
    ]


def _say(figure: Figure) -> str:
    """Return what a row says, in the order in which people would."""
    number = figure.value or " to ".join(filter(None, (figure.low, figure.high)))
    parts = (figure.trial, figure.measure, number, figure.unit, figure.regimen or figure.drug, figure.population)
    return " ".join(filter(None, parts))
