"""Finds anything by anyone's words at /search: questions with their values, things, documents, claims."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request

from pomegraph.errors import ResultFormatError
from pomegraph.search.finder import MOST_FOUND, USUAL_NUMBER
from pomegraph.search.found import Found
from pomegraph.web.headers import mark_checked
from pomegraph.web.problems import ParameterError
from pomegraph.web.protocol import PAGE, read_parameters, read_wishes
from pomegraph.web.questions.json_rows import JSON
from pomegraph.web.questions.request import give_tag
from pomegraph.web.search.results import describe_found, show_found

if TYPE_CHECKING:
    from pomegraph.web.protocol import Parameters
    from pomegraph.web.questions.request import QuestionService

LONGEST_SEARCH = 1_000


def get_search_blueprint(service: QuestionService) -> Blueprint:
    """Return the route."""
    blueprint = Blueprint("search", __name__)
    blueprint.after_request(give_tag)

    @blueprint.get("/search")
    def find() -> Response:
        parameters = read_parameters(request)
        words, most = _read_words(parameters), _read_limit(parameters)
        is_page = _is_page(parameters)
        if not words and not is_page:
            raise ParameterError("q", "there is nothing to look for", "give words, a name or an identifier as q=")
        found = service.open_finder().find(words, most=most, is_open=_read_typing(parameters)) if words else Found("")
        if is_page:
            page = render_template("search.html", words=words, found=show_found(service, found))
            response = Response(page)
        else:
            told = json.dumps(describe_found(service, found), ensure_ascii=False, indent=1)
            response = Response(told + "\n", content_type=JSON)
        mark_checked(response)
        return response

    return blueprint


def _is_page(parameters: Parameters) -> bool:
    name = (parameters.find_first("format") or "").strip().lower()
    if name not in {"", "json", JSON, PAGE}:
        raise ResultFormatError(f"what is found has no format '{name[:100]}'", ["json", PAGE])
    return read_wishes(request.headers.get("Accept"), name).is_page


def _read_words(parameters: Parameters) -> str:
    words = (parameters.find_value("q") or "").strip()
    if len(words) > LONGEST_SEARCH:
        raise ParameterError("q", f"more than {LONGEST_SEARCH:,} characters", "give fewer words")
    return words


def _read_limit(parameters: Parameters) -> int:
    text = (parameters.find_value("limit") or "").strip() or str(USUAL_NUMBER)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= MOST_FOUND:
        cure = f"give a whole number from 1 to {MOST_FOUND}"
        raise ParameterError("limit", f"'{text[:100]}' is not how many of each to find", cure)
    return int(text)


def _read_typing(parameters: Parameters) -> bool:
    text = (parameters.find_value("typing") or "").strip().lower()
    if text not in {"", "true", "false"}:
        raise ParameterError("typing", f"'{text[:100]}' is not true or false", "give true while the last word is typed")
    return text == "true"
