"""The program that draws: a line in, a picture out."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import asdict, replace

from pomegraph.charts.drawing import Drawing, plan_drawing
from pomegraph.charts.pencil import draw
from support.charts import RANKING, ask, build, make_table, read_texts

PATH = {"from": "regimen", "to": "measure", "text": "role"}


def plan() -> Drawing:
    drawing = plan_drawing(ask("path", **PATH), make_table())
    assert drawing is not None
    return drawing


def test_path_is_laid_out_by_graphviz_and_described() -> None:
    svg = ET.fromstring(draw(plan()))  # noqa: S314 - ours

    assert svg.get("aria-label") == plan().description
    assert svg.get("role") == "img"
    assert [child.get("class") for child in svg] == ["graph"]


def test_graph_that_is_too_wide_is_drawn_as_a_list() -> None:
    assert 'class="graph"' not in draw(replace(plan(), width=20))


def test_picture_is_as_wide_as_planned() -> None:
    svg = draw(Drawing(json.dumps(build(ask(**RANKING))), "", 1_234))

    assert 'width="1234"' in svg
    assert 'viewBox="0 0 1234 ' in svg


def test_picture_names_no_other_host() -> None:
    for drawing in (plan(), Drawing(json.dumps(build(ask(**RANKING))), "", 0)):
        svg = draw(drawing)

        assert "http" not in svg.replace("http://www.w3.org/", "")
        assert "href" not in svg
        assert "<script" not in svg


def test_program_draws_line_by_line_until_its_input_ends() -> None:
    lines = "".join(json.dumps(asdict(plan())) + "\n" for _ in range(2))
    command = [sys.executable, "-m", "pomegraph.charts.pencil", "60"]
    ended = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=60, check=True)

    assert ["alpha" in read_texts(json.loads(line)) for line in ended.stdout.splitlines()] == [True, True]
