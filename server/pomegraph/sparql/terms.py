"""Terms of RDF: what a parameter is given, what its default is, what a cell holds. Read and written here only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

import pyoxigraph

from pomegraph.errors import QueryError
from pomegraph.names import BASE, RDF, XSD, iri, text_literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_INTEGERS = {XSD + name for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger")}
_FLOATS = {XSD + name for name in ("double", "float")}
# XML Schema 1.1 Part 2, lexical spaces; Python reads no longer integer from a text.
_INTEGER = re.compile(r"[+-]?[0-9]{1,4000}")
_DECIMAL = re.compile(r"[+-]?([0-9]{1,4000}(\.[0-9]*)?|\.[0-9]+)")
_FLOAT = re.compile(r"[+-]?(([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|INF)|NaN")
# A scheme (RFC 3986, section 3.1), then what SPARQL 1.1 allows between < and > (section 19.8, IRIREF).
_ABSOLUTE = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`\x7f]*')
_CODE_POINT = re.compile(r"(\\)([uU])")


@dataclass(frozen=True, slots=True)
class Iri:
    """An IRI."""

    value: str

    def __str__(self) -> str:
        """Return the IRI."""
        return self.value

    @property
    def is_absolute(self) -> bool:
        """Whether it is absolute and can stand between < and > in a query."""
        return bool(_ABSOLUTE.fullmatch(self.value))


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal.

    Args:
        text: Its lexical form.
        datatype: The IRI of its datatype; of a text with a language that is `rdf:langString`.
        language: The tag of the language, or an empty text.
    """

    text: str
    datatype: str = XSD + "string"
    language: str = ""

    def __str__(self) -> str:
        """Return its text."""
        return self.text


RdfTerm: TypeAlias = Iri | Literal


def read_terms(written: str, prologue: str = "") -> tuple[RdfTerm, ...]:
    r"""Return the terms that a query writes one after the other.

    >>> read_terms('<http://example.org/> "a \\"b\\""@en')[1].text
    'a "b"'
    >>> read_terms("ex:a 2.50", "PREFIX ex: <http://example.org/>")[0]
    Iri(value='http://example.org/a')

    Args:
        written: IRIs and literals, with spaces between them.
        prologue: Declarations of the prefixes in them.

    Raises:
        QueryError: they are no such terms.
    """
    # RDF 1.1 Turtle, section 2.8: a collection has its items in the words of SPARQL. It gives them as they are
    # written, where the answer to a query would have 2.50 as 2.5.
    document = f"{prologue}\n<urn:list> <urn:is> (\n{written}\n) ."
    try:
        triples = list(pyoxigraph.parse(document, pyoxigraph.RdfFormat.TURTLE, base_iri=BASE))
    except SyntaxError as error:
        raise QueryError(error.msg.partition(": ")[2] or error.msg) from error
    terms = tuple(_walk({(str(triple.subject), triple.predicate.value): triple.object for triple in triples}))
    if len(triples) != 2 * len(terms) + 1:
        raise QueryError("there is more than IRIs and literals")
    return terms


def _walk(said: Mapping[tuple[str, str], object]) -> Iterator[RdfTerm]:
    """Yield the items of a list: triples come in any order."""
    place = str(said["<urn:list>", "urn:is"])
    while place != f"<{RDF}nil>":
        yield _convert(said[place, RDF + "first"])
        place = str(said[place, RDF + "rest"])


def _convert(term: object) -> RdfTerm:
    if isinstance(term, pyoxigraph.NamedNode):
        return Iri(term.value)
    if isinstance(term, pyoxigraph.Literal):
        return Literal(term.value, term.datatype.value, term.language or "")
    raise QueryError(f"{term} is not an IRI or a literal")


def render_term(term: RdfTerm) -> str:
    """Return a term as every engine reads it.

    SPARQL 1.1, section 19.2: some turn what looks like an escaped code point into its sign before they read strings,
    also behind an escaped backslash; and rdflib turns a tab into spaces.
    """
    if isinstance(term, Iri):
        return iri(term.value)
    safe = _CODE_POINT.sub(lambda found: rf"{found[1]}\U{ord(found[2]):08X}", text_literal(term.text))
    text = safe.replace("\t", r"\t")
    if term.language:
        return f"{text}@{term.language}"
    return text if term.datatype == XSD + "string" else f"{text}^^{iri(term.datatype)}"


def read_value(text: str, datatype: str) -> Any:
    """Return the typed value of a literal, or its text where it is none of its datatype: data from elsewhere hold such.

    >>> read_value("11.20", XSD + "decimal"), read_value("about 11", XSD + "decimal")
    (Decimal('11.20'), 'about 11')
    """
    if datatype == XSD + "boolean":
        return text in {"true", "1"}
    if datatype in _INTEGERS and _INTEGER.fullmatch(text):
        return int(text)
    if datatype == XSD + "decimal" and _DECIMAL.fullmatch(text):
        return Decimal(text)
    if datatype in _FLOATS and _FLOAT.fullmatch(text):
        return float(text)
    return text
