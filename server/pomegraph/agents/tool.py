"""A tool: what a program may call, and how its arguments are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from pomegraph.errors import ValueUnknownError
from pomegraph.questions.typed import list_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LONGEST = 100
# No client sends more words than that for one thing, and everything that compares texts takes longer with them.
_LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Tool:
    """What a program may call.

    Args:
        name: How it is called.
        title: What people are shown.
        description: What it is for.
        schema: JSON Schema of its arguments.
        output: JSON Schema of what it gives; none if that is not told.
    """

    name: str
    title: str
    description: str
    schema: dict[str, Any]
    output: dict[str, Any] = field(default_factory=dict)


class Toolbox(Protocol):
    """Tools that are offered together."""

    def list_tools(self) -> list[Tool]:
        """Return the tools."""
        ...

    def call(self, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a tool answers, as JSON has it.

        Raises:
            PomegraphError: there is no such tool, an argument is not understood, or the query fails.
        """
        ...


def check_names(name: str, given: Mapping[str, Any], known: Sequence[str]) -> None:
    """Look whether a tool has all arguments that it is given.

    Raises:
        ValueUnknownError: it does not have one.
    """
    for argument in given:
        if argument not in known:
            cure = f"give {', '.join(known)}"
            raise ValueUnknownError(str(argument), f"{name} takes no '{str(argument)[:_LONGEST]}'", cure)


def read_text_argument(given: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """Return an argument that is a text.

    Raises:
        ValueUnknownError: it is missing, or none.
    """
    value = given.get(name, default)
    if value is None:
        raise ValueUnknownError(name, f"'{name}' is missing", f"give '{name}', a text")
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        shown = ", ".join(list_texts(name, value))[:_LONGEST]
        cure = f"give a text of at most {_LONGEST_TEXT:,} letters"
        raise ValueUnknownError(name, f"'{shown}' cannot be '{name}'", cure)
    return value


def read_whole_number(given: Mapping[str, Any], name: str, default: int, bounds: tuple[int, int]) -> int:
    """Return an argument that is a whole number within bounds.

    Raises:
        ValueUnknownError: it is not.
    """
    value, (least, most) = given.get(name), bounds
    if value is None:
        return default
    is_whole = isinstance(value, (int, float)) and not isinstance(value, bool) and value == value // 1
    if not is_whole or not least <= value <= most:
        shown = ", ".join(list_texts(name, value))[:_LONGEST]
        what = "a number of rows" if name == "limit" else f"a number for '{name}'"
        raise ValueUnknownError(name, f"'{shown}' is not {what}", f"give a whole number from {least} to {most}")
    return int(value)


def read_switch(given: Mapping[str, Any], name: str) -> bool:
    """Return an argument that is true or false; false if it is left out.

    Raises:
        ValueUnknownError: it is neither.
    """
    value = given.get(name, False)
    if not isinstance(value, bool):
        raise ValueUnknownError(name, f"'{name}' is neither true nor false", "give true or false")
    return value
