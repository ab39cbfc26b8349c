"""Every chart of every question: no text is cut or covers another, on a wide sheet and on a narrow one."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest

from pomegraph import open_graph
from pomegraph.ask.answers import Case, list_cases
from pomegraph.charts.sheet import NARROW, WIDE, Sheet
from pomegraph.content.folder import Content
from pomegraph.content.habits import find_habits
from pomegraph.questions.reading import read_questions
from pomegraph.release import Release
from pomegraph.web.app import create_app
from pomegraph.web.settings import Settings
from support.endpoint import LIMITS, connect_engine
from support.places import ROOT

DRAWN = {question.stem: question for question in read_questions(Content(ROOT)) if question.chart}
SHEETS = {"svg": WIDE, "narrow.svg": NARROW}
# Boxes of texts are as high as their font has room for, more than their letters.
_BESIDE, _BELOW = 1, 4
_MEASURE = """() => [...document.querySelectorAll("svg")].map(svg => {
  const frame = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll("text")].filter(text => text.textContent.trim()).flatMap(text => {
    const lines = [...text.querySelectorAll("tspan")];
    return (lines.length ? lines : [text]).map(line => {
      const box = line.getBoundingClientRect();
      return [line.textContent, box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top];
    });
  });
  return {width: frame.width, height: frame.height, boxes};
})"""


@cache
def list_drawn() -> list[Case]:
    return [case for case in list_cases(open_graph(), ROOT / "tests" / "answers") if case.stem in DRAWN]


@pytest.fixture(scope="module")
def pictures(real_release: Release) -> dict[str, dict[str, str]]:
    """All charts, by the end of their address and by case; with one line each in their order."""
    habits = find_habits(Content(ROOT).aliases)
    settings = Settings(release=real_release.folder, questions=tuple(DRAWN.values()), habits=habits)
    client = create_app(connect_engine(LIMITS, real_release.folder), settings, stream=io.StringIO()).test_client()
    addresses = {case.name: f"/questions/{case.stem}.{{}}?{urlencode(case.values)}" for case in list_drawn()}
    return {
        shape: {name: client.get(address.format(shape)).text for name, address in addresses.items()} for shape in SHEETS
    }


@pytest.fixture(scope="module", params=SHEETS)
def measured(
    request: pytest.FixtureRequest, pictures: dict[str, dict[str, str]], browser: Any
) -> tuple[Sheet, dict[str, Any]]:
    """The sizes of the charts of a sheet and the boxes of their texts, as a browser draws them."""
    drawn = {name: text for name, text in pictures[request.param].items() if "<svg" in text}
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_content("".join(f"<div>{text[text.index('<svg') :]}</div>" for text in drawn.values()))
    found = dict(zip(drawn, page.evaluate(_MEASURE), strict=True))
    page.close()
    return SHEETS[request.param], found


@pytest.mark.parametrize("shape", SHEETS)
def test_answers_with_defaults_are_drawn(pictures: dict[str, dict[str, str]], shape: str) -> None:
    # Some questions have no default, and wait for a value.
    ready = [stem for stem, one in DRAWN.items() if not any(each.required for each in one.parameters)]

    assert [stem for stem in ready if "<svg" not in pictures[shape][f"{stem}.tsv"]] == []


def test_charts_are_as_wide_as_their_sheet(measured: tuple[Sheet, dict[str, Any]]) -> None:
    sheet, charts = measured

    assert {name: chart["width"] for name, chart in charts.items() if chart["width"] > sheet.width} == {}


def test_no_text_is_outside_of_its_chart(measured: tuple[Sheet, dict[str, Any]]) -> None:
    outside = [
        (name, text)
        for name, chart in measured[1].items()
        for text, left, top, right, bottom in chart["boxes"]
        if min(left, top) < -_BESIDE or right > chart["width"] + _BESIDE or bottom > chart["height"] + _BESIDE
    ]

    assert outside == []


def test_no_text_covers_another(measured: tuple[Sheet, dict[str, Any]]) -> None:
    def cover(one: list[float], other: list[float]) -> bool:
        beside = min(one[2], other[2]) - max(one[0], other[0])
        return beside > _BESIDE and min(one[3], other[3]) - max(one[1], other[1]) > _BELOW

    covered = [
        (name, one[0], other[0])
        for name, chart in measured[1].items()
        for place, one in enumerate(chart["boxes"])
        for other in chart["boxes"][place + 1 :]
        if cover(one[1:], other[1:])
    ]

    assert covered == []


def test_no_text_is_cut(pictures: dict[str, dict[str, str]]) -> None:
    cut = [
        (name, found[0])
        for drawn in pictures.values()
        for name, text in drawn.items()
        for found in re.finditer(r"[^>]*(?:\u2026| \.\.\.)", text)
    ]

    assert cut == []
