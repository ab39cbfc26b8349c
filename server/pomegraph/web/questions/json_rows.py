"""Writes the answer to a question as JSON that needs no knowledge of RDF: plain typed values by column."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import Response, request, url_for

from pomegraph.questions.additions import extend_columns
from pomegraph.questions.question import Column
from pomegraph.sparql.formats import FORMATS, Wanted
from pomegraph.sparql.results import TABLE_FORMS, read_table, to_plain
from pomegraph.sparql.terms import Iri, read_value
from pomegraph.web.cache import Finished
from pomegraph.web.headers import build_location, build_tag, is_fresh, mark_fleeting, mark_lasting
from pomegraph.web.problems import AnswerTooLongError
from pomegraph.web.questions.request import build_address, list_iris, list_steps, locate_offer
from pomegraph.web.results import check_call
from pomegraph.web.turns import read_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.questions.meta import AnswerMeta
    from pomegraph.questions.question import Question
    from pomegraph.sparql.outline import Outline
    from pomegraph.sparql.results import Table
    from pomegraph.sparql.terms import RdfTerm
    from pomegraph.web.log import QueryRecord
    from pomegraph.web.protocol import Call
    from pomegraph.web.questions.request import AskedQuestion, QuestionService

JSON = "application/json"
TOTAL = "X-Total-Count"
_WANTED = Wanted("json", "json", None)


def respond_rows(service: QuestionService, asked: AskedQuestion, record: QueryRecord) -> Response:
    """Return the rows that are asked for as JSON.

    Raises:
        PomegraphError: there is no answer.
    """
    outline = check_call(asked.call, _WANTED, record)
    tag = _build_tag(service.engine.version, asked)
    if not outline.is_volatile and is_fresh(request, tag):
        record.format, record.outcome = "rows", "unchanged"
        response = Response(status=304)
    else:
        finished = find_document(service, asked, outline, record)
        response = Response(finished.body, content_type=JSON)
        response.headers[TOTAL] = str(finished.rows)
        tag = _build_tag(finished.version, asked)
    mark_lasting(response, tag)
    if outline.is_volatile:
        mark_fleeting(response)
    response.headers["Content-Location"] = build_address(asked, "json", limit=asked.limit, offset=asked.offset)
    return response


def find_document(service: QuestionService, asked: AskedQuestion, outline: Outline, record: QueryRecord) -> Finished:
    """Return the document with the rows that are asked for, which may have been kept; its `rows` are the true total."""
    key = build_answer_key(service.engine.version, asked, "rows")
    found = None if outline.is_volatile else service.results.recall(key, record)
    if found is not None:
        return found
    part = fetch_part(service, asked, outline, record)
    document = build_document(service, asked, extend_part(service, asked, part))
    body = json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
    record.format = "rows"
    finished = Finished(asked.question.form, "rows", part.version, part.total, body)
    if not outline.is_volatile:
        service.results.keep(build_answer_key(part.version, asked, "rows"), finished)
    return finished


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of an answer.

    Args:
        whole: All rows, or None where they are more than can be held at once.
        total: How many there are.
        version: The version of the data that they are from.
    """

    rows: Table
    whole: Table | None
    total: int
    version: str


def fetch_part(service: QuestionService, asked: AskedQuestion, outline: Outline, record: QueryRecord) -> Part:
    """Return the rows that are asked for.

    Raises:
        AnswerTooLongError: they are too long to be held at once.
        PomegraphError: there is no answer.
    """
    try:
        table, version = fetch_table(service, asked.call, outline, record)
    except AnswerTooLongError:
        if asked.limit is None:
            raise
        # The engine leaves the other rows out; it has to be asked once more for their number.
        table, version = fetch_table(service, asked.part, outline, record)
        return Part(table, None, service.results.count_rows(asked.query), version)
    return Part(table.cut(asked.limit, asked.offset), table, len(table.rows), version)


def extend_part(service: QuestionService, asked: AskedQuestion, part: Part) -> Part:
    """Return some rows with what is to be added to them."""
    return replace(part, rows=service.find_added(asked, part.rows).extend_table(part.rows)) if asked.additions else part


