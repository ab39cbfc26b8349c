"""Cells are shaped for people: figures with units and bars, the documents that say so, what speaks against them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from pomegraph.questions.background import Background, Caution
from pomegraph.questions.provenance import ClaimPlace
from pomegraph.sparql.results import Table
from pomegraph.sparql.terms import Iri
from pomegraph.web.questions.labels import Labels
from pomegraph.web.things.answering import AnsweredSection, Wording, merge_rows
from pomegraph.web.things.sections import PageSection, figure, plain
from pomegraph.web.things.shaping import ShownGroup, list_tellers, shape_rows, write_figure
from support.asked import BASE
from support.endpoint import make_client
from support.headed import make_things

CAUTION = Caution("contradicted", "The label has 4 mg.", "high")
LABELS = Labels({}, {}, make_things(), BASE, Background({f"{BASE}claim/2": (CAUTION,)}))


def make_place(source: str, number: str) -> ClaimPlace:
    where = f"line {number}"
    texts = (f"{BASE}source/{source}", source, f"{BASE}passage/{number}", f"{source}, {where}", where)
    return ClaimPlace(*texts, is_lines=True, report=f"{BASE}report/{number}")


PLACES = {
    f"{BASE}claim/1": [make_place("a", number) for number in "1234"],
    f"{BASE}claim/2": [make_place("b", "9")],
}


@pytest.fixture(autouse=True)
def request_context() -> Iterator[None]:
    with make_client().application.test_request_context("/"):
        yield


def shape(section: PageSection, *rows: tuple[object, ...], name: str = "") -> tuple[list[str], list[ShownGroup]]:
    table = Table(section.list_columns(), rows)
    merged = merge_rows(section, table)
    parts, groups = shape_rows(
        AnsweredSection(section, Wording(""), merged, len(merged), True, table), LABELS, {}, name
    )
    return [part.title for part in parts], list(groups)


def test_bars_are_drawn_to_one_scale_in_a_group() -> None:
    section = PageSection("Results", (figure("result", "value", "", "", "unit", form="bar"),), grouped=("measure",))
    _, groups = shape(
        section, ("time", 4, "month"), ("time", 8, "month"), ("rate", 25, "percent"), ("rate", None, "percent")
    )

    assert [[row.cells[0].bar for row in group.rows] for group in groups] == [[50, 100], [25, None]]
    assert [row.cells[0].term.text for row in groups[0].rows] == ["4 months", "8 months"]


def test_column_that_says_nothing_new_is_left_out() -> None:
    section = PageSection("Uses", (plain("drug"), plain("disease"), plain("people")))

    assert shape(section, ("oil", "gearache", None), name="oil")[0] == ["disease"]


def test_values_that_stand_together_are_three_at_most() -> None:
    section = PageSection("Uses", (plain("disease"), plain("date")), gathered=("date",))
    _, groups = shape(section, *(("gearache", f"20{year}") for year in range(10, 15)), ("hum", "2020"))

    assert [row.cells[1].term.text for row in groups[0].rows] == ["2010, 2011, 2012 and 2 more", "2020"]


def test_values_with_commas_of_their_own_stand_apart() -> None:
    section = PageSection("Doses", (plain("drug"), plain("days")), gathered=("days",))
    _, groups = shape(section, ("oil", "1,2"), ("oil", "1,8,15"))

    assert groups[0].rows[0].cells[1].term.text == "1,2; 1,8,15"


def test_text_leads_to_a_thing_of_one_of_some_kinds() -> None:
    section = PageSection("Uses", (plain("given", kind="disease drug"), plain("disease")))
    _, groups = shape(section, ("exemplamide", "gearache"))

    assert groups[0].rows[0].cells[0].term.link == "/drug/exemplamide"


def test_arm_need_not_name_the_trial_whose_page_it_is_on() -> None:
    _, groups = shape(PageSection("Arms", (plain("arm"), plain("role"))), ("HUM: oil", "new"), name="HUM")

    assert groups[0].rows[0].cells[0].term.text == "oil"


def test_document_is_not_named_on_its_own_page() -> None:
    section, first = PageSection("Uses", (plain("disease"),)), Iri(f"{BASE}claim/1")
    table = Table(("disease", "claim"), (("hum", first),))
    merged = merge_rows(section, table)
    answered = AnsweredSection(section, Wording(""), merged, len(merged), True, table)
    _, (group,) = shape_rows(answered, LABELS, PLACES, "a")

    assert [one.report.text for one in group.rows[0].documents] == ["line 1"]


def test_all_who_say_so_stand_at_the_claim_if_it_is_one() -> None:
    section, first, second = PageSection("Uses", (plain("disease"),)), Iri(f"{BASE}claim/1"), Iri(f"{BASE}claim/2")
    table = Table(("disease", "claim"), (("hum", first), ("rust", first), ("rust", second)))
    merged = merge_rows(section, table)
    answered = AnsweredSection(section, Wording(""), merged, len(merged), True, table)
    _, (group,) = shape_rows(answered, LABELS, PLACES, "")

    assert [row.rest for row in group.rows] == ["/claim/1", ""]


@pytest.mark.parametrize(
    ("figures", "written"),
    [
        ((Decimal("4.2"), None, None, "month", None), "4.2 months"),
        ((1, None, None, "month", None), "1 month"),
        ((20, None, None, "milligram per square metre", None), "20 mg/m\u00b2"),
        ((None, 31, 35, "percent", None), "31\u201335 %"),
        ((None, 75, None, "percent", None), "at least 75 %"),
        ((None, None, 10, None, None), "at most 10"),
        ((None, None, None, "month", "not reached"), "not reached"),
        ((5, None, None, None, "about"), "5, about"),
        ((None, None, None, None, None), ""),
    ],
)
def test_figure_is_written_as_people_read_it(figures: tuple[object, ...], written: str) -> None:
    assert write_figure(*figures) == written


def test_documents_lead_to_their_reports_and_what_is_contradicted_comes_first() -> None:
    second, first = f"{BASE}claim/2", f"{BASE}claim/1"
    found = list_tellers([(first, ""), (second, f"{BASE}source/b"), (second, f"{BASE}source/c")], LABELS, PLACES)

    assert [(one.report.link, one.verdict) for one in found][:2] == [("/report/9", "contradicted"), ("/report/1", "")]
    assert [place.text for place in found[1].places] == ["line 1", "line 2"]
    assert found[2].report.link == "/source/c"
