"""Leads from an answer as a file to what is told of it: values, what is left out, columns, licence, version.

A header field leads from every format; results in XML and JSON have a link in their head as well.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from itertools import chain
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from flask import Response, request

from pomegraph.content.layers import LICENCES
from pomegraph.questions.additions import extend_columns
from pomegraph.questions.csv_metadata import MEDIA_TYPE, AnswerFile, describe_file
from pomegraph.web.headers import mark_checked
from pomegraph.web.questions.request import build_address, locate_offer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pomegraph.web.questions.request import AskedQuestion, QuestionService

_ENDING = "-metadata.json"
# What the addresses of descriptions end with; that of CSV is where CSV on the Web looks for it.
DESCRIPTIONS = (f"csv{_ENDING}", f"tsv{_ENDING}")
# SPARQL 1.1 Query Results JSON, section 3.1.2, and XML, section 2.2: where the head takes a link.
_HEADS = {"json": b'"head":{', "xml": b"</head>"}
# The head of a result is at its begin; columns are few.
_LONGEST_HEAD = 16 * 1024


def respond_metadata(service: QuestionService, asked: AskedQuestion, ending: str) -> Response:
    """Return the description of an answer as CSV or TSV.

    Raises:
        PomegraphError: there is no answer.
    """
    extension = ending.removesuffix(_ENDING)
    meta = service.find_meta(asked, service.results.count_rows(asked.query))
    window = {"limit": asked.limit, "offset": asked.offset}
    file = AnswerFile(
        extension,
        address=build_address(asked, extension, **window),
        page=build_address(asked),
        release=service.engine.version,
        licence=LICENCES["CC0-1.0"],
    )
    columns = extend_columns(asked.question, asked.additions)
    document = describe_file(asked.question, columns, meta, file, locate=locate_offer)
    response = Response(json.dumps(document, ensure_ascii=False, indent=1) + "\n", content_type=MEDIA_TYPE)
    mark_checked(response)
    return response


def list_description_links(asked: AskedQuestion) -> list[str]:
    """Return the parts of the Link field that tell what an answer is, and what its question is called today."""
    question = asked.question
    is_tsv = request.path.endswith(".tsv") or (asked.format or "").endswith(("tsv", "tab-separated-values"))
    described = _locate(asked, DESCRIPTIONS[is_tsv])
    links = [f'<{described}>; rel="describedby"; type="{MEDIA_TYPE}"'] if question.form == "SELECT" else []
    if question.asked_as or asked.old_names:
        name = request.path.rpartition("/")[2].partition(".")[2]
        today = build_address(asked, name or None, limit=asked.limit, offset=asked.offset)
        # RFC 5829, section 3.3, and RFC 9745, section 3.
        links += [f'<{today}>; rel="successor-version"']
        links += [f'<{build_address(asked)}>; rel="deprecation"; type="text/html"']
    return links


def link_head(response: Response, asked: AskedQuestion, name: str) -> None:
    """Put the way to the description into the head of a result in JSON or XML."""
    if asked.question.form != "SELECT" or name not in _HEADS or response.status_code != HTTPStatus.OK:
        return
    address = request.host_url.rstrip("/") + _locate(asked)
    marker = _HEADS[name]
    added = f'"link":[{json.dumps(address)}],' if name == "json" else f"<link href={_quote(address)}/>"
    put = marker + added.encode() if name == "json" else added.encode() + marker
    if response.content_length is not None:
        response.content_length += len(added.encode())
    if response.is_sequence:
        response.response = [b"".join(_put(response.iter_encoded(), marker, put))]
    elif request.method != "HEAD":
        response.response = _put(response.iter_encoded(), marker, put)


def _put(chunks: Iterable[bytes], marker: bytes, put: bytes) -> Iterator[bytes]:
    """Yield chunks with something in the place of a marker near their begin."""
    source = iter(chunks)
    head = b""
    for chunk in source:
        head += chunk
        if marker in head or len(head) > _LONGEST_HEAD:
            break
    return chain([head.replace(marker, put, 1)], source)


def _quote(text: str) -> str:
    return f'"{escape(text, {chr(34): "&quot;"})}"'


def _locate(asked: AskedQuestion, ending: str = DESCRIPTIONS[0]) -> str:
    return build_address(asked, ending, limit=asked.limit, offset=asked.offset)
