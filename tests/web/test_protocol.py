"""Reading a request from its bytes: SPARQL 1.1 Protocol, section 2.1."""

from __future__ import annotations

import pytest
from flask import Request
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from pomegraph.sparql.formats import Wanted
from pomegraph.web.problems import BodyTypeError, ParameterError, ReadOnlyError
from pomegraph.web.protocol import (
    DIRECT,
    FORM,
    UPDATE,
    Parameters,
    check_version,
    read_dataset,
    read_parameters,
    read_query,
    read_timeout,
    read_wishes,
)


def post(data: bytes | str, content_type: str | None, url: str = "/sparql", **headers: str) -> Request:
    builder = EnvironBuilder(url, method="POST", data=data, content_type=content_type, headers=Headers(headers))
    return Request(builder.get_environ())


def get(url: str) -> Request:
    return Request(EnvironBuilder(url).get_environ())


def read(request: Request) -> str:
    return read_query(request, read_parameters(request))


@pytest.mark.parametrize(
    ("encoded", "text"),
    [
        (b"a+b", "a b"),
        (b"a%2Bb", "a+b"),
        (b"%E2%82%AC", "€"),
        ("€".encode(), "€"),
        (b"100%", "100%"),
        (b"%zz%4", "%zz%4"),
        (b"a=b", "a=b"),
        (b"%EF%BB%BFASK", "ASK"),
        (b"", ""),
    ],
)
def test_parameter_is_decoded_from_its_bytes(encoded: bytes, text: str) -> None:
    assert Parameters(b"x=1&query=" + encoded + b"&y").list_values("query") == [text]


def test_name_of_a_parameter_may_be_escaped() -> None:
    assert Parameters(b"%71uery=ASK").list_values("query") == ["ASK"]


@pytest.mark.parametrize("encoded", [b"%FF", b"\xff", b"%E2%82", b"%ED%A0%80", b"%C0%AF"])
def test_parameter_that_is_not_utf8_is_named(encoded: bytes) -> None:
    with pytest.raises(ParameterError, match="the parameter query is not UTF-8: byte 0x") as caught:
        Parameters(b"query=" + encoded).list_values("query")

    assert caught.value.name == "query"


def test_unknown_parameter_may_hold_anything() -> None:
    assert Parameters(b"%FF=%FF&query=ASK&_=1").list_values("query") == ["ASK"]


def test_body_of_ten_megabytes_of_escapes_is_read() -> None:
    request = post(b"query=" + b"%E2%82%AC" * 1_200_000, FORM)

    assert read(request) == "€" * 1_200_000


@pytest.mark.parametrize(
    "content_type",
    [DIRECT, f"{DIRECT}; charset=utf-8", f"{DIRECT}; charset=UTF-8", DIRECT.upper(), f'{DIRECT};charset="utf-8"'],
)
def test_body_is_the_query_itself(content_type: str) -> None:
    assert read(post("ASK { ?s ?p 'ü+%41' }", content_type)) == "ASK { ?s ?p 'ü+%41' }"


def test_byte_order_mark_is_no_part_of_the_query() -> None:
    assert read(post(b"\xef\xbb\xbfASK {}", DIRECT)) == "ASK {}"


@pytest.mark.parametrize("content_type", [DIRECT, FORM])
@pytest.mark.parametrize("charset", ["utf-16", "iso-8859-1", "nonsense"])
def test_body_in_another_charset_is_refused(content_type: str, charset: str) -> None:
    with pytest.raises(ParameterError, match=f"the body is said to be {charset}; send UTF-8"):
        read(post("query=ASK", f"{content_type}; charset={charset}"))


def test_body_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(ParameterError, match="the body is not UTF-8: byte 0xff at 4"):
        read(post(b"ASK \xff", DIRECT))


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "multipart/form-data; boundary=x", "application/json", ";"]
)
def test_body_of_another_type_is_refused(content_type: str | None) -> None:
    with pytest.raises(BodyTypeError, match=f"send the query as {DIRECT}"):
        read(post("ASK {}", content_type))


def test_compressed_body_is_refused() -> None:
    with pytest.raises(BodyTypeError, match="send it without Content-Encoding"):
        read(post(b"\x1f\x8b", DIRECT, **{"Content-Encoding": "gzip"}))


@pytest.mark.parametrize(
    ("request_", "number"),
    [
        (post("", FORM), 0),
        (post("q=ASK", FORM), 0),
        (post("query=ASK&query=ASK", FORM), 2),
        (post("query=ASK", FORM, "/sparql?query=ASK"), 2),
        (post("ASK {}", DIRECT, "/sparql?query=ASK"), 2),
    ],
)
def test_there_is_exactly_one_query(request_: Request, number: int) -> None:
    with pytest.raises(ParameterError, match=f"there are {number} queries in this request; give"):
        read(request_)