def fetch_table(service: QuestionService, call: Call, outline: Outline, record: QueryRecord) -> tuple[Table, str]:
    """Return all rows of a result, and the version of the data that they are from.

    Raises:
        AnswerTooLongError: they are too long to be held at once.
        PomegraphError: there is no answer.
    """
    data, version = fetch_results(service, call, outline, record)
    return read_table(data), version


def fetch_results(service: QuestionService, call: Call, outline: Outline, record: QueryRecord) -> tuple[bytes, str]:
    """Return a result in SPARQL 1.1 Query Results JSON, and the version of the data that it is from; see above."""
    result = service.results.fetch(call, outline, _WANTED, record)
    with closing(result):
        try:
            data = read_whole(result.body)
        except AnswerTooLongError:
            record.outcome = "cut"
            raise
    return data, result.version


def build_answer_key(version: str, asked: AskedQuestion, shape: str) -> str:
    """Return the key under which the answer to a question is kept in a shape that only questions have."""
    # Links begin with the path below which this is offered.
    return f"{shape} " + hashlib.sha256(f"{version} {request.script_root} {asked!r}".encode()).hexdigest()


def _build_tag(version: str, asked: AskedQuestion) -> str:
    return build_tag(version, asked.call, f"{request.script_root} {asked!r}")


def build_document(service: QuestionService, asked: AskedQuestion, part: Part) -> dict[str, Any]:
    """Return what the JSON says; labels are those of the IRIs in it."""
    parameters = {name: [_make_plain(term) for term in terms] or None for name, terms in asked.told.items()}
    named = {value for values in parameters.values() for value in values or () if isinstance(value, str)}
    return {
        "question": describe_question(asked.question),
        "version": part.version,
        "parameters": parameters,
        "columns": describe_columns(asked.question, asked.additions),
        "total": part.total,
        "limit": asked.limit,
        "offset": asked.offset,
        "rows": part.rows.to_records(),
        "labels": service.find_labels(list_iris(part.rows) | named),
        "meta": describe_meta(service.find_meta(asked, part.total)),
        **service.find_background(list_iris(part.rows)).to_plain(),
        "links": build_links(asked, part.total),
    }


def describe_meta(meta: AnswerMeta) -> dict[str, Any]:
    """Return what is told with an answer, each offer with the address of its page."""
    plain = meta.to_plain()
    for name, offers in (("offers", meta.offers), ("left_out", meta.left_out)):
        plain[name] = [one.to_plain() | {"page": locate_offer(one)} for one in offers]
    return plain


def _make_plain(term: RdfTerm) -> Any:
    return to_plain(term if isinstance(term, Iri) else read_value(term.text, term.datatype))


def describe_question(question: Question) -> dict[str, Any]:
    """Return what a question is called and about."""
    return {
        "stem": question.stem,
        "summary": question.summary,
        "description": question.description,
        "tags": list(question.tags),
        "who": list(question.who),
        "form": question.form,
    }


def describe_columns(question: Question, additions: Sequence[str] = ()) -> list[dict[str, str]]:
    """Return the name, the type and the meaning of each column; the answer to yes or no is one."""
    columns = extend_columns(question, additions) or (Column("answer", "boolean", "yes or no"),)
    return [asdict(column) for column in columns]


def build_links(asked: AskedQuestion, total: int) -> dict[str, str]:
    """Return where else the answer is: other parts of it, other formats, its page, its query in the editor."""
    limit, offset = asked.limit, asked.offset
    steps = list_steps(limit, offset, total) if limit else {}
    query = build_location(url_for("sparql.answer"), asked.call)
    return {
        "self": build_address(asked, "json", limit=limit, offset=offset),
        **{name: build_address(asked, "json", limit=limit, offset=start) for name, start in steps.items()},
        "page": build_address(asked),
        **{name: build_address(asked, name) for name in list_extensions(asked.question) if name != "json"},
        **({"query": query} if query else {}),
    }


def list_extensions(question: Question) -> list[str]:
    """Return the ends of the addresses of an answer as data, the one without knowledge of RDF first."""
    extensions = [each.extension for each in FORMATS[question.form].values()]
    return ["json", "srj", *extensions[1:]] if question.form in TABLE_FORMS else extensions
