"""Puts contexts of JSON-LD that lie elsewhere in their place, from files: nothing is fetched."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from pomegraph.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import BinaryIO

# What pyoxigraph says of a context that it would have to fetch.
REMOTE = "No LoadDocumentCallback"
_CONTEXT, _IMPORT, _VALUE = "@context", "@import", "@value"
# Bytes in which an address is looked for, to name it.
_LOOKED_AT = 1 << 20
_ADDRESS = re.compile(rb'"@(?:context|import)"\s*:\s*(?:\[[^\]"{}]*)?"((?:[^"\\]|\\.)*)"')
# Contexts that lead to others, one after the other.
_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class ContextFile:
    """A file that holds a context.

    Args:
        address: The IRI by which data refer to it; None for whatever they refer to.
        path: The file, which is JSON with a `@context`.
    """

    address: str | None
    path: Path


def read_option(text: str) -> ContextFile | None:
    """Return what `FILE` or `IRI=FILE` names, of which the IRI may hold equals signs; None if there is no such file."""
    places = [place for place, sign in enumerate(text) if sign == "="]
    for address, path in [("", text), *((text[:place], text[place + 1 :]) for place in places)]:
        if path and Path(path).is_file():
            return ContextFile(address or None, Path(path))
    return None


def refuse_context(place: str, file: BinaryIO) -> DataError:
    """Return the error that tells a context elsewhere."""
    found = _ADDRESS.search(file.read(_LOOKED_AT))
    address = json.loads(b'"%s"' % found[1]) if found else None
    which = f"the address {address}" if address else "an address elsewhere"
    return DataError(
        f"{place}: its @context is {which}, and nothing is fetched from there",
        f"save what is there as a file, and name it: --context {address or 'IRI'}=FILE",
    )


def fill_contexts(file: BinaryIO, place: str, base: str, contexts: Iterable[ContextFile]) -> bytes:
    """Return a document of JSON-LD with the contexts in it that it refers to; all of it is held in memory.

    Raises:
        DataError: it or a context is not JSON, or it refers to a context that no file holds.
    """
    known = {context.address: context.path for context in contexts}
    filled = _Contexts(known, place).fill(_read_json(file, place), base, 0)
    return json.dumps(filled, ensure_ascii=False).encode("utf-8", "surrogatepass")


class _Contexts:
    """Fills in the contexts of one document."""

    def __init__(self, known: Mapping[str | None, Path], place: str) -> None:
        self._known = known
        self._place = place

    def fill(self, value: Any, base: str, depth: int) -> Any:
        """Return a value in which every context that is an address is what the address holds."""
        if isinstance(value, list):
            return [self.fill(each, base, depth) for each in value]
        if not isinstance(value, dict):
            return value
        return {
            # JSON that is a value is left as it is.
            name: each if name == _VALUE else self._fill_context(each, base, depth) if name == _CONTEXT
            else self.fill(each, base, depth)
            for name, each in value.items()
        }  # fmt: skip

    def _fill_context(self, context: Any, base: str, depth: int) -> Any:
        if isinstance(context, list):
            found = (self._fill_context(each, base, depth) for each in context)
            # An address may stand for several.
            return [part for each in found for part in (each if isinstance(each, list) else [each])]
        if isinstance(context, str):
            return self._load(urljoin(base, context), context, depth)
        if not isinstance(context, dict):
            return context
        filled = self.fill(context, base, depth)
        if isinstance(imported := filled.pop(_IMPORT, None), str):
            # JSON-LD 1.1, section 4.1.8: what stands here goes before what is imported.
            found = self._load(urljoin(base, imported), imported, depth)
            return {**found, **filled} if isinstance(found, dict) else filled
        return filled

    def _load(self, address: str, written: str, depth: int) -> Any:
        path = next((self._known[name] for name in (address, written, None) if name in self._known), None)
        if path is None:
            raise DataError(
                f"{self._place}: it refers to the context {address}, which is not fetched",
                f"save what is there as a file, and name it: --context {address}=FILE",
            )
        if depth >= _DEEPEST:
            raise DataError(f"{path}: its context leads to others without an end", "take out what leads back")
        try:
            with path.open("rb") as file:
                document = _read_json(file, str(path))
        except OSError as error:
            raise DataError(f"{path}: {error.strerror}", "give a file with a context") from error
        if not isinstance(document, dict) or _CONTEXT not in document:
            raise DataError(f"{path}: holds no @context", 'give a file of JSON such as {"@context": {...}}')
        return self._fill_context(document[_CONTEXT], address, depth + 1)


def _read_json(file: BinaryIO, place: str) -> Any:
    try:
        return json.loads(file.read().decode("utf-8-sig"), parse_constant=_refuse_constant)
    except RecursionError as error:
        raise DataError(f"{place}: is nested too deeply", "make it flatter") from error
    except ValueError as error:
        raise DataError(f"{place}: is not JSON ({error})", "correct the file") from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
