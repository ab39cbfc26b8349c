"""The questions at /questions: all of them, and the answer of each as a page, as data in many formats, as a chart."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from flask import Blueprint, Response, redirect, request, url_for

from pomegraph.errors import QuestionUnknownError, ResultFormatError
from pomegraph.questions.additions import WITH, list_additions, split_additions
from pomegraph.sparql.formats import (
    FORMATS,
    GRAPH_FORMATS,
    TABLE_FORMATS,
    choose_formats,
    choose_media_type,
    prefers_html,
)
from pomegraph.sparql.results import TABLE_FORMS
from pomegraph.web.headers import mark_checked
from pomegraph.web.problems import ParameterError
from pomegraph.web.protocol import PAGE, read_parameters, read_wishes
from pomegraph.web.questions.described import DESCRIPTIONS, link_head, list_description_links, respond_metadata
from pomegraph.web.questions.extended import respond_extended
from pomegraph.web.questions.forms import build_form
from pomegraph.web.questions.json_rows import (
    JSON,
    TOTAL,
    describe_columns,
    describe_question,
    list_extensions,
    respond_rows,
)
from pomegraph.web.questions.pages import find_questions, respond_form, respond_list, respond_question
from pomegraph.web.questions.pictures import PICTURES, respond_picture
from pomegraph.web.questions.request import build_address, build_links_header, give_tag, read_given
from pomegraph.web.visit import get_visit

if TYPE_CHECKING:
    from pomegraph.questions.question import Question
    from pomegraph.sparql.formats import Format
    from pomegraph.web.log import QueryRecord
    from pomegraph.web.protocol import Parameters
    from pomegraph.web.questions.request import AskedQuestion, QuestionService

_EXTENSIONS = {each.extension for formats in (TABLE_FORMATS, GRAPH_FORMATS) for each in formats.values()}
_KNOWN = _EXTENSIONS | {PAGE, "srj", "srx", *PICTURES, *DESCRIPTIONS}
_ROWS = "rows"
_DATA = "data"
# All media types of tables, the JSON that needs no knowledge of RDF first.
_TABLES = (JSON, *(name for each in TABLE_FORMATS.values() for name in each.names if "/" in name))


def get_questions_blueprint(service: QuestionService) -> Blueprint:
    """Return the routes of the questions."""
    blueprint = Blueprint("questions", __name__)
    blueprint.after_request(give_tag)

    @blueprint.get("/questions", strict_slashes=False)
    def list_all() -> Response:
        parameters = read_parameters(request)
        words, tag = (parameters.find_first(name) or "" for name in ("q", "tag"))
        if _read_list_format(parameters) == PAGE:
            return respond_list(service, words, tag)
        return _list_data([each.question for each in find_questions(service, words, tag)])

    @blueprint.get("/questions/<name>")
    def answer(name: str) -> Response:
        stem, dot, extension = name.partition(".")
        question = service.catalogue.get(stem)
        if dot and extension not in _KNOWN:
            raise QuestionUnknownError(name, f"add .{', .'.join(list_extensions(question))} or nothing to '{stem}'")
        parameters = read_parameters(request)
        return _respond(service, question, parameters, extension or _read_format(parameters))

    return blueprint


def _read_format(parameters: Parameters) -> str | None:
    names = parameters.list_values("format")
    if names and not any(name.strip() for name in names):
        raise ParameterError("format", "the parameter format is empty", "give the name of a format, or leave it out")
    return next(filter(None, names), None)


def _read_list_format(parameters: Parameters) -> str:
    name = (_read_format(parameters) or "").strip().lower()
    if name not in {"", "json", JSON, PAGE}:
        raise ResultFormatError(f"the list of questions has no format '{name[:100]}'", ["json", PAGE])
    return PAGE if read_wishes(request.headers.get("Accept"), name).is_page else "json"


def _list_data(found: list[Question]) -> Response:
    document = {"total": len(found), "questions": [_describe(question) for question in found]}
    response = Response(json.dumps(document, ensure_ascii=False, indent=1) + "\n", content_type=JSON)
    mark_checked(response)
    return response


def _describe(question: Question) -> dict[str, Any]:
    parameters = [
        {
            "name": each.name,
            "type": each.type,
            "means": each.means,
            "several": each.several,
            "required": each.required,
            **({"choices": list(each.choices)} if each.choices else {}),
            **({"formerly": list(each.formerly)} if each.formerly else {}),
        }
        for each in question.parameters
    ]
    return {
        **describe_question(question),
        "formerly": [old.stem for old in question.formerly],
        "parameters": parameters,
        "columns": describe_columns(question) if question.form in TABLE_FORMS else [],
        WITH: list(list_additions(question)),
        "links": {
            "page": url_for("questions.answer", name=question.stem),
            **{each: url_for("questions.answer", name=f"{question.stem}.{each}") for each in list_extensions(question)},
        },
    }


def _respond(service: QuestionService, question: Question, parameters: Parameters, name: str | None) -> Response:
    shape = _choose_shape(question, name)
    if shape == PAGE:
        return _respond_page(service, question, parameters, name)
    asked = service.read(question, parameters, name)
    if shape in DESCRIPTIONS:
        return respond_metadata(service, asked, shape)
    record = get_visit().start_record(asked.query, "questions")
    if shape in PICTURES:
        return respond_picture(service, asked, shape, record)
    respond = respond_rows if shape == _ROWS else _respond_data
    response = respond(service, asked, record)
    links = list_description_links(asked)
    if TOTAL in response.headers:
        links.append(build_links_header(request.script_root + request.path, asked, int(response.headers[TOTAL])))
    response.headers.update({"Link": ", ".join(filter(None, links))} if any(links) else {})
    if name is None:
        response.vary.add("Accept")
    return response


def _choose_shape(question: Question, name: str | None) -> str:
    """Return what an answer is to be: html, rows, data, or a picture."""
    accept = request.headers.get("Accept")
    asked = name.strip().lower() if name else ""
    if asked in {PAGE, *PICTURES} or (asked in DESCRIPTIONS and question.form == "SELECT"):
        return asked
    if not asked and prefers_html(accept):
        return PAGE
    if question.form not in TABLE_FORMS:
        return _DATA
    media_type = asked or choose_media_type(accept, _TABLES)
    return _ROWS if media_type in {"json", JSON} else _DATA


def _respond_page(service: QuestionService, question: Question, parameters: Parameters, name: str | None) -> Response:
    additions, typed = split_additions(question, read_given(parameters))
    given = question.name_anew(typed)
    # A page that tells what is wrong has the form too.
    visit = get_visit()
    form = visit.form = build_form(
        question, given | {WITH: additions}, service.list_things(), service.engine.status.base
    )
    if not any(given.values()) and any(parameter.required for parameter in question.parameters):
        return respond_form(service, form)
    asked = service.read(question, parameters, name)
    if question.asked_as:
        return _lead_on(asked)
    record = visit.start_record(asked.query, "questions")
    return respond_question(service, asked, form, record)


def _lead_on(asked: AskedQuestion) -> Response:
    """Lead people from the page at a former name to that of today, with the values that the former name stands for."""
    here = build_address(asked, limit=asked.limit, offset=asked.offset)
    response = cast("Response", redirect(here, HTTPStatus.MOVED_PERMANENTLY, Response))
    response.vary.add("Accept")
    return response


def _respond_data(service: QuestionService, asked: AskedQuestion, record: QueryRecord) -> Response:
    wanted = choose_formats(request.headers.get("Accept"), asked.format)
    name = wanted.get_name(asked.question.form)
    if name is None:
        extensions = list_extensions(asked.question)
        raise ResultFormatError("the answer has no format that you accept", extensions)

    def locate(form: Format) -> str:
        extension = "srj" if form is FORMATS["SELECT"]["json"] else form.extension
        return build_address(asked, extension, limit=asked.limit, offset=asked.offset)

    if asked.additions:
        form = FORMATS[asked.question.form][name]
        response = respond_extended(service, asked, form, record)
        response.headers["Content-Location"] = locate(form)
    else:
        response = service.results.respond(asked.part, wanted, locate, record)
    link_head(response, asked, record.format)
    if asked.limit is not None or asked.offset:
        response.headers[TOTAL] = str(service.results.count_rows(asked.query))
    return response
