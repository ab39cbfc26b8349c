"""Finds what is written in a file, or in the files of an archive, and in which format."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import RdfFormat

from pomegraph.errors import DataError
from pomegraph.files.decoding import HEAD, open_decoded
from pomegraph.files.packing import ENDINGS, is_archive, list_members, open_unpacked

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

KNOWN = ".ttl, .nt, .nq, .trig, .rdf, .owl, .jsonld or .n3"
# What is not in pyoxigraph's own list.
_ENDINGS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "rdfs": RdfFormat.RDF_XML,
    "owl": RdfFormat.RDF_XML,
}
# Files of these names are RDF/XML or Turtle, as their authors like.
_EITHER = (".owl", ".rdfs")
# Files of these names are taken from an archive only if there are no others: they may be about the data.
_DOUBTFUL = (".txt", ".xml", ".json")
_XML = re.compile(rb"\s*<(?:[?!]|[A-Za-z_][\w.-]*+(?::[\w.-]++)?+\s)")
# What is called .owl too, and is not RDF.
_NOT_RDF = re.compile(
    rb"\s*+(?:(?:Prefix|Ontology)\s*[(:]|(?:<(?:\?[^>]*|!--(?:(?!--).)*--|!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?)>\s*+)*<Ontology\s)",
    re.DOTALL,
)
# RFC 3987, 2.2: what a segment of a path may hold; of letters beyond ASCII all that are letters or digits.
_PLAIN = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@-]")


@dataclass(frozen=True, slots=True)
class Document:
    """A text in a format of RDF.

    Args:
        path: The file with it.
        member: The name of the file in an archive; None where the file is not one.
        format: How it is written.
    """

    path: Path
    member: str | None
    format: RdfFormat

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return str(self.path) if self.member is None else f"{self.path}/{self.member}"

    @property
    def base(self) -> str:
        """What its relative IRIs are resolved against: its name alone, so that nothing tells where it is."""
        name = self.path.name if self.member is None else self.member
        return "file:///" + "/".join(_quote(part) for part in _unpack_name(name).split("/") if part not in {"", ".."})

    def open(self) -> BinaryIO:
        """Open it to be read in UTF-8.

        Raises:
            DataError: it is damaged, or written in an encoding that is not read.
            OSError: it cannot be read.
        """
        with ExitStack() as stack:
            file = stack.enter_context(open_unpacked(self.path, self.member))
            text = open_decoded(file, self.place, is_xml=self.format == RdfFormat.RDF_XML)
            stack.pop_all()
            return text


def find_documents(path: Path) -> list[Document]:
    """Return what is written in a file.

    Raises:
        DataError: its format is not known.
        OSError: it cannot be read.
    """
    if not is_archive(path):
        return [_find_document(path, None)]
    found = [name for name in list_members(path) if _find_format(name) and not name.startswith("__MACOSX/")]
    if not found:
        raise DataError(f"{path}: no file in it is known as RDF", f"name those in it {KNOWN}")
    return [_find_document(path, name) for name in [name for name in found if not _is_doubtful(name)] or found]


def _find_document(path: Path, member: str | None) -> Document:
    form = _find_format(path.name if member is None else member)
    if form is None:
        raise DataError(f"{path}: not known as RDF", f"name it {KNOWN}; with .gz, .bz2, .xz, .zst or .zip if packed")
    found = Document(path, member, form)
    if form != RdfFormat.RDF_XML:
        return found
    with open_unpacked(path, member) as file:
        head = file.peek(HEAD)[:HEAD]
    if _NOT_RDF.match(head):
        raise DataError(f"{found.place}: is OWL, but not RDF", "save it as RDF/XML or Turtle, as Protégé and ROBOT can")
    name = _unpack_name(path.name if member is None else member).lower()
    is_turtle = name.endswith(_EITHER) and not _XML.match(head) and b"\0" not in head
    return Document(path, member, RdfFormat.TURTLE) if is_turtle else found


def _find_format(name: str) -> RdfFormat | None:
    ending = _unpack_name(name).rpartition(".")[2].lower()
    return _ENDINGS.get(ending) or RdfFormat.from_extension(ending)


def _is_doubtful(name: str) -> bool:
    return _unpack_name(name).lower().endswith(_DOUBTFUL)


def _unpack_name(name: str) -> str:
    return next((name.removesuffix(name[-len(end) :]) for end in ENDINGS if name.lower().endswith(end)), name)


def _quote(part: str) -> str:
    return "".join(
        sign if _PLAIN.match(sign) or (not sign.isascii() and sign.isalnum()) else quote(sign, errors="surrogateescape")
        for sign in part
    )
