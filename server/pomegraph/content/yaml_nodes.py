"""Reads YAML into nodes: every scalar is the text typed, everything has its line, and nothing is nested deeply."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import yaml

from pomegraph.content.text import find_blank_end, find_empty_word, find_hidden
from pomegraph.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DEEPEST = 20
# What the parser says, and what helps then; the first whose words are in the message.
_CURES = {
    "mapping values are not allowed": "put a value that holds ': ' in quotes, and begin each key on a line of its own",
    "cannot start any token": "put the value in quotes",
    "',' or '": "close the bracket, and put a comma between two values",
    "expected ':'": "write a key, a colon, a blank and a value",
    "end of stream": "close the quotes or the bracket",
    "another document": "write one document: take out the line ---",
    "undefined alias": "put a value that begins with * in quotes",
    "not allowed": "take the character out",
}
_OTHER_CURE = "indent the line like its neighbours, and close each bracket and each quotation mark"


def compose_yaml(text: str, place: str, problems: list[Problem]) -> yaml.Node | None:
    """Return the root of a YAML text, or None after adding to `problems` why it has none."""
    problem = find_nesting(text, place)
    if problem is not None:
        problems.append(problem)
        return None
    try:
        root = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        problems.append(explain_yaml(error, text, place))
        return None
    if root is None:
        problems.append(Problem(place, 0, "the file holds comments only", "fill it or delete it"))
    return root


def load_yaml(text: str, place: str, problems: list[Problem]) -> object:
    """Return a YAML text as texts, lists and dictionaries, or None after adding to `problems` why it cannot be."""
    root = compose_yaml(text, place, problems)
    if root is None:
        return None
    try:
        problems += check_scalars(root, place)
        return yaml.BaseLoader("").construct_document(root)
    except yaml.YAMLError as error:
        problems.append(explain_yaml(error, text, place))
        return None


def load_texts(text: str) -> object:
    """Return a YAML text that a program wrote as texts, lists and dictionaries: nothing in it is taken for a number.

    Raises:
        ValueError: it is not YAML, or nested too deeply.
    """
    problem = find_nesting(text, "")
    if problem is not None:
        raise ValueError(problem.message)
    try:
        return yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - this one makes texts only
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from error


def check_scalars(root: yaml.Node, place: str) -> Iterator[Problem]:
    """Yield a problem for each scalar that nobody sees as it is, or that other readers take for no value.

    Invisible characters that are not escaped are told when the file is read.
    """
    for node in _walk(root):
        faults = [find_hidden(node.value)] if node.style == '"' else []
        if node.style in {'"', "'"} and (message := find_blank_end(node.value)):
            faults.append((message, "take the blank out"))
        if not node.style and (message := find_empty_word(node.value)):
            faults.append((message, "leave the key out, or put in quotes what is a word"))
        for fault in filter(None, faults):
            yield Problem(place, node.start_mark.line + 1, *fault)


def _walk(root: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Yield all scalars below a node; an alias leads to what was seen already."""
    seen: set[int] = set()
    nodes = [root]
    while nodes:
        node = nodes.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            yield node
        elif isinstance(node, yaml.MappingNode):
            nodes += itertools.chain.from_iterable(node.value)
        else:
            nodes += node.value


def find_nesting(text: str, place: str) -> Problem | None:
    """Return a problem where values are nested so deeply that no content means it, or None.

    Deep nesting overflows the stack of every reader that makes nodes, so this goes through what is only a stream.
    """
    try:
        line = _find_deep_line(yaml.parse(text, Loader=yaml.CBaseLoader))
    except yaml.YAMLError:
        # From PyYAML 6.0.4 on, this may be a limit of its own; the parser in Python has none.
        line = _find_deep_line_slowly(text)
    return Problem(place, line, "values are nested too deeply", "write flat lists") if line else None


def _find_deep_line_slowly(text: str) -> int:
    try:
        return _find_deep_line(yaml.parse(text, Loader=yaml.BaseLoader))
    except yaml.YAMLError:
        return 0


def _find_deep_line(events: Iterable[yaml.Event]) -> int:
    """Return the line where the nesting becomes too deep, or 0."""
    depth = 0
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST and event.start_mark is not None:
            return int(event.start_mark.line) + 1
    return 0


def explain_yaml(error: yaml.YAMLError, text: str, place: str) -> Problem:
    """Return as a problem why a text is not YAML."""
    start = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or start
    line = mark.line + 1 if mark else text.count("\n", 0, getattr(error, "position", 0)) + 1
    message = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    if message.startswith("but "):
        message = f"{getattr(error, 'context', None)}, {message}"
    lines = text.split("\n")
    if line <= len(lines) and "\t" in lines[line - 1]:
        return Problem(place, line, f"not YAML: {message}", "indent with spaces, not with a tab")
    if start is not None and start.line + 1 < line:
        message += f", in what begins in line {start.line + 1}"
    cure = next((cure for words, cure in _CURES.items() if words in message), _OTHER_CURE)
    return Problem(place, line, f"not YAML: {message}", cure)


def show_node(node: yaml.Node) -> str:
    """Return a scalar as it was typed, anything else in words."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else "a list or mapping"


def find_value(node: yaml.Node, key: str) -> yaml.Node | None:
    """Return the value of the first such key of a mapping; None if there is none, or the node is not a mapping."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def list_items(node: yaml.Node | None) -> list[yaml.Node]:
    """Return the items of a list, anything else as the one item, and nothing for None."""
    if node is None:
        return []
    return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]
