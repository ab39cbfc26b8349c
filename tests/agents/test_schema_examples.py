"""Questions that are chosen as examples of queries."""

from __future__ import annotations

from pomegraph.agents.desk import Desk
from pomegraph.agents.schema_examples import choose_examples, choose_questions


def test_few_short_questions_are_chosen(desk: Desk) -> None:
    chosen = choose_questions(list(desk.catalogue))

    assert 3 <= len(chosen) <= 5
    assert len({question.stem for question in chosen}) == len(chosen)


def test_example_has_a_query_that_runs_and_rows(desk: Desk) -> None:
    head = f"BASE <{desk.graph.base}> " + " ".join(
        f"PREFIX {name}: <{desk.graph.prefixes[name]}>" for name in ("pom", "rdf", "rdfs", "skos")
    )
    examples = list(choose_examples(desk))
    queries = [example.split("```")[1] for example in examples]

    assert all(desk.select(head + query).rows for query in queries)
    assert all("-> " in example for example in examples)
    assert not any("https://" in query for query in queries)


def test_miniature_has_what_it_has(small_desk: Desk) -> None:
    assert [question.stem for question in choose_questions(list(small_desk.catalogue))] in (["brand-names"], [])
