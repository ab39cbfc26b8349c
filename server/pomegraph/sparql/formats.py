"""Chooses the format of a result from what a client accepts (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.sparql.outline import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# How much a client likes a media type: its q, how exactly it was named (2 by name, 1 as text/*, 0 as */*), and how
# early. The largest wins.
_Liking = tuple[float, int, int]

# RFC 9110, section 5.6.4: a comma inside a quoted string does not end an element; neither does one after a quote
# that is never closed. Possessive, so that no header takes more than one pass.
_ELEMENT = re.compile(r'(?:[^,"]++|"(?:[^"\\]++|\\.)*+(?:"|\\?\Z))++', re.DOTALL)
_PARAMETER = re.compile(r';((?:[^;"]++|"(?:[^"\\]++|\\.)*+(?:"|\\?\Z))*+)', re.DOTALL)
_RANGE = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]+/[!#$%&'*+.^_`|~0-9a-z-]+")
_WEIGHT = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")
_HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a result.

    Args:
        name: How we call it, as in `format=turtle`.
        media_type: The registered media type, under which it is always sent, also to a client that asked for one of
            the aliases: so the answer depends on the format alone, and one copy of it serves every cache.
        extension: The end of a file name, without the dot.
        aliases: Other names and media types under which it may be asked for.
    """

    name: str
    media_type: str
    extension: str
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The value of the Content-Type field; all our formats are text in UTF-8.

        SPARQL 1.1 Query Results CSV and TSV Formats, section 2: the charset is told, header=present need not be.
        """
        return f"{self.media_type}; charset=utf-8"

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that it may be called, in lower case."""
        return (self.name, self.extension, self.media_type, *self.aliases)


def _by_name(*formats: Format) -> dict[str, Format]:
    return {each.name: each for each in formats}


