"""What browsers and crawlers look for at fixed addresses: sitemap, robots.txt, the icon, OpenSearch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for

from pomegraph.sparql.results import read_table
from pomegraph.web.questions.request import give_tag

if TYPE_CHECKING:
    from pomegraph.web.questions.request import QuestionService

# Sitemaps protocol: a file has 50,000 addresses at most; ours fewer, so that the engine answers at once.
MOST = 10_000
_NAMES = """\
SELECT DISTINCT ?name WHERE {{ ?name a ?kind . FILTER(STRSTARTS(STR(?name), "{base}")) }}
ORDER BY ?name LIMIT {most} OFFSET {offset}"""
_COUNT = 'SELECT (COUNT(DISTINCT ?name) AS ?n) WHERE {{ ?name a ?kind . FILTER(STRSTARTS(STR(?name), "{base}")) }}'
_XML = "application/xml; charset=utf-8"
# What is for programs, and answers differently each time.
_CLOSED = ("/sparql", "/graphs", "/trace", "/mcp", "/health/", "/metrics", "/describe", "/resolve", "/search")


def get_site_blueprint(service: QuestionService) -> Blueprint:
    """Return the routes."""
    blueprint = Blueprint("site", __name__)
    blueprint.after_request(give_tag)

    @blueprint.get("/robots.txt")
    def tell_robots() -> Response:
        # A crawler reads this at the root of a host only; the lines are right there too if we are below a path.
        closed = "".join(f"Disallow: {request.script_root}{path}\n" for path in _CLOSED)
        where = url_for("site.list_parts", _external=True)
        return Response(f"User-agent: *\n{closed}\nSitemap: {where}\n", content_type="text/plain; charset=utf-8")

    @blueprint.get("/sitemap.xml")
    def list_parts() -> Response:
        parts = range(1, _count_parts(service) + 1)
        return Response(render_template("sitemaps.xml", parts=parts), content_type=_XML)

    @blueprint.get("/sitemap-<int:part>.xml")
    def list_addresses(part: int) -> Response:
        if not 0 < part <= _count_parts(service):
            abort(404)
        addresses = _list_addresses(service, part)
        return Response(render_template("sitemap.xml", addresses=addresses), content_type=_XML)

    @blueprint.get("/opensearch.xml")
    def describe_search() -> Response:
        page = render_template("opensearch.xml")
        return Response(page, content_type="application/opensearchdescription+xml; charset=utf-8")

    @blueprint.get("/favicon.ico")
    def give_icon() -> Response:
        return current_app.send_static_file("favicon.svg")

    return blueprint


def _count_parts(service: QuestionService) -> int:
    base = service.engine.status.base
    if base is None:
        return 1
    (number,) = read_table(service.results.ask(_COUNT.format(base=base)).body).rows[0]
    return max(1, -(-int(number) // MOST))


def _list_addresses(service: QuestionService, part: int) -> list[str]:
    """Return the addresses of a part: the first has those of the pages that are no thing's, too."""
    base, root = service.engine.status.base, url_for("home.show", _external=True)
    questions = [f"{root}questions/{question.stem}" for question in service.catalogue]
    known = [root, f"{root}questions", f"{root}void", *([f"{root}release", f"{root}ontology"] if base else [])]
    if base is None:
        return [*known, *questions]
    rows = read_table(service.results.ask(_NAMES.format(base=base, most=MOST, offset=(part - 1) * MOST)).body).rows
    paths = [str(name).removeprefix(base) for (name,) in rows]
    pages = [f"{root}{path}.html" for path in paths if path and "#" not in path and not path.startswith("ontology")]
    return [*(known if part == 1 else ()), *(questions if part == 1 else ()), *pages]
