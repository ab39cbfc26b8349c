"""Reads values of JSON with their places, so that what is of the wrong type is told where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pomegraph.content.canonical_json import digest_value
from pomegraph.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Characters of a name, a unit or a comment; whatever is longer is none.
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class RecordNode:
    """A value of a record and the JSON Pointer (RFC 6901) that leads to it; None where there is no such value."""

    value: Any
    pointer: str = ""

    def get(self, *names: str) -> RecordNode:
        """Return what stands under some names, one below the other.

        Raises:
            RecordError: a value on the way is not an object.
        """
        node = self
        for name in names:
            if node.value is not None and not isinstance(node.value, dict):
                raise RecordError(f"{_name(node.value)} stands where an object should", node.pointer)
            step = name.replace("~", "~0").replace("/", "~1")
            node = RecordNode((node.value or {}).get(name), f"{node.pointer}/{step}")
        return node

    def members(self, *names: str) -> Iterator[RecordNode]:
        """Yield the members of the list that stands under some names.

        Raises:
            RecordError: it is not a list.
        """
        node = self.get(*names)
        if node.value is not None and not isinstance(node.value, list):
            raise RecordError(f"{_name(node.value)} stands where a list should", node.pointer)
        for number, value in enumerate(node.value or ()):
            yield RecordNode(value, f"{node.pointer}/{number}")

    def text(self, *names: str) -> str:
        """Return the text that stands under some names, with plain blanks; empty if there is none.

        Raises:
            RecordError: it is not a text, or longer than a name can be.
        """
        node = self.get(*names)
        if node.value is None:
            return ""
        if not isinstance(node.value, str):
            raise RecordError(f"{_name(node.value)} stands where a text should", node.pointer)
        if len(node.value) > _LONGEST:
            raise RecordError(f"{len(node.value)} characters stand where a name should", node.pointer)
        return " ".join(node.value.split())

    def count(self, *names: str) -> str:
        """Return the whole number that stands under some names, as text; empty if there is none.

        Raises:
            RecordError: it is not a whole number.
        """
        node = self.get(*names)
        match node.value:
            case None:
                return ""
            case bool():
                pass
            case int():
                return str(node.value)
            case float() if node.value.is_integer():
                return str(int(node.value))
            case str() if node.value.strip().isdecimal():
                return str(int(node.value))
        raise RecordError(f"{_name(node.value)} stands where a whole number should", node.pointer)

    def texts(self, *names: str) -> list[str]:
        """Return the texts of the list that stands under some names.

        Raises:
            RecordError: it is not a list of texts.
        """
        return [text for node in self.members(*names) if (text := node.text())]

    @property
    def digest(self) -> str:
        """The digest of the value in canonical form (RFC 8785)."""
        return digest_value(self.value)


def _name(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a number"}
    return kinds.get(type(value), "a number")
