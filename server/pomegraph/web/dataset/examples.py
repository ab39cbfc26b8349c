"""Gives away the questions as examples of queries, where programs that write SPARQL look for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from pomegraph.errors import ResultFormatError
from pomegraph.names import POM, SH
from pomegraph.sparql.formats import list_formats
from pomegraph.web.protocol import Call, read_parameters, read_timeout, read_wishes
from pomegraph.web.visit import get_visit

if TYPE_CHECKING:
    from flask import Response

    from pomegraph.sparql.formats import Format
    from pomegraph.web.questions.request import QuestionService

_EXAMPLES = f"""\
PREFIX sh: <{SH}>
CONSTRUCT {{ ?one ?property ?value }} WHERE {{
  {{ ?one a sh:SPARQLExecutable ; ?property ?value }}
  UNION {{ <{POM.removesuffix("#")}> sh:declare ?one . ?one ?property ?value }}
  UNION {{ VALUES (?one ?property) {{ (<{POM.removesuffix("#")}> sh:declare) }} ?one ?property ?value }}
}} LIMIT 50000
"""


def get_examples_blueprint(service: QuestionService) -> Blueprint:
    """Return the route of the examples; people are better served by the list of questions."""
    blueprint = Blueprint("examples", __name__)

    @blueprint.get("/.well-known/sparql-examples")
    def give() -> Response:
        parameters = read_parameters(request)
        name = parameters.find_first("format")
        wanted = read_wishes(request.headers.get("Accept"), name).formats
        if wanted.graph is None:
            raise ResultFormatError("the examples have no format that you accept", list_formats("CONSTRUCT"))
        record = get_visit().start_record(_EXAMPLES, "examples")
        call = Call(_EXAMPLES, None, read_timeout(parameters), name)

        def locate(form: Format) -> str:
            return url_for("examples.give", format=form.name)

        return service.results.respond(call, wanted, locate, record)

    return blueprint