@pytest.mark.parametrize(
    "request_",
    [
        post("CLEAR ALL", UPDATE),
        post("update=CLEAR%20ALL", FORM),
        post("ASK {}", DIRECT, "/sparql?update=CLEAR%20ALL"),
    ],
)
def test_update_is_refused_as_such(request_: Request) -> None:
    with pytest.raises(ReadOnlyError, match="read-only"):
        read(request_)


@pytest.mark.parametrize("place", ["/sparql", "/sparql?query=ASK"])
def test_query_and_update_together_are_no_request(place: str) -> None:
    request = post("update=CLEAR%20ALL" + ("" if "?" in place else "&query=ASK"), FORM, place)

    with pytest.raises(ParameterError, match="there are a query and an update"):
        read_query(request, read_parameters(request))


@pytest.mark.parametrize(
    ("encoded", "dataset"),
    [
        (b"query=ASK", None),
        (b"default-graph-uri=a:b", (["a:b"], [])),
        (b"default-graph-uri=", None),
        (b"default-graph-uri=&named-graph-uri=a:b", ([], ["a:b"])),
        (b"named-graph-uri=a:b", ([], ["a:b"])),
        (b"default-graph-uri=a:1&named-graph-uri=a:2&default-graph-uri=a:3", (["a:1", "a:3"], ["a:2"])),
    ],
)
def test_any_dataset_parameter_sets_both_lists(encoded: bytes, dataset: object) -> None:
    assert read_dataset(Parameters(encoded)) == dataset


def test_dataset_of_a_form_may_stand_in_the_url() -> None:
    request = post("query=ASK&named-graph-uri=a:2", FORM, "/sparql?default-graph-uri=a:1")

    assert read_dataset(read_parameters(request)) == (["a:1"], ["a:2"])


@pytest.mark.parametrize(
    "name", ["graph", "/graph", "//host/graph", "a:b c", "a:<b>", "1a:b", "a:b\n", 'a:"', "a:\\u0041"]
)
def test_graph_that_is_not_an_absolute_iri_is_refused(name: str) -> None:
    encoded = b"default-graph-uri=" + name.encode()

    with pytest.raises(ParameterError, match="which is not an absolute IRI"):
        read_dataset(Parameters(encoded))


@pytest.mark.parametrize(
    ("encoded", "seconds"), [(b"", None), (b"timeout=", None), (b"timeout=2", 2.0), (b"timeout=0.25", 0.25)]
)
def test_timeout_is_in_seconds(encoded: bytes, seconds: float | None) -> None:
    assert read_timeout(Parameters(encoded)) == seconds


@pytest.mark.parametrize("value", ["0", "0.000", "-1", "1e3", "nan", "inf", "1s", "٣", "9999999", "1&timeout=2"])
def test_timeout_that_is_no_positive_number_is_refused(value: str) -> None:
    with pytest.raises(ParameterError, match="give"):
        read_timeout(Parameters(b"timeout=" + value.encode()))


@pytest.mark.parametrize(
    ("accept", "name", "is_page"),
    [
        (None, None, False),
        ("*/*", None, False),
        ("text/html,*/*;q=0.8", None, True),
        ("text/html,*/*;q=0.8", "json", False),
        ("text/csv", "html", True),
    ],
)
def test_name_of_a_format_counts_more_than_accept(accept: str | None, name: str | None, is_page: bool) -> None:
    assert read_wishes(accept, name).is_page is is_page


def test_formats_are_those_of_the_name() -> None:
    assert read_wishes("text/turtle", "csv").formats == Wanted("csv", None, None)
    assert read_wishes("text/turtle", None).formats == Wanted(None, None, "turtle")


VERSIONED = f"{DIRECT}; version=%s"


@pytest.mark.parametrize(
    "request_",
    [
        get("/sparql?query=ASK%7B%7D&version=1.2"),
        get("/sparql?query=ASK%7B%7D&version="),
        post("query=ASK%7B%7D&version=1.2-basic", FORM),
        post("ASK {}", VERSIONED % "1.1"),
        post("ASK {}", VERSIONED % '"1.2"'),
    ],
)
def test_version_that_is_known_may_be_announced(request_: Request) -> None:
    check_version(request_, read_parameters(request_))


@pytest.mark.parametrize(
    "request_",
    [
        get("/sparql?query=ASK%7B%7D&version=1.3"),
        get("/sparql?query=ASK%7B%7D&version=1.1&version=1.2"),
        post("query=ASK%7B%7D&version=2", FORM),
        post("ASK {}", VERSIONED % "9.9", "/sparql?version=1.2"),
        post("ASK {}", DIRECT, "/sparql?version=9"),
    ],
)
def test_version_that_is_not_known_is_refused(request_: Request) -> None:
    with pytest.raises(ParameterError) as caught:
        check_version(request_, read_parameters(request_))

    assert caught.value.name == "version"
