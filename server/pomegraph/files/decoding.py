"""Makes UTF-8 of the text of a file: without a byte-order mark, and of XML in any encoding that it names."""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING, Any

from pomegraph.errors import DataError

if TYPE_CHECKING:
    from typing import BinaryIO

# Bytes in which the encoding is told.
HEAD = 1024
_BUFFER = 1 << 16
# By their first bytes; those of four before those of two that begin alike.
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# XML 1.0, appendix F: without a mark, `<?` tells how many bytes a sign has.
_SHAPES = {b"<\0?\0": "utf-16-le", b"\0<\0?": "utf-16-be"}
_DECLARED = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
_DECLARATION = re.compile(r"""\A(<\?xml\s[^>]*?encoding\s*=\s*["'])[A-Za-z][\w.-]*""")


def open_decoded(file: io.BufferedReader, place: str, *, is_xml: bool) -> BinaryIO:
    """Return the text of a file in UTF-8.

    Raises:
        DataError: it is in another encoding, and not XML; or in one that nobody knows.
    """
    head = file.peek(HEAD)
    mark = next((mark for mark in _MARKS if head.startswith(mark)), b"")
    encoding = _MARKS.get(mark, "utf-8")
    if encoding == "utf-8":
        file.read(len(mark))
        if not is_xml or mark:
            return file
        encoding = _find_declared(head)
    elif not is_xml:
        raise DataError(f"{place}: is in {encoding.upper()}", "save it as UTF-8, in which this format is written")
    return file if _is_utf_8(encoding) else _recode(file, encoding, place)


def _find_declared(head: bytes) -> str:
    if shape := _SHAPES.get(head[:4]):
        return shape
    found = _DECLARED.match(head.lstrip())
    encoding = found[1].decode("ascii") if found else "utf-8"
    # Whoever could read this declaration byte by byte does not read UTF-16.
    return "utf-8" if encoding.lower().startswith(("utf-16", "utf16")) else encoding


def _is_utf_8(encoding: str) -> bool:
    return encoding.lower() in {"utf-8", "utf8", "us-ascii", "ascii"}


def _recode(file: io.BufferedReader, encoding: str, place: str) -> BinaryIO:
    try:
        text = io.TextIOWrapper(file, encoding, newline="")
    except LookupError as error:
        raise DataError(f"{place}: is said to be in {encoding}, which is not known", "save it as UTF-8") from error
    return io.BufferedReader(_Recoded(text, place), _BUFFER)


class _Recoded(io.RawIOBase):
    """A text in another encoding as UTF-8, its declaration included."""

    def __init__(self, text: io.TextIOWrapper, place: str) -> None:
        super().__init__()
        self._text = text
        self._place = place
        self._is_begun = False
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill a buffer.

        Raises:
            DataError: the bytes are not of the encoding.
        """
        view = memoryview(buffer).cast("B")
        data = self._rest or self._read(len(view))
        self._rest = data[len(view) :]
        size = min(len(data), len(view))
        view[:size] = data[:size]
        return size

    def _read(self, size: int) -> bytes:
        try:
            text = self._text.read(max(size, HEAD))
        except UnicodeError as error:
            raise DataError(f"{self._place}: is not {self._text.encoding} ({error})", "save it as UTF-8") from error
        if not self._is_begun:
            self._is_begun = True
            text = _DECLARATION.sub(r"\g<1>UTF-8", text.removeprefix("\ufeff"))
        return text.encode("utf-8", "surrogatepass")

    def close(self) -> None:
        self._text.close()
        super().close()
