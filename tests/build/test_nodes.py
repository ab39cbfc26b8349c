"""Nodes are read in order, and what is asked of others is answered by the graph itself."""

from __future__ import annotations

from pathlib import Path

from pomegraph.build.nodes import GraphNode, Lookup, find_nodes, read_graph_lines, read_nodes

LINES = ["<a:a> <a:p> <a:b> .\n", '<a:a> <a:p> "x y" .\n', "<a:a> <a:q> <a:c> .\n", '<a:c> <a:p> "." .\n']


def has_p(node: GraphNode, question: str) -> bool:
    return question == "p" and "<a:p>" in node.values


def test_node_has_its_values_by_property() -> None:
    assert list(read_nodes(LINES)) == [
        GraphNode("<a:a>", {"<a:p>": ["<a:b>", '"x y"'], "<a:q>": ["<a:c>"]}),
        GraphNode("<a:c>", {"<a:p>": ['"."']}),
    ]


def test_no_line_is_no_node() -> None:
    assert list(read_nodes([])) == []


def test_only_the_first_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "quads.nq"
    path.write_text("".join(LINES), encoding="utf-8")

    assert list(read_graph_lines(path, 3)) == LINES[:3]


def test_node_that_is_not_there_has_no_values() -> None:
    found = find_nodes(iter(LINES), ["<a:a>", "<a:b>", "<a:c>", "<a:d>"])

    assert [(node.subject, sorted(node.values)) for node in found] == [
        ("<a:a>", ["<a:p>", "<a:q>"]),
        ("<a:b>", []),
        ("<a:c>", ["<a:p>"]),
        ("<a:d>", []),
    ]


def test_answer_is_yes_until_the_graph_was_read_again(tmp_path: Path) -> None:
    lookup = Lookup(tmp_path / "asked")
    before = [lookup.ask(term, "p") for term in ("<a:c>", "<a:b>", "<a:a>", "<a:b>")]
    is_right = lookup.answer(iter(LINES), has_p)

    assert (before, is_right) == ([True] * 4, False)
    assert [lookup.ask(term, "p") for term in ("<a:a>", "<a:b>", "<a:c>")] == [True, False, True]


def test_all_answers_may_be_yes(tmp_path: Path) -> None:
    lookup = Lookup(tmp_path / "asked")
    lookup.ask("<a:c>", "p")

    assert lookup.answer(iter(LINES), has_p)
