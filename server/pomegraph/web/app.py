"""Makes the Flask application: mounts blueprints and error handlers, and what goes round every request."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_compress import Compress
from flask_cors import CORS
from werkzeug.exceptions import BadRequest

from pomegraph.questions.background import NOTICE
from pomegraph.questions.catalogue import Catalogue
from pomegraph.sparql.formats import GRAPH_FORMATS, TABLE_FORMATS
from pomegraph.version import __version__
from pomegraph.web.agents.service import AgentService
from pomegraph.web.agents.texts import get_texts_blueprint
from pomegraph.web.cache import ResultCache
from pomegraph.web.dataset.examples import get_examples_blueprint
from pomegraph.web.dataset.release import get_release_blueprint
from pomegraph.web.dataset.site import get_site_blueprint
from pomegraph.web.dataset.void import get_dataset_blueprint
from pomegraph.web.editor.routes import get_editor_blueprint
from pomegraph.web.headers import POLICY, allow_script
from pomegraph.web.health import get_health_blueprint
from pomegraph.web.home import ask_ahead, get_home_blueprint
from pomegraph.web.log import ID_HEADER, QueryLog, choose_id
from pomegraph.web.metrics import Meters, get_metrics_blueprint
from pomegraph.web.mount import heed_proxies
from pomegraph.web.openapi.routes import get_openapi_blueprint
from pomegraph.web.preparing import Preparer, compile_templates
from pomegraph.web.problem_documents import get_problems_blueprint, handle_problems
from pomegraph.web.problems import PROBLEM_JSON
from pomegraph.web.questions.json_rows import TOTAL
from pomegraph.web.questions.request import QuestionService
from pomegraph.web.questions.routes import get_questions_blueprint
from pomegraph.web.release_files import ReleaseFiles
from pomegraph.web.response_cache import ResponseCache
from pomegraph.web.results import Results
from pomegraph.web.search.routes import get_search_blueprint
from pomegraph.web.sparql.graphs import get_graphs_blueprint
from pomegraph.web.sparql.routes import get_sparql_blueprint
from pomegraph.web.things.addresses import SegmentsConverter, get_things_blueprint
from pomegraph.web.things.describe import get_describe_blueprint
from pomegraph.web.things.ontology import get_ontology_blueprint
from pomegraph.web.things.pages import ask_pages
from pomegraph.web.things.resolve import get_resolve_blueprint
from pomegraph.web.tracing.request import BOUNDS, TraceService
from pomegraph.web.tracing.routes import get_trace_blueprint
from pomegraph.web.visit import begin_visit, get_visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Request
    from werkzeug.routing import MapAdapter

    from pomegraph.engine.client import EngineClient
    from pomegraph.web.log import QueryRecord, Stream
    from pomegraph.web.settings import Settings

_FORMATS = [*TABLE_FORMATS.values(), *GRAPH_FORMATS.values()]
_TEXTS = ["text/html", "text/css", "text/javascript", "text/plain", "application/json", "image/svg+xml", PROBLEM_JSON]
_CODINGS = ["zstd", "br", "gzip"]
_SAFETY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Application(Flask):
    """A Flask application that can tell its problems also to a client that sends no sound Host."""

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Return what addresses are made with; the request is refused as one with a bad host, once it is answered."""
        with suppress(BadRequest):
            adapter = super().create_url_adapter(request)
            # Werkzeug gives no host for one with characters that no host has.
            if request is None or request.host:
                return adapter
        if request is not None:
            request.routing_exception = BadRequest()
        return self.url_map.bind("localhost", path_info="/")


def create_app(
    engine: EngineClient, settings: Settings, *, stream: Stream | None = None, meters: Meters | None = None
) -> Flask:
    """Return the application that serves one engine.

    Args:
        engine: What answers queries.
        settings: What the operator has set.
        stream: Where the log of queries goes; stdout if it is left out.
        meters: What is counted; the application has its own if they are left out.
    """
    app = Application(__name__)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.url_map.converters["segments"] = SegmentsConverter
    meters = meters or Meters()
    log = QueryLog(stream or sys.stdout, with_text=settings.log_queries)
    cache = ResultCache(settings.cache_size)
    results = Results(engine, cache, meters)
    files = ReleaseFiles(engine, settings.release)
    service = QuestionService(Catalogue(settings.questions, settings.habits), engine, results)
    _prepare(service, app)
    app.register_blueprint(get_home_blueprint(service, files))
    app.register_blueprint(get_questions_blueprint(service))
    app.register_blueprint(get_describe_blueprint(service))
    if settings.words is not None:
        app.register_blueprint(get_trace_blueprint(TraceService(service, settings.words)))
    agents = AgentService(service)
    app.register_blueprint(get_texts_blueprint(agents, has_tools=settings.mcp))
    if settings.mcp:
        # The package for it takes a second and 50 MB, which nobody spends who does not offer tools.
        routes = import_module("pomegraph.web.agents.mcp")
        app.register_blueprint(routes.get_mcp_blueprint(agents, settings.mcp_origins))
    app.register_blueprint(get_openapi_blueprint(service, is_tracing=settings.words is not None))
    app.register_blueprint(get_sparql_blueprint(engine, results, files, service.find_labels))
    app.register_blueprint(get_editor_blueprint(service))
    app.register_blueprint(get_graphs_blueprint(engine, results))
    app.register_blueprint(get_health_blueprint(engine))
    app.register_blueprint(get_metrics_blueprint(engine, meters))
    app.register_blueprint(get_problems_blueprint())
    app.register_blueprint(get_dataset_blueprint(service, files))
    app.register_blueprint(get_release_blueprint(files))
    app.register_blueprint(get_examples_blueprint(service))
    app.register_blueprint(get_site_blueprint(service))
    app.register_blueprint(get_resolve_blueprint(service))
    app.register_blueprint(get_search_blueprint(service))
    app.register_blueprint(get_ontology_blueprint(service))
    app.register_blueprint(get_things_blueprint(service, settings.documents))
    handle_problems(app)
    app.jinja_env.globals.update(
        title=settings.title,
        version=__version__,
        notice=NOTICE,
        formats=_FORMATS,
        verified=settings.verified,
        is_tracing=settings.words is not None,
        most_figures=BOUNDS.rows,
    )
    for surround in _list_surroundings(engine, cache, meters, log):
        surround(app)
    # What is kept of an answer depends on where it is offered, so that this comes before all that looks there.
    heed_proxies(settings.trusted_proxies, app)
    return app


