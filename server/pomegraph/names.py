"""Makes IRIs, digests and N-Quads terms: how everything in the graph is called."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from collections.abc import Mapping

BASE = "https://w3id.org/pomegraph/"
POM = BASE + "ontology#"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
DCTERMS = "http://purl.org/dc/terms/"
PAV = "http://purl.org/pav/"
SCHEMA = "https://schema.org/"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"

# How things, sources and questions are called.
IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# What stands behind a subject on its lines, from the space that ends the subject; without the end of the line.
Lines: TypeAlias = defaultdict[str, set[str]]
# N-Quads 1.1, grammar productions STRING_LITERAL_QUOTE and ECHAR.
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_ESCAPED = re.compile(r'[\\"\n\r]')


@dataclass(frozen=True, slots=True)
class Names:
    """Names everything below one base IRI, so that an organisation can publish under its own.

    >>> Names().thing("drug", "pomalidomide")
    '<https://w3id.org/pomegraph/drug/pomalidomide>'
    """

    base: str = BASE

    def __post_init__(self) -> None:
        """Raise `ValueError` unless the base is an absolute IRI that ends with a slash or hash."""
        message = f"base {self.base!r} is not an absolute IRI that ends with / or #"
        if not re.match(r"[a-z][a-z0-9+.-]*://[^/]", self.base) or self.base[-1] not in "/#":
            raise ValueError(message)
        try:
            NamedNode(self.base + "x")
        except ValueError as error:
            raise ValueError(message) from error

    def thing(self, segment: str, name: str) -> str:
        """Return the N-Quads term of something of ours."""
        return f"<{self.base}{segment}/{name}>"

    def passage(self, source: str, key: str) -> str:
        """Return the N-Quads term of a passage of a source, such as 8-12 or 14-1-multiple-myeloma."""
        return f"<{self.base}passage/{source}/{key}>"


def term(name: str) -> str:
    """Return the N-Quads term of a class or property of the ontology."""
    return f"<{POM}{name}>"


def iri(text: str) -> str:
    """Return the N-Quads term of an IRI that is known to be sound."""
    return f"<{text}>"


def text_literal(text: str) -> str:
    r"""Return the N-Quads term of a text.

    >>> print(text_literal('5" pipe'))
    "5\" pipe"
    """
    return f'"{_escape(text)}"'


def _escape(text: str) -> str:
    # Few texts need it, and `translate` is slow.
    return text.translate(_ESCAPES) if _ESCAPED.search(text) else text


def typed_literal(text: str, datatype: str) -> str:
    """Return the N-Quads term of a value of an XML Schema datatype, given by its local name."""
    if datatype == "string":
        return text_literal(text)
    return f'"{_escape(text)}"^^<{XSD}{datatype}>'


def shorten(name: str, prefixes: Mapping[str, str]) -> str:
    """Return an IRI with the prefix of the longest namespace that it begins with, or as it is.

    >>> shorten("http://example.org/a/b", {"ex": "http://example.org/", "exa": "http://example.org/a/"})
    'exa:b'
    """
    fitting = {prefix: namespace for prefix, namespace in prefixes.items() if name.startswith(namespace)}
    prefix = max(fitting, key=lambda one: len(fitting[one]), default=None)
    return name if prefix is None else f"{prefix}:{name.removeprefix(fitting[prefix])}"


def digest(*parts: str) -> str:
    """Return 20 hexadecimal digits (80 bits of SHA-256) that stand for some texts in their order."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]


def new_lines() -> Lines:
    """Return a place for lines."""
    return defaultdict(set)
