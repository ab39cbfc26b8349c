"""Reads what a request asks, from its bytes: the query operation of the SPARQL 1.1 Protocol, section 2.1."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.sparql.formats import Wanted, choose_formats, prefers_html
from pomegraph.sparql.outline import VERSIONS
from pomegraph.sparql.terms import Iri
from pomegraph.web.problems import BodyTypeError, ParameterError, ReadOnlyError

if TYPE_CHECKING:
    from flask import Request

    from pomegraph.stores.embedded import Dataset

# Names of the graphs that make the default graph, and of the named graphs.

DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
PAGE = "html"
_GRAPHS = ("default-graph-uri", "named-graph-uri")
UPDATE = "application/sparql-update"

_SECONDS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
_ESCAPES = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")


@dataclass(frozen=True, slots=True)
class Call:
    """A query, the graphs it is put to (None: all), the seconds it may take, and the format asked for by name."""

    query: str
    dataset: Dataset | None = None
    timeout: float | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a client wants: a page, or the formats of data in which a result is acceptable."""

    is_page: bool
    formats: Wanted


# Most clients send one of a few Accept fields, over and over.
@functools.lru_cache(maxsize=256)
def read_wishes(accept: str | None, name: str | None) -> Wishes:
    """Return what an Accept field asks for, or an explicit name of a format in its stead, such as json or html."""
    return Wishes(name == PAGE if name else prefers_html(accept), choose_formats(accept, name))


class Parameters:
    """The parameters of a request as the bytes that came; those that nobody asks for may hold anything."""

    def __init__(self, encoded: bytes) -> None:
        parts = [part.partition(b"=") for part in encoded.split(b"&") if part]
        self._pairs = [(_decode_escapes(name), value) for name, _, value in parts]

    def __contains__(self, name: str) -> bool:
        """Tell whether a parameter is there, with or without a value."""
        return any(found == name.encode() for found, _ in self._pairs)

    def list_names(self) -> list[str]:
        """Return the names of all parameters, each once, in their order.

        Raises:
            ParameterError: one is not UTF-8.
        """
        names = dict.fromkeys(name for name, _ in self._pairs)
        return [decode_text(name, "the name of a parameter") for name in names]

    def list_values(self, name: str) -> list[str]:
        """Return the values of a parameter in their order.

        Raises:
            ParameterError: one is not UTF-8.
        """
        values = (_decode_escapes(value) for found, value in self._pairs if found == name.encode())
        return [decode_text(value, f"the parameter {name}", name) for value in values]

    def find_value(self, name: str) -> str | None:
        """Return the value of a parameter that may be given once; an empty one counts as none.

        Raises:
            ParameterError: it is there more than once, or not UTF-8.
        """
        values = self.list_values(name)
        if len(values) > 1:
            raise ParameterError(name, f"the parameter {name} is there {len(values)} times", "give it once")
        return values[0] or None if values else None

    def find_first(self, name: str) -> str | None:
        """Return the first value of a parameter, which clients such as SPARQLWrapper send twice to say one thing."""
        return next((value for value in self.list_values(name) if value), None)


def _decode_escapes(encoded: bytes) -> bytes:
    # Run by run, because a query of 10 MB may consist of escapes alone.
    plain = encoded.replace(b"+", b" ")
    return _ESCAPES.sub(lambda run: bytes.fromhex(run[0].replace(b"%", b"").decode("ascii")), plain)


