"""What is told with an answer: its values, what it leaves out, why it is empty."""

from __future__ import annotations

import pytest

from pomegraph import open_graph
from pomegraph.ask.api import EvidenceGraph
from pomegraph.content.folder import Content
from pomegraph.questions.meta import NO_CLAIM, AnswerMeta, Offer, UsedValue

NUMBERS = """#+ summary: Which names are there?
#+ parameters:
#+   name: {type: text, means: the name; any if left open, formerly: called}
#+ columns:
#+   name: {type: text, means: the name}
#+ leftOut:
#+   brand-names: brand names

PREFIX pom: <https://w3id.org/pomegraph/ontology#>

SELECT ?name
WHERE {
  VALUES ?name { UNDEF }
  ?drug pom:genericName ?name .
}
ORDER BY ?name
"""
FORMERLY = NUMBERS.replace("#+ leftOut:", "#+ was:\n#+   x-names: {name: x}\n#+ leftOut:")


@pytest.fixture
def graph(small: Content) -> EvidenceGraph:
    (small.root / "queries" / "names.rq").write_text(NUMBERS, encoding="utf-8")
    return open_graph(content=small)


def test_values_are_told_first_and_defaults_as_such(graph: EvidenceGraph) -> None:
    given, default = graph.ask("brand-names", drug="oil").meta, graph.ask("brand-names").meta

    assert given.list_lines()[0] == "Asked for drug: oil"
    assert default.list_lines() == ["Asked for drug: exemplamide (default)"]


def test_empty_answer_offers_what_has_rows(graph: EvidenceGraph) -> None:
    (offer,) = graph.ask("brand-names", drug="oil").meta.offers

    assert (offer.words, offer.question) == (f"{offer.rows} row if drug is exemplamide (another drug)", "brand-names")
    assert len(graph.ask(offer.question, **offer.values)) == offer.rows


def test_thing_that_no_claim_is_about_is_told_apart(graph: EvidenceGraph) -> None:
    assert graph.ask("brand-names", drug="oil").meta.reason == "No document of this graph names oil."


def test_answer_that_nothing_would_fill_says_so(graph: EvidenceGraph) -> None:
    meta = graph.ask("names", name="nothing of it").meta

    assert (meta.reason, meta.offers) == (NO_CLAIM, ())


def test_what_is_left_out_is_counted_with_the_way_to_it(graph: EvidenceGraph) -> None:
    (found,) = graph.ask("names").meta.left_out

    assert found.words == f"{len(graph.ask('brand-names'))} brand names"
    assert found.question == "brand-names"


def test_old_name_of_a_parameter_works_and_is_told(graph: EvidenceGraph) -> None:
    old, new = graph.ask("names", called="x"), graph.ask("names", name="x")

    assert list(old) == list(new)
    assert old.meta.old_names == (("called", "name"),)
    assert "called is now called name; the old name still works" in old.meta.list_lines()


def test_plain_form_holds_all_of_it() -> None:
    offer = Offer("2 rows if drug is any", "x", {"drug": ("a",)}, 2)
    meta = AnswerMeta((UsedValue("drug", (), True),), (), "why", (offer,), (("old", "new"),))

    assert meta.to_plain() == {
        "values": [{"name": "drug", "labels": None, "default": True, "follows": None}],
        "reason": "why",
        "offers": [{"words": "2 rows if drug is any", "question": "x", "values": {"drug": ["a"]}, "rows": 2}],
        "left_out": [],
        "old_names": {"old": "new"},
    }


def test_former_name_of_a_question_works_and_is_told(small: Content) -> None:
    (small.root / "queries" / "names.rq").write_text(FORMERLY, encoding="utf-8")
    graph = open_graph(content=small)
    old, new = graph.ask("x-names"), graph.ask("names", name="x")

    assert (list(old), old.meta.values) == (list(new), new.meta.values)
    assert old.meta.old_names == (("x-names", "names"),)
    assert old.meta.list_lines()[1] == "x-names is now called names; the old name still works"
    assert graph.write("x-names", called="y") == graph.write("names", name="y")


def test_parameter_that_was_opened_is_told_as_any(real_graph: EvidenceGraph) -> None:
    answer = real_graph.ask("adverse-events", drug="*", event="second-primary-malignancy")

    assert answer.meta.list_lines()[0].startswith("Asked for drug: any; event: second primary malignancy")
    assert len({row["drug"] for row in answer}) > 1
