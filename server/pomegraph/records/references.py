"""Makes references of addresses and numbers of publications; the same publication is the same reference everywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from pomegraph.names import digest
from pomegraph.records.context import make_name

if TYPE_CHECKING:
    from pomegraph.content.mappings import Mapping
    from pomegraph.content.registers import Thing
    from pomegraph.records.context import Context

# Addresses that are those of a publication, and the vocabulary of its number.
_ADDRESSES = (
    ("PMC", re.compile(r"https?://(?:www\.)?(?:ncbi\.nlm\.nih\.gov/pmc/articles|pmc\.ncbi\.nlm\.nih\.gov/articles)/(PMC\d+)\b")),
    ("PMID", re.compile(r"https?://(?:www\.)?(?:ncbi\.nlm\.nih\.gov/pubmed|pubmed\.ncbi\.nlm\.nih\.gov)/(\d+)\b")),
    ("DOI", re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\S+)")),
)  # fmt: skip
_LONGEST = 120


def make_reference(context: Context, address: str) -> tuple[Thing, list[Mapping]] | None:
    """Return the reference that an address of a publication or page stands for, or None if it is no address."""
    address = address.strip()
    for prefix, pattern in _ADDRESSES:
        match = pattern.match(address)
        if match and context.expand(f"{prefix}:{unquote(match[1])}"):
            return make_publication(context, prefix, unquote(match[1]))
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return None
    label = re.sub(r"[^ -~]", "", f"{parts.netloc.removeprefix('www.')}{parts.path}").rstrip("/")
    return context.make_thing(f"page-{digest(address)}", "Reference", label[:_LONGEST]), []


def make_publication(context: Context, prefix: str, number: str) -> tuple[Thing, list[Mapping]]:
    """Return the reference that a publication of a number is: PMID, PMC or DOI.

    Raises:
        RecordError: it is not such a number.
    """
    if prefix == "DOI":
        number = number.lower()
    # What divides the parts of a DOI means something, and cannot stand in a name.
    name = {"PMC": number.lower(), "DOI": f"doi-{digest(number)}"}.get(prefix, make_name(f"{prefix}:{number}"))
    thing = context.make_thing(name, "Reference", number if prefix == "PMC" else f"{prefix} {number}")
    return thing, [context.make_mapping(thing.id, f"{prefix}:{number}")]
