"""Shapes answered sections for people: cells in words, figures with their units, who says so and where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pomegraph.web.terms import Shown, cut_text, locate_thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pomegraph.questions.provenance import ClaimPlace
    from pomegraph.web.questions.labels import Labels
    from pomegraph.web.things.answering import AnsweredSection, MergedRow
    from pomegraph.web.things.sections import PagePart, PageSection

# Documents that are named beside a row, in a wide and in a narrow table, and places in one of them.
_MOST_DOCUMENTS, _MOST_BESIDE_FEW, _MOST_PLACES = 1, 2, 2
_FEW = 2
# Values that stand together in one cell.
_MOST_GATHERED = 3
_UNITS = {
    "percent": "%",
    "milligram": "mg",
    "milligram per day": "mg/day",
    "milligram per kilogram": "mg/kg",
    "milligram per square metre": "mg/m\u00b2",
    "nanogram per millilitre": "ng/ml",
    "nanogram-hour per millilitre": "ng\u00b7h/ml",
    "litre per hour": "l/h",
}
_PLURALS = {"month", "week", "day", "hour", "year", "cycle", "patient", "litre"}
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A cell of a section: its term, a number to sort by, and the length of its bar of 100, if it has one."""

    term: Shown
    number: str = ""
    bar: float | None = None


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document that says so: its name, which leads to the report, its further places, and what speaks against it."""

    report: Shown
    places: tuple[Shown, ...]
    verdict: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a section: its cells, the documents that say so, how many more there are, and where these stand."""

    cells: tuple[ShownPart, ...]
    documents: tuple[ShownDocument, ...]
    more: int = 0
    rest: str = ""


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Rows of a section below one heading, or below none."""

    heading: tuple[Shown, ...]
    rows: tuple[ShownRow, ...]


def shape_rows(
    answered: AnsweredSection, labels: Labels, places: Mapping[str, Sequence[ClaimPlace]], name: str
) -> tuple[list[PagePart], tuple[ShownGroup, ...]]:
    """Return the parts of a section that say more than the name of the page, and its rows in groups."""
    section = answered.section
    parts = [part for part in section.parts if any(_is_told(row, part, name) for row in answered.rows)]
    shaper = _Shaper(section, labels, name, _find_widest(answered, parts))
    most = _MOST_BESIDE_FEW if len(parts) <= _FEW and not section.is_narrow else _MOST_DOCUMENTS
    groups: dict[tuple[Shown, ...], list[ShownRow]] = {}
    for row in answered.rows:
        documents = list_tellers(row.told, labels, places) if section.is_told else []
        if not section.is_warned:
            documents = [replace(one, verdict="", reason="") for one in documents]
        if section.is_narrow:
            # The name leads to the first place, and its title tells it.
            documents = [replace(one, places=()) for one in documents]
        # On its own page a document need not be named beside each row: the places in it do.
        documents = [_name_place(one) if one.report.text == name else one for one in documents]
        cells = tuple(shaper.shape(part, row) for part in parts)
        claims = {claim for claim, _ in row.told if claim}
        rest = locate_thing(claims.pop(), labels.base) if len(claims) == 1 else ""
        shown = ShownRow(cells, tuple(documents[:most]), max(0, len(documents) - most), rest)
        groups.setdefault(shaper.head(row), []).append(shown)
    return parts, tuple(ShownGroup(heads, tuple(rows)) for heads, rows in groups.items())


@dataclass(frozen=True, slots=True)
class _Shaper:
    """Shapes the cells of a section.

    Args:
        labels: Names of what is in them.
        name: What the page is called, which its cells need not say again.
        widest: What a whole bar stands for, by the unit and the group.
    """

    section: PageSection
    labels: Labels
    name: str
    widest: Mapping[tuple[str, ...], Decimal]

    def head(self, row: MergedRow) -> tuple[Shown, ...]:
        """Return what heads the group of a row."""
        told = ((row.cells[name], name) for name in self.section.grouped)
        return tuple(self.labels.show(cell, name) for cell, name in told if cell is not None)

    def shape(self, part: PagePart, row: MergedRow) -> ShownPart:
        """Return a cell of a row."""
        if part.form == "interval":
            return ShownPart(Shown(write_interval(*(row.cells.get(name) for name in part.columns))))
        if part.form in {"text", "link"}:
            cell = row.cells.get(part.columns[0])
            is_number = isinstance(cell, (int, Decimal)) and not isinstance(cell, bool)
            return ShownPart(self._show(cell, part, row), str(cell) if is_number else "")
        number, widest = _find_number(row, part), self.widest.get(_find_scale(row, part, self.section.grouped))
        bar = float(number / widest * _WHOLE) if part.form == "bar" and number is not None and widest else None
        return ShownPart(Shown(write_figure(*_pick(row, part))), "" if number is None else str(number), bar)

    def _show(self, cell: Any, part: PagePart, row: MergedRow) -> Shown:
        if isinstance(cell, tuple):
            texts = [self._show(one, part, row).text for one in cell]
            more = f" and {len(texts) - _MOST_GATHERED} more" if len(texts) > _MOST_GATHERED else ""
            # Days of a cycle have commas of their own.
            sign = "; " if any("," in text for text in texts) else ", "
            return Shown(sign.join(texts[:_MOST_GATHERED]) + more)
        kinds = part.kind.split() or [part.columns[0]]
        found = [self.labels.show(cell, kind) for kind in kinds]
        shown = next((one for one in found if one.link), found[0])
        if part.form == "link":
            return Shown(part.title, shown.link)
        claims = {claim for claim, _ in row.told if claim}
        is_claim = part.columns == ("says",) and len(claims) == 1
        link = locate_thing(claims.pop(), self.labels.base) if is_claim else shown.link
        # On the page of a document, its passages need not be told to be in it, nor arms on that of their trial.
        text = shown.text.removeprefix(f"{self.name}, ").removeprefix(f"{self.name}: ")
        return Shown(text, link, shown.title)


def _name_place(document: ShownDocument) -> ShownDocument:
    return replace(document, report=document.places[0], places=document.places[1:]) if document.places else document


def _is_told(row: MergedRow, part: PagePart, known: str) -> bool:
    return any(row.cells.get(name) not in {None, known} for name in part.columns)


def _find_widest(answered: AnsweredSection, parts: Iterable[PagePart]) -> dict[tuple[str, ...], Decimal]:
    """Return what a whole bar stands for, by the unit and the group: a hundred of percent, else the largest figure."""
    widest: dict[tuple[str, ...], Decimal] = {}
    for part in parts:
        for row in answered.rows if part.form == "bar" else ():
            key, number = _find_scale(row, part, answered.section.grouped), _find_number(row, part)
            least = _WHOLE if key[0] == "percent" else 0
            widest[key] = max(widest.get(key, Decimal(least)), number or Decimal(0))
    return widest


def _find_scale(row: MergedRow, part: PagePart, grouped: Iterable[str]) -> tuple[str, ...]:
    return (str(_pick(row, part)[3]), part.title, *(str(row.cells[name]) for name in grouped))


def _find_number(row: MergedRow, part: PagePart) -> Decimal | None:
    value, low, high, *_ = _pick(row, part)
    found = next((one for one in (value, high, low) if isinstance(one, (int, Decimal))), None)
    return None if found is None or found < 0 else Decimal(found)


def _pick(row: MergedRow, part: PagePart) -> list[Any]:
    """Return value, lower end, upper end, unit and words of a figure, each None where there is none."""
    values = [row.cells.get(name) if name else None for name in part.columns]
    return [*values, *[None] * (5 - len(values))]


def write_figure(value: Any, low: Any, high: Any, unit: Any, words: Any) -> str:
    """Return a figure as people read it.

    >>> write_figure(Decimal("4.0"), None, None, "month", None), write_figure(None, 31, 35, "percent", None)
    ('4.0 months', '31\u201335 %')
    >>> write_figure(None, None, None, "month", "not reached")
    'not reached'
    """
    ends = [_write(one) for one in (low, high) if one is not None]
    both = 2
    number = _write(value) if value is not None else "\u2013".join(ends)
    if value is None and len(ends) < both and ends:
        number = f"{'at most' if low is None else 'at least'} {number}"
    if not number:
        return _write(words)
    written = f"{number} {_write_unit(str(unit), is_one=number == '1')}" if unit is not None else number
    return f"{written}, {words}" if words is not None else written


def write_interval(lower: Any, upper: Any, level: Any) -> str:
    """Return a confidence interval as people read it.

    >>> write_interval(Decimal("3.6"), Decimal("5.0"), 95), write_interval(Decimal("3.6"), None, None)
    ('3.6\u20135.0 (95 %)', '3.6\u2013?')
    """
    if lower is None and upper is None:
        return ""
    ends = "\u2013".join("?" if one is None else _write(one) for one in (lower, upper))
    return ends if level is None else f"{ends} ({_write(level)} %)"


def _write(value: Any) -> str:
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else cut_text(str(value))


def _write_unit(unit: str, *, is_one: bool) -> str:
    return f"{unit}s" if unit in _PLURALS and not is_one else _UNITS.get(unit, unit)


def list_tellers(
    told: Iterable[tuple[str, str]], labels: Labels, places: Mapping[str, Sequence[ClaimPlace]]
) -> list[ShownDocument]:
    """Return the documents that make some claims, those against which something speaks first."""
    found: dict[tuple[str, str], list[ClaimPlace]] = {}
    bare: list[ShownDocument] = []
    for claim, source in told:
        ours = [one for one in places.get(claim, ()) if not source or one.source == source]
        for place in ours:
            found.setdefault((claim, place.source), []).append(place)
        if not ours:
            bare.append(ShownDocument(labels.show_iri(source or claim), ()))
    documents = [_show_document(claim, ours, labels) for (claim, _), ours in found.items()]
    return sorted([*documents, *bare], key=lambda one: not one.verdict)


def _show_document(claim: str, places: Sequence[ClaimPlace], labels: Labels) -> ShownDocument:
    links = [Shown(one.shown, locate_thing(one.report, labels.base), one.label) for one in places]
    cautions = labels.background.cautions.get(claim, ())
    source = Shown(places[0].document, links[0].link, links[0].title)
    verdict, reason = (cautions[0].verdict, cut_text(cautions[0].reason)) if cautions else ("", "")
    return ShownDocument(source, tuple(links[:_MOST_PLACES]), verdict, reason)