def _prepare(service: QuestionService, app: Flask) -> None:
    """Let an application have a preparer; it does nothing before it is started."""
    templates, first, pages = partial(compile_templates, app), partial(ask_ahead, service), partial(ask_pages, service)
    makers = (service.list_things, templates, first, service.open_finder, pages)
    Preparer(service.engine, makers).attach(app)


def _list_surroundings(
    engine: EngineClient, cache: ResultCache, meters: Meters, log: QueryLog
) -> list[Callable[[Flask], None]]:
    """Return what goes round every request, the outermost first.

    A request passes them in this order, and its response in the reverse: each finds a response as those below left it.
    """
    return [
        # Gives a kept response again without asking Flask. It keeps what leaves, so that it must see all that is set.
        ResponseCache(engine, cache, meters, log).attach,
        # The id comes before anything that can fail: problems and the log tell it. Each response has its own, also one
        # that was kept.
        _name_requests,
        # Headers that keep pages harmless, on whatever was answered: an error, a redirection, a preflight request.
        _set_safety_headers,
        # Leads where the client is already, whatever it says where that is.
        _redirect_to_paths,
        # Counts with the status that the client sees.
        partial(_count_requests, meters),
        # Writes the record of a query once the last byte has left, when it is known how it ended.
        partial(_log_query, meters, log),
        # Lets the scripts of other pages read every answer: headers, also on what Flask answers to OPTIONS.
        _open_to_pages,
        # Changes the body, so that all others see the one that is sent. Only the tags that some blueprints give their
        # pages are of the body before.
        _compress,
    ]


def _name_requests(app: Flask) -> None:
    """Give each request the id that its client gave it, or a new one."""

    @app.before_request
    def begin() -> None:
        begin_visit(choose_id(request.headers.get(ID_HEADER, "")))

    @app.after_request
    def name(response: Response) -> Response:
        response.headers[ID_HEADER] = get_visit().request_id
        return response


def _set_safety_headers(app: Flask) -> None:
    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.update(_SAFETY)
        if response.cache_control.private:
            # What is of the operator's own documents is not for scripts of other pages.
            response.headers.pop("Access-Control-Allow-Origin", None)
        if response.mimetype == "text/html":
            allow_script(response)
        return response


def _redirect_to_paths(app: Flask) -> None:
    """Let redirections of Flask name no host: that which a client names need not be ours."""

    @app.after_request
    def shorten(response: Response) -> Response:
        if "Location" in response.headers:
            parts = urlsplit(response.headers["Location"])
            # RFC 9110, section 10.2.2: a reference; with two slashes it would begin with a host.
            path = "/" + parts.path.lstrip("/")
            response.headers["Location"] = f"{path}?{parts.query}" if parts.query else path
        return response


def _count_requests(meters: Meters, app: Flask) -> None:
    @app.after_request
    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else None
        meters.count_request(route, request.method, response.status_code)
        return response


def _log_query(meters: Meters, log: QueryLog, app: Flask) -> None:
    """Count the query of a request, if it had one, and write it down once the answer has left."""

    @app.after_request
    def watch(response: Response) -> Response:
        record = get_visit().record
        if record is not None:
            record.status = response.status_code
            response.call_on_close(partial(_finish, record, meters, log))
        return response


def _finish(record: QueryRecord, meters: Meters, log: QueryLog) -> None:
    record.close()
    meters.count_query(record)
    log.write(record)


def _open_to_pages(app: Flask) -> None:
    """Let the scripts of any web page read everything here, without credentials, of which there are none."""
    CORS(
        app,
        send_wildcard=True,
        methods=["GET", "HEAD", "POST", "OPTIONS"],
        expose_headers=["Content-Location", "ETag", "Link", "Retry-After", TOTAL, ID_HEADER],
        max_age=86400,
    )


def _compress(app: Flask) -> None:
    """Compress answers of more than a few hundred bytes, also while they are made, for clients that ask for it."""
    app.config["COMPRESS_MIMETYPES"] = [*_TEXTS, *(each.media_type for each in _FORMATS)]
    app.config["COMPRESS_ALGORITHM"] = app.config["COMPRESS_ALGORITHM_STREAMING"] = _CODINGS
    app.config["COMPRESS_REGISTER"] = False
    compress = Compress(app)

    @app.after_request
    def encode(response: Response) -> Response:
        if request.endpoint != "static" and "Accept-Ranges" in response.headers:
            # Parts are asked for by the bytes of the file.
            return response
        # Chosen here, because Flask-Compress takes `gzip;q=0` for a wish.
        coding = request.accept_encodings.best_match([*_CODINGS, "identity"], "identity")
        request.environ["HTTP_ACCEPT_ENCODING"] = coding
        response = compress.after_request(response)
        # Set on some answers by what looks whether they are still the same, and once more by the server on all.
        response.headers.pop("Date", None)
        return response
