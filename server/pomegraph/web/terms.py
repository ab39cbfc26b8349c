"""Shows terms of RDF on pages: short, and as links where they can be followed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from flask import url_for

from pomegraph.names import POM
from pomegraph.wording import show_hidden

if TYPE_CHECKING:
    from collections.abc import Mapping


# Segments that are not empty: what the addresses of things are made of.
_PATH = re.compile(r"[^/?]+(?:/[^/?]+)*")
# Characters of a term that a page shows.
LONGEST = 2_000
_LABEL = 80


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its text, its IRI if it is one, and its language or datatype."""

    text: str
    iri: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A term as a page shows it.

    Args:
        text: What is read, short.
        link: Where it leads.
        title: What it is in full.
        note: Its language or its datatype; what is noted on a claim.
        more: What stands behind it.
        warning: What speaks against it.
        lines: What stands below each other, where a cell has several documents.
    """

    text: str
    link: str = ""
    title: str = ""
    note: str = ""
    more: tuple[Shown, ...] = ()
    warning: str = ""
    lines: tuple[tuple[Shown, ...], ...] = ()


def show_cell(cell: Term, prefixes: Mapping[str, str], base: str | None, label: str = "") -> Shown:
    """Return a term as a page shows it: an IRI short, and as a link if it is an address or one of our own things.

    Where an IRI has a label, that is read, and the short IRI stands behind it.
    """
    if cell.iri is None:
        return Shown(show_hidden(cell.text), note=cell.note)
    found = max((item for item in prefixes.items() if cell.iri.startswith(item[1])), key=_measure, default=None)
    text = f"{found[0]}:{cell.iri.removeprefix(found[1])}" if found else cell.text
    if base is not None and cell.iri.startswith(base):
        link = locate_thing(cell.iri, base)
    else:
        # Anything else, such as javascript:, must not be followed.
        link = cell.iri if cell.iri.startswith(("https://", "http://")) else ""
    return Shown(show_hidden(cut_label(label)), link, cell.text, note=text) if label else Shown(text, link, cell.text)


def cut_label(label: str) -> str:
    """Return the beginning of a long label: a claim has its whole content in its own."""
    return label if len(label) <= _LABEL else label[:_LABEL].rpartition(" ")[0].rstrip(",:;") + " ..."


def cut_text(text: str) -> str:
    """Return the beginning of a very long text, and how long it is."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} ... ({len(text):,} characters)"


def describe_address(iri: str) -> str:
    """Return the address of the page with what the graph says of an IRI."""
    return url_for("describe.show") + "?" + urlencode({"iri": iri})


def locate_thing(iri: str, base: str | None) -> str:
    """Return the address of a thing: its path below the base, or that of the page about it where it has none here."""
    below, sign, name = (
        iri.removeprefix(base).partition("#") if base is not None and iri.startswith(base) else ("", "", "")
    )
    if not _PATH.fullmatch(below):
        return f"{url_for('ontology.give')}#{iri.removeprefix(POM)}" if iri.startswith(POM) else describe_address(iri)
    return url_for("things.answer", path=below) + sign + quote(name)


def _measure(prefix: tuple[str, str]) -> int:
    return len(prefix[1])
