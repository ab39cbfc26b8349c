"""Passes on XML as pyoxigraph writes it, with what is lost otherwise, and stops at what is not XML."""

from __future__ import annotations

import io
import re
from typing import IO, Any

# XML 1.0, section 2.2: characters that no document may hold, not even as a reference. Then the name of an element
# without its last part, for a predicate that ends with no name (RDF 1.1 XML Syntax, section 6.2.7).
_FAULT = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|<[A-Za-z][\w.-]*+:[\s/>]")
_LONGEST_FAULT = 40


class UnfitError(ValueError):
    """What is written cannot stand in XML."""


class XmlWriter(io.RawIOBase):
    """Takes XML in pieces of any size and writes it to a file.

    Every carriage return is written as a reference: it stands in texts only, and a reader takes a plain one for a line
    feed (XML 1.0, section 2.11).
    """

    def __init__(self, output: IO[bytes]) -> None:
        super().__init__()
        self._output = output
        self._last = b""

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def write(self, data: Any) -> int:
        """Write a piece.

        Raises:
            UnfitError: it holds what XML cannot; what was written before is only a part.
        """
        piece = bytes(data)
        if found := _FAULT.search(self._last + piece):
            raise UnfitError(_name_fault(found.group()))
        self._last = (self._last + piece[-_LONGEST_FAULT:])[-_LONGEST_FAULT:]
        self._output.write(piece.replace(b"\r", b"&#13;"))
        return len(piece)


def _name_fault(fault: bytes) -> str:
    if fault.startswith(b"<"):
        return "the IRI of a predicate does not end with a name, as one has to in XML"
    return f"a text in it holds the character U+{ord(fault.decode()):04X}, which XML has not"
