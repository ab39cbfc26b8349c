"""Specifications of charts as a whole, and the texts of their pictures."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from pomegraph.charts.sheet import NARROW, WIDE, Sheet
from pomegraph.sparql.results import Table
from pomegraph.sparql.terms import Iri
from support.charts import RANKING, ask, build, draw_chart, make_table, read_lines, read_texts


@pytest.mark.parametrize(
    ("channels", "parts"),
    [
        (RANKING, ["month", "%"]),
        (RANKING | {"row": "measure"}, ["survival, month", "response, month", "survival, %"]),
    ],
)
def test_figures_of_different_units_never_share_an_axis(channels: dict[str, str], parts: list[str]) -> None:
    row = {"regimen": "gamma", "value": Decimal(60), "unit": "%", "measure": "survival"}
    spec = build(ask(**channels), make_table(row))
    texts = read_texts(draw_chart(spec))

    assert [part["layer"][0]["encoding"]["x"]["title"] for part in spec["vconcat"]] == [None] * len(parts)
    assert set(parts) <= set(texts)


def test_rows_of_one_name_get_bars_of_their_own() -> None:
    texts = read_texts(draw_chart(build(ask(**RANKING))))

    assert [text for text in texts if text in {"alpha", "beta"}] == ["alpha", "beta", "alpha"]
    assert {"12.4", "4", "6.5"} <= set(texts)


def test_counts_of_one_name_are_put_on_each_other() -> None:
    question = ask(y="regimen", x="count", color="role")
    texts = read_texts(draw_chart(build(question)))

    assert [text for text in texts if text in {"alpha", "beta"}] == ["alpha", "beta"]
    assert {"8", "4"} <= set(texts)


def test_range_goes_from_end_to_end() -> None:
    spec = build(ask(y="regimen", x="low", x2="value"))

    ends = [(record["_low"], record["_high"], record["_words"]) for record in spec["data"]["values"]]

    assert spec["layer"][0]["encoding"]["x2"] == {"field": "_high"}
    assert ends == [(10, 12.4, "10\u201312.4"), (0, 4, "4"), (0, 6.5, "6.5")]
    assert spec["title"]["subtitle"] == ["A bar that does not begin at zero is a range."]


def test_bars_that_all_begin_at_zero_are_drawn() -> None:
    table = Table(("regimen", "count", "value"), (("a", 0, 4),))
    spec = build(ask(y="regimen", x="count", x2="value"), table)

    assert [(record["_low"], record["_high"]) for record in spec["data"]["values"]] == [(0, 4)]
    assert spec["layer"][0]["encoding"]["x2"] == {"field": "_high"}


def test_row_with_nothing_but_a_range_is_drawn_as_one() -> None:
    spec = build(ask(**RANKING), make_table({"regimen": "gamma", "low": Decimal(31), "high": Decimal(35)}))

    assert spec["data"]["values"][-1]["_words"] == "31\u201335"
    assert "Not drawn" not in spec["description"]


def test_row_without_a_figure_is_not_drawn() -> None:
    spec = build(ask(**RANKING), make_table({"regimen": "gamma"}, unit=None))

    assert [record["regimen"] for record in spec["data"]["values"]] == ["alpha", "beta", "alpha"]


def test_title_and_notes_are_as_wide_as_the_sheet_at_most() -> None:
    table, subject = make_table(), "drug: exemplamide; measure: median progression-free survival of everybody"
    spec = build(ask(**RANKING), table, NARROW, subject=subject)

    assert spec["title"]["subtitle"] == [
        "drug: exemplamide; measure: median progression-",
        "free survival of everybody",
    ]


def test_what_was_asked_for_stands_below_the_title() -> None:
    spec = build(ask(**RANKING), subject="drug: oil")

    assert spec["title"] == {"text": ["Which is the best?"], "subtitle": ["drug: oil"]}


def test_counts_by_two_names_are_a_table_with_its_numbers() -> None:
    question = ask("rect", x="measure", y="regimen", color="count")
    texts = read_texts(
        draw_chart(build(question, make_table({"regimen": "gamma", "measure": "survival", "count": 90})))
    )

    assert {"survival", "response", "alpha", "gamma", "90", "4"} <= set(texts)


def test_long_names_above_a_table_are_written_in_lines() -> None:
    row = {"regimen": "a", "measure": "progression-free survival of everybody"}
    svg = draw_chart(build(ask("point", x="measure", y="regimen"), make_table(row)))

    assert {"progression-", "free survival", "of everybody"} <= set(read_lines(svg))


def test_each_part_has_its_own_scale() -> None:
    spec = build(ask(**RANKING, row="measure"))
    texts = read_texts(draw_chart(spec))

    assert [part["transform"][0]["filter"]["equal"] for part in spec["vconcat"]] == ["survival", "response"]
    assert {"survival", "response"} <= set(texts)


def test_iri_is_shown_by_its_end() -> None:
    spec = build(ask(**RANKING), make_table({"regimen": Iri("http://example.org/drug/delta"), "value": Decimal(1)}))

    assert spec["data"]["values"][-1]["regimen"] == "delta"


@pytest.mark.parametrize("name", ['a "b" \\', "'];alert(1);['", "<script>", "漢字 {datum}", "x" * 500])
def test_name_is_drawn_as_it_is(name: str) -> None:
    row = {"regimen": name, "value": Decimal(1)}
    texts = read_lines(draw_chart(build(ask(**RANKING), make_table(row, row | {"value": Decimal(2)}))))

    assert [text for text in texts if text.startswith(name[:20])]


def test_many_rows_are_cut_and_that_is_told() -> None:
    table = make_table(*({"regimen": f"r{number}", "value": Decimal(number)} for number in range(400)))
    spec = build(ask(**RANKING), table)

    assert len(spec["data"]["values"]) == 24
    assert spec["title"]["subtitle"] == ["Drawn: 24 rows. The table has 379 more."]
    assert "The table has 379 more." in spec["description"]


@pytest.mark.parametrize("mark", ["arc", "area", "bar", "line", "point", "rect", "rule", "tick"])
def test_every_mark_can_be_drawn(mark: str) -> None:
    channels = {"theta": "count", "color": "regimen"} if mark == "arc" else {"x": "regimen", "y": "value"}

    assert ET.fromstring(draw_chart(build(ask(mark, **channels)))).tag.endswith("svg")  # noqa: S314 - ours


def test_specification_is_json_that_names_no_other_host_but_its_schema() -> None:
    text = json.dumps(build(ask(**RANKING)))

    assert text.count("http") == 1
    assert "http" not in draw_chart(json.loads(text)).replace("http://www.w3.org/", "")


@pytest.mark.parametrize("sheet", [WIDE, NARROW])
def test_path_is_written_as_a_list_of_steps(sheet: Sheet) -> None:
    spec = build(ask("path", **{"from": "regimen", "to": "measure", "text": "role"}), sheet=sheet)

    assert [step["name"] for step in spec["data"]["values"]] == [["alpha"], ["survival"], ["beta"], ["response"]]
    assert spec["description"] == "Path of 4 things in 2 steps. alpha new, old survival. beta leads to response."
