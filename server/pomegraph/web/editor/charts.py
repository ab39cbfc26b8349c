"""Draws the result of any query: names down the side, figures beside them, in columns that the reader may choose."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn

from pomegraph.charts.drawing import plan_drawing
from pomegraph.charts.words import spell_out
from pomegraph.errors import ResultFormatError
from pomegraph.questions.question import Chart, Column, Question
from pomegraph.sparql.formats import list_formats
from pomegraph.web.problems import ParameterError
from pomegraph.web.questions.labels import name_cells
from pomegraph.web.questions.pictures import choose_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.charts.drawing import Drawing
    from pomegraph.sparql.results import Table
    from pomegraph.web.protocol import Parameters
    from pomegraph.web.questions.request import QuestionService

MARKS = ("bar", "point", "line")


@dataclass(frozen=True, slots=True)
class ChartWish:
    """What a chart is to show; what is empty is chosen by what is in the columns.

    Args:
        names: The column with names.
        figures: The column with numbers.
        mark: One of `MARKS`.
    """

    names: str = ""
    figures: str = ""
    mark: str = ""


def read_wish(parameters: Parameters) -> ChartWish:
    """Return what a request wants of a chart.

    Raises:
        ParameterError: the mark is not known, or something is given twice.
    """
    wish = ChartWish(*(parameters.find_value(name) or "" for name in ("names", "figures", "mark")))
    if wish.mark and wish.mark not in MARKS:
        raise ParameterError("mark", f"there is no mark {wish.mark[:40]!r}", f"use one of {', '.join(MARKS)}")
    return wish


def build_result_chart(service: QuestionService, table: Table, wish: ChartWish, shape: str) -> Drawing:
    """Return what is to be drawn of a result, as the end of its address wants it.

    Raises:
        ResultFormatError: there is nothing to draw.
        ParameterError: a column that is wanted is not there, or holds no numbers.
    """
    question = _make_question(table, wish)
    drawing = plan_drawing(question, name_cells(service, question, table), **choose_look(shape))
    if drawing is None:
        _refuse("no row has a figure")
    return drawing


def _make_question(table: Table, wish: ChartWish) -> Question:
    """Return a question of which the table could be the answer: charts are of questions."""
    figures = _choose_figures(table, wish.figures)
    names = _choose_names(table, wish.names, figures)
    chart = _make_chart(names, figures, wish.mark, is_number=_holds_numbers(table, names))
    columns = tuple(Column(name, "any", spell_out(name)) for name in table.columns)
    title = f"{spell_out(figures)} by {spell_out(names)}"
    return Question("result", title, "", (), (), "SELECT", "", (), columns, chart)


def _make_chart(names: str, figures: str, mark: str, *, is_number: bool) -> Chart:
    if is_number or mark == "line":
        return Chart(mark or "point", (("x", names), ("y", figures)))
    return Chart(mark or "bar", (("y", names), ("x", figures)))


def _choose_figures(table: Table, wanted: str) -> str:
    columns = [name for name in table.columns if _holds_numbers(table, name)]
    if wanted:
        if wanted not in columns:
            raise ParameterError("figures", f"no column {wanted[:40]!r} holds numbers alone", _list(columns))
        return wanted
    # What is counted or measured stands behind what it is of.
    return columns[-1] if columns else _refuse("no column holds numbers alone")


def _choose_names(table: Table, wanted: str, figures: str) -> str:
    columns = [name for name in table.columns if name != figures]
    if wanted:
        if wanted not in columns:
            raise ParameterError("names", f"there is no other column {wanted[:40]!r}", _list(columns))
        return wanted
    words = [name for name in columns if not _holds_numbers(table, name)]
    return next(iter([*words, *columns]), "") or _refuse("there is one column only")


def _holds_numbers(table: Table, column: str) -> bool:
    place = table.columns.index(column)
    told = [row[place] for row in table.rows if row[place] is not None]
    return bool(told) and all(isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool) for cell in told)


def _list(columns: Sequence[str]) -> str:
    return f"use one of {', '.join(columns)}" if columns else "leave it out"


def _refuse(reason: str) -> NoReturn:
    raise ResultFormatError(f"there is no chart of this result: {reason}", list_formats("SELECT"))