def decode_text(data: bytes, place: str, name: str = "") -> str:
    """Return bytes as text.

    Raises:
        ParameterError: they are not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fault = f"{place} is not UTF-8: byte 0x{data[error.start]:02x} at {error.start}"
        raise ParameterError(name or place, fault, "encode it as UTF-8") from error


def read_parameters(request: Request) -> Parameters:
    """Return the parameters of the URL and those of a form in the body, together.

    Raises:
        ParameterError: the form is said to be in another encoding than UTF-8.
        BodyTypeError: it is compressed.
    """
    if request.method == "POST" and request.mimetype == FORM:
        return Parameters(request.query_string + b"&" + read_body(request))
    return Parameters(request.query_string)


def read_query(request: Request, parameters: Parameters) -> str:
    """Return the one query of a request.

    Raises:
        ParameterError: there is none, or more than one, or it is not UTF-8.
        BodyTypeError: the body is neither a query nor a form.
        ReadOnlyError: it is an update.
    """
    if "update" in parameters and "query" in parameters:
        # SPARQL 1.1 Protocol 2.1 and 2.2: a request is either.
        raise ParameterError("update", "there are a query and an update in this request", "send the query alone")
    if "update" in parameters or (request.method == "POST" and request.mimetype == UPDATE):
        raise ReadOnlyError
    queries = parameters.list_values("query")
    # SPARQL 1.1 Protocol 2.1.3: the body is the query itself.
    if request.method == "POST" and request.mimetype == DIRECT:
        queries.append(decode_text(read_body(request), "the body"))
    elif request.method == "POST" and request.mimetype != FORM:
        found = f"a body of type {request.mimetype}" if request.mimetype else "a body without Content-Type"
        raise BodyTypeError(
            f"{found} is not read here", f"send the query as {DIRECT}, or as the parameter query of {FORM}"
        )
    if len(queries) != 1:
        raise ParameterError(
            "query", f"there are {len(queries)} queries in this request", "give the parameter query once"
        )
    return queries[0]


def check_version(request: Request, parameters: Parameters) -> None:
    """Look whether the version of SPARQL that a request announces is known (SPARQL 1.2 Protocol, section 2).

    Raises:
        ParameterError: it is not, or it is announced more than once.
    """
    label = parameters.find_value("version")
    if request.method == "POST" and request.mimetype == DIRECT:
        label = request.mimetype_params.get("version") or label
    if label is not None and label not in VERSIONS:
        fault = f"version {label[:40]!r} of SPARQL is not known here"
        raise ParameterError("version", fault, f"use one of {', '.join(VERSIONS)}, or none")


def read_body(request: Request) -> bytes:
    """Return the body of a request, which is text in UTF-8.

    Raises:
        ParameterError: it is said to be in another encoding.
        BodyTypeError: it is compressed.
    """
    charset = request.mimetype_params.get("charset", "utf-8")
    if charset.lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise ParameterError("charset", f"the body is said to be {charset}", "send UTF-8 (SPARQL 1.1 Protocol 2.1)")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise BodyTypeError("a compressed body is not read here", "send it without Content-Encoding")
    data = request.get_data(cache=False)
    # Of a chunked body that is too long Werkzeug gives the beginning, and complains only when asked for more.
    request.stream.read(1)
    return data


def read_dataset(parameters: Parameters) -> Dataset | None:
    """Return the graphs to put a query to, or None if none is named; one list may be empty, which means no graph.

    Raises:
        ParameterError: a name is not an absolute IRI.
    """
    # SPARQL 1.1 Protocol 2.1.4: any of the two parameters replaces the whole dataset, also the one in the query.
    default, named = (read_names(parameters, name, may_be_empty=True) for name in _GRAPHS)
    return (default, named) if default or named else None


def read_names(parameters: Parameters, name: str, *, may_be_empty: bool = False) -> list[str]:
    """Return the values of a parameter that names graphs.

    Raises:
        ParameterError: one is not an absolute IRI.
    """
    values = parameters.list_values(name)
    if may_be_empty:
        # Forms send a field that nobody filled in.
        values = [value for value in values if value]
    for value in values:
        if not is_absolute(value):
            raise ParameterError(
                name, f"{name} is {value!r}, which is not an absolute IRI", "give the graph's whole IRI"
            )
    return values


def is_absolute(text: str) -> bool:
    """Return whether a text is an absolute IRI, which can stand between < and > in a query."""
    return Iri(text).is_absolute


def read_timeout(parameters: Parameters) -> float | None:
    """Return the seconds that a client is ready to wait, or None if it does not say.

    Raises:
        ParameterError: it is not a positive decimal number.
    """
    value = parameters.find_value("timeout")
    if value is None:
        return None
    if not _SECONDS.fullmatch(value) or float(value) == 0:
        raise ParameterError(
            "timeout", f"timeout is {value!r}", "give seconds above 0 as a decimal number, such as 2.5"
        )
    return float(value)