_JSON = Format("json", "application/sparql-results+json", "json", ("srj", "application/json"))
_XML = Format("xml", "application/sparql-results+xml", "xml", ("srx", "application/xml", "text/xml"))
# In order of preference: the first is sent to a client that does not say.
TABLE_FORMATS = _by_name(
    _JSON, _XML, Format("csv", "text/csv", "csv"), Format("tsv", "text/tab-separated-values", "tsv", ("text/tsv",))
)
# SPARQL 1.1 Query Results CSV and TSV Formats is about SELECT only.
BOOLEAN_FORMATS = _by_name(_JSON, _XML)
GRAPH_FORMATS = _by_name(
    Format(
        "turtle",
        "text/turtle",
        "ttl",
        # Notation 3 contains Turtle, so that who reads the one reads the other.
        ("application/turtle", "application/x-turtle", "n3", "text/n3", "text/rdf+n3", "application/n3"),
    ),
    Format("ntriples", "application/n-triples", "nt", ("n-triples", "text/plain", "text/ntriples")),
    Format("rdfxml", "application/rdf+xml", "rdf", ("rdf/xml", "rdf+xml", "xml", "application/xml", "text/xml")),
    Format("jsonld", "application/ld+json", "jsonld", ("json-ld", "json", "application/json", "application/x-json+ld")),
    Format("trig", "application/trig", "trig", ("application/x-trig",)),
    Format("nquads", "application/n-quads", "nq", ("n-quads", "text/nquads", "text/x-nquads", "application/x-nquads")),
)
# The formats of each query form.
FORMATS = {"SELECT": TABLE_FORMATS, "ASK": BOOLEAN_FORMATS, "CONSTRUCT": GRAPH_FORMATS, "DESCRIBE": GRAPH_FORMATS}
_KINDS = (TABLE_FORMATS, BOOLEAN_FORMATS, GRAPH_FORMATS)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The name of the format that a client gets for each kind of result; None where none is acceptable."""

    table: str | None
    boolean: str | None
    graph: str | None

    def get_name(self, form: str) -> str | None:
        """Return the name of the format for a query form, such as SELECT."""
        return {"SELECT": self.table, "ASK": self.boolean}.get(form, self.graph)


def choose_formats(accept: str | None, name: str | None = None, without: Collection[str] = ()) -> Wanted:
    """Return the formats that an Accept field asks for, or an explicit name in its stead.

    A field that is missing or empty, or in which nothing can be read, asks for nothing in particular: the first format
    of each kind. Among formats liked equally, the one named most exactly wins, then the one named first, then ours.

    Args:
        accept: The value of the Accept field.
        name: A name, file extension or media type, as from `format=`; empty is none.
        without: The names of formats that are out of the question.

    >>> choose_formats("text/turtle;q=0.5, text/csv, application/rdf+xml")
    Wanted(table='csv', boolean=None, graph='rdfxml')
    >>> choose_formats("text/csv", "json")
    Wanted(table='json', boolean='json', graph='jsonld')
    """
    kinds = [{each: formats[each] for each in formats if each not in without} for formats in _KINDS]
    if name and name.strip():
        return Wanted(*(_find_named(formats, name) for formats in kinds))
    ranges = _read_ranges(accept or "")
    return Wanted(*(_choose(formats, ranges) for formats in kinds))


def choose_media_type(accept: str | None, offers: Iterable[str]) -> str | None:
    """Return the media type that a client likes best among some, or None; the first one if it does not say.

    >>> choose_media_type("text/*, application/problem+json;q=0.5", ["application/problem+json", "text/plain"])
    'text/plain'
    """
    ranges = _read_ranges(accept or "")
    liked = [(liking, offer) for offer in offers if (liking := _like((offer,), ranges))]
    return max(liked, key=lambda pair: pair[0])[1] if liked else None


def prefers_html(accept: str | None) -> bool:
    """Return whether a client names a web page and likes it better than every format of data, as browsers do.

    >>> prefers_html("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    True
    >>> prefers_html("*/*")
    False
    """
    ranges = _read_ranges(accept or "")
    pages = [ranges[name] for name in _HTML if name in ranges and ranges[name][0] > 0]
    data = [_like(_media_types(each), ranges) for formats in _KINDS for each in formats.values()]
    return bool(pages) and max(pages) > max((liking for liking in data if liking), default=(0.0, 0, 0))


def list_formats(form: str, without: Collection[str] = ()) -> list[str]:
    """Return the formats that there are for a query form as texts to read, the preferred one first, but for some.

    >>> list_formats("ASK")
    ['json (application/sparql-results+json)', 'xml (application/sparql-results+xml)']
    """
    return [f"{each.name} ({each.media_type})" for each in FORMATS[form].values() if each.name not in without]


def _find_named(formats: dict[str, Format], name: str) -> str | None:
    # A plus sign that was not escaped in a query string has become a space.
    asked = name.partition(";")[0].strip().lower().removeprefix(".").replace(" ", "+")
    return next((each.name for each in formats.values() if asked in each.names), None)


def _choose(formats: dict[str, Format], ranges: dict[str, _Liking]) -> str | None:
    liked = [(liking, each.name) for each in formats.values() if (liking := _like(_media_types(each), ranges))]
    # Of equals `max` returns the first, which is the one that we prefer.
    return max(liked, key=lambda pair: pair[0])[1] if liked else None


def _media_types(given: Format) -> tuple[str, ...]:
    return (given.media_type, *(alias for alias in given.aliases if "/" in alias))


def _like(media_types: tuple[str, ...], ranges: dict[str, _Liking]) -> _Liking | None:
    """Return how much one thing is liked that has several media types, the proper one first; None for not at all."""
    by_name = [ranges[name] for name in media_types if name in ranges]
    # RFC 9110, section 12.5.1: the most specific range counts. Wildcards speak of the type that would be sent.
    wildcards = (media_types[0].partition("/")[0] + "/*", "*/*")
    liking = max(by_name) if by_name else next((ranges[name] for name in wildcards if name in ranges), None)
    return liking if liking and liking[0] > 0 else None


def _read_ranges(accept: str) -> dict[str, _Liking]:
    """Return how much each media range of an Accept field is liked; what cannot be read is passed over."""
    ranges: dict[str, _Liking] = {}
    for position, element in enumerate(_ELEMENT.findall(accept)):
        media_range, semicolon, parameters = element.strip().lower().partition(";")
        # Java sends a lone star.
        name = {"*": "*/*"}.get(media_range.strip(), media_range.strip())
        quality = _read_quality(semicolon + parameters) if _is_known_version(semicolon + parameters) else 0.0
        if quality is None or not _RANGE.fullmatch(name) or (name.startswith("*/") and name != "*/*"):
            continue
        exactness = 0 if name == "*/*" else 1 if name.endswith("/*") else 2
        ranges[name] = max(ranges.get(name, (0.0, 0, 0)), (quality, exactness, -position))
    return ranges or {"*/*": (1.0, 0, 0)}


def _is_known_version(parameters: str) -> bool:
    """Return whether a media type is wanted in a version of RDF or SPARQL that can be given, or in any."""
    named = (parameter.partition("=") for parameter in _PARAMETER.findall(parameters))
    return all(value.strip().strip('"') in VERSIONS for name, _, value in named if name.strip() == "version")


def _read_quality(parameters: str) -> float | None:
    """Return the q among some parameters, at most 1; 1 where there is none, None where it is not a number."""
    for parameter in _PARAMETER.findall(parameters):
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            weight = value.strip()
            return min(1.0, float(weight)) if _WEIGHT.fullmatch(weight) else None
    return 1.0
