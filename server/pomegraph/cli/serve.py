"""The command that serves."""

from __future__ import annotations

import ipaddress
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from pomegraph.ask.packages import import_package
from pomegraph.cli.data import data_options, read_manner
from pomegraph.cli.progress import show_progress
from pomegraph.cli.release import release_option, setting
from pomegraph.content.habits import find_habits
from pomegraph.engine.data import Location
from pomegraph.engine.limits import Limits
from pomegraph.errors import ReleaseError
from pomegraph.evidence.primary import PRIMARY
from pomegraph.evidence.words import read_words
from pomegraph.names import Names
from pomegraph.questions.reading import read_questions
from pomegraph.questions.verified_on import read_verified
from pomegraph.serving.supervisor import Plan, run_server
from pomegraph.web.settings import Settings
from pomegraph.wording import show_hidden

if TYPE_CHECKING:
    from pomegraph.content.folder import Content
    from pomegraph.web.settings import Network

_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


class _Size(click.ParamType[int]):
    """A number of bytes, such as 512M or 1GiB."""

    name = "size"

    def __init__(self, least: int = 0) -> None:
        self._least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = re.fullmatch(r"(\d+)\s*([kmg]?)(i?b)?", str(value).strip().lower())
        if not found:
            self.fail(f"{value!r} is not a size; write it like 512M or 1GiB", param, ctx)
        size = int(found[1]) * _UNITS[found[2]]
        if size < self._least:
            self.fail(f"{value!r} is too little; give at least {self._least >> 20}M", param, ctx)
        return size


class _Network(click.ParamType["Network"]):
    """An address, or a network of them."""

    name = "network"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Network:
        try:
            return ipaddress.ip_network(str(value), strict=False)
        except ValueError:
            self.fail(f"{value!r} is not an address; write it like 127.0.0.1 or 10.0.0.0/8", param, ctx)


@click.command()
@setting("--host", default="127.0.0.1", help="Address to listen on.")
@setting("--port", default=8000, type=click.IntRange(0, 65535), help="Port to listen on; 0 takes one that is free.")
@release_option
@data_options("File of RDF to serve instead of the release, packed or not", with_settings=True)
@setting("--store", metavar="URL", help="SPARQL endpoint of a store to serve instead of the release.")
@setting(
    "--store-default-graph",
    metavar="IRI",
    help="Named graph that stands for the default graph, in a store without one.",
)
@setting(
    "--store-mode",
    default="auto",
    type=click.Choice(["memory", "disk", "auto"]),
    help="Where queries find the data; auto takes memory unless they fill half of it.",
)
@setting(
    "--timeout",
    default=30.0,
    type=click.FloatRange(0, 86400, min_open=True),
    help="Seconds that a query may run.",
)
@setting("--memory", default="1GiB", type=_Size(), help="Memory that a query may take above the data.")
@setting(
    "--queries",
    type=click.IntRange(1, 1024),
    help="How many queries run at once, and half as many more of clients who have none.  "
    "[default: twice the cores plus 2]",
)
@setting("--waiting", default=64, type=click.IntRange(0, 4096), help="How many more queries may wait.")
@setting("--spool", default="8MiB", type=_Size(), help="Size up to which an answer is held back until it is whole.")
@setting(
    "--allow-service",
    "services",
    multiple=True,
    metavar="IRI",
    show_default=False,
    help="Endpoint that SERVICE may call; may be repeated.  [default: none]",
)
@setting(
    "--cache-size", default="64MiB", type=_Size(), help="Memory of each worker for answers that are kept; 0 keeps none."
)
@setting(
    "--web-memory",
    default="1GiB",
    type=_Size(least=256 << 20),
    help="Memory that each web process may take besides; one that wants more is ended and replaced.",
)
@setting("--workers", type=click.IntRange(1, 256), help="Web processes.  [default: the cores, at most 4]")
@setting("--max-body", default="16MiB", type=_Size(), help="Largest body of a request.")
@setting(
    "--connections-per-client",
    default=64,
    type=click.IntRange(1, 1000),
    help="Connections that one client may have to each web process, or requests by a trusted proxy.",
)
@setting(
    "--trusted-proxies",
    multiple=True,
    metavar="NETWORK",
    show_default=False,
    type=_Network(),
    help="Proxies, such as 127.0.0.1 or 10.0.0.0/8, that say at which host and below which path (X-Forwarded-Host, "
    "-Prefix), by which scheme and for whom they ask; may be repeated.  [default: none]",
)
@setting("--mcp", is_flag=True, help="Offer tools to language models at /mcp (MCP); needs pomegraph[mcp].")
@setting(
    "--mcp-origin",
    "mcp_origins",
    multiple=True,
    metavar="ORIGIN",
    show_default=False,
    help="Origin of web pages that may call these tools, such as https://example.org; may be repeated.  "
    "[default: those of this machine]",
)
@setting(
    "--documents",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    show_default=False,
    help="Folder with the documents of the sources: pages show the lines of a passage.  [default: none]",
)
@setting("--log-queries", is_flag=True, help="Write the text of each query to the log, not only its hash.")
@click.pass_obj
def serve(content: Content, /, **given: Any) -> None:
    """Answer queries and questions over HTTP.

    Without --data and --store, it serves the release, and builds it first if there is none; where --release names
    another place, it asks before. Files of RDF may be packed (.gz, .bz2, .xz, .zst, .zip). Numbers, dates and
    durations are kept by their value: 01 is given back as 1, xsd:int as xsd:integer, PT60S as PT1M.

    \b
    Examples:
      pomegraph serve --port 8080
      pomegraph serve --data mine.ttl --data more.nq.gz
      pomegraph serve --store http://127.0.0.1:3030/ds/sparql
    """
    if given["mcp"]:
        # Before anything is built: who lacks the package need not wait for that.
        import_package("mcp")
    location = _read_location(content, given)
    plan = Plan(
        location=location,
        limits=_read_limits(given),
        settings=_read_settings(content, given),
        host=given["host"],
        port=given["port"],
        workers=given["workers"] or min(4, os.cpu_count() or 1),
    )
    served = show_hidden(str(location.store or location.release or ", ".join(map(str, location.files))))
    run_server(plan, lambda address: click.echo(f"serving {served} at {address} (Ctrl-C ends it)", err=True))


def _read_settings(content: Content, given: dict[str, Any]) -> Settings:
    names = ("cache_size", "max_body", "connections_per_client", "log_queries", "trusted_proxies", "mcp", "mcp_origins")
    known = {name: given[name] for name in names}
    known["memory"] = given["web_memory"]
    known["documents"] = given["documents"].absolute() if given["documents"] else None
    known["release"] = None if given["store"] or given["files"] else given["release"].absolute()
    questions = tuple(read_questions(content))
    is_tracing = any(question.stem == PRIMARY for question in questions)
    words = read_words(content.aliases) if is_tracing else None
    known["habits"] = find_habits(content.aliases)
    return Settings(**known, questions=questions, words=words, verified=read_verified(content))


def _read_limits(given: dict[str, Any]) -> Limits:
    known = {name: given[name] for name in ("timeout", "memory", "waiting", "spool", "services")}
    # An empty setting in the environment means none.
    known["services"] = tuple(service for service in known["services"] if service)
    return Limits(**known, **({"queries": given["queries"]} if given["queries"] else {}))


def _read_location(content: Content, given: dict[str, Any]) -> Location:
    release, files, store, mode = (given[name] for name in ("release", "files", "store", "store_mode"))
    if files and store:
        raise click.UsageError("give either --data or --store")
    if store or files:
        default = given["store_default_graph"]
        return Location(files=files, store=store, mode=mode, default_graph=default, manner=read_manner(given))
    if not release.exists():
        # It takes a third of a second, which no other start is to wait for.
        from pomegraph.build.release_builder import build_release  # noqa: PLC0415

        _confirm(release)
        click.echo(f"building {release}", err=True)
        with show_progress() as tell:
            build_release(content, release, names=Names(), tell=tell)
    return Location(release=release, mode=mode)


def _confirm(release: Path) -> None:
    """Ask before a release is built where somebody took one to be: the path may be mistyped."""
    source = click.get_current_context().get_parameter_source("release")
    if source is not ParameterSource.COMMANDLINE:
        return
    if not sys.stdin.isatty():
        raise ReleaseError(f"{release}: no release here", f"make one with pomegraph build --output {release}")
    click.confirm(f"there is no release at {release}; build one there?", abort=True, err=True)
