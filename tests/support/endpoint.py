"""An endpoint for tests: a real engine over a few triples, and a client that calls the application without a network."""

from __future__ import annotations

import atexit
import functools
import io
import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pomegraph.engine.client import EngineClient
from pomegraph.engine.limits import Limits
from pomegraph.web.app import create_app
from pomegraph.web.settings import Settings
from support.processes import list_children, read_name

LIMITS = Limits()
DATA = """\
@prefix : <https://example.org/> .
:apple :colour "green"@en , "vert"@fr ; :weight 150 ; :note "a\\ttab, \\"quotes\\" and <b>markup</b>" ; :page <javascript:alert(1)> .
:pear :colour "yellow"@en ; :weight 170.5 ; :page <https://example.com/pear> .
:red { :apple :eaten true }
:green { :pear :eaten false ; :price "1.50"^^:euro }
<https://example.org/größe> { :pear :eaten "half" }
<http://localhost/graphs/größe> { :apple :eaten "whole" }
<http://localhost/graphs/gr%C3%BCn> { :pear :eaten "whole" }
"""
TRIPLES, QUADS, GRAPHS = 8, 14, 5
COLOURS = "SELECT ?fruit ?colour { ?fruit <https://example.org/colour> ?colour } ORDER BY ?fruit ?colour"
EVERYTHING = "CONSTRUCT WHERE { ?s ?p ?o }"
# Eight triples, seven times: two million rows.
ENDLESS = "SELECT * { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(14)) + " }"

# What started the engine of a folder.
_STARTERS: dict[Path, int] = {}
# The engine forks, which a process with threads, as the tests are one, had better leave to another.
_ENGINE = """\
import json, os, signal, sys
from pathlib import Path
from pomegraph.engine.data import Location
from pomegraph.engine.limits import Limits
from pomegraph.engine.process import start_engine
run, file, release, limits = sys.argv[1:]
location = Location(release=Path(release)) if release else Location(files=(Path(file),))
number, told = start_engine(location, Limits(**json.loads(limits)), Path(run))
print(told.recv(1000), flush=True)
sys.stdin.read()
os.kill(number, signal.SIGTERM)
os.waitpid(number, 0)
"""


def make_client(
    *, limits: Limits = LIMITS, release: Path | None = None, stream: io.StringIO | None = None, **settings: Any
) -> FlaskClient:
    """Return a client of an application of its own, in front of an engine that all tests share."""
    engine = connect_engine(limits, release)
    return create_app(engine, Settings(**settings), stream=stream or io.StringIO()).test_client()


@functools.cache
def connect_engine(limits: Limits = LIMITS, release: Path | None = None) -> EngineClient:
    """Return what the application knows of an engine, once it knows the data: nothing is kept before."""
    client = EngineClient(start_engine(limits, release), limits)
    for _ in range(1000):
        if client.known_version is not None:
            break
        time.sleep(0.01)
    return client


def start_engine(limits: Limits = LIMITS, release: Path | None = None) -> Path:
    """Start an engine that ends with the tests, if there is none that is such, and return the folder of its socket."""
    # The cache would tell apart an argument that is given from one that is not.
    return _start_engine(limits, release)


@functools.cache
def _start_engine(limits: Limits, release: Path | None) -> Path:
    run = Path(tempfile.mkdtemp(prefix="pomegraph-test-"))
    data = run / "data.trig"
    data.write_text(DATA, encoding="utf-8")
    command = [sys.executable, "-c", _ENGINE, str(run), str(data), str(release or ""), json.dumps(asdict(limits))]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    atexit.register(_end, process, run)
    _STARTERS[run] = process.pid
    assert process.stdout is not None
    assert b"true" in process.stdout.readline()
    return run


def find_engine(limits: Limits = LIMITS) -> int:
    """Return the number of an engine."""
    [engine] = list_children(_STARTERS[start_engine(limits)])
    return engine


def find_children(limits: Limits = LIMITS) -> set[int]:
    """Return the numbers of the processes for queries that an engine has."""
    return {number for number in list_children(find_engine(limits)) if read_name(number) == "pom-query"}


def _end(process: subprocess.Popen[bytes], run: Path) -> None:
    process.communicate()
    shutil.rmtree(run)


def ask(client: FlaskClient, query: str, accept: str = "", **parameters: str) -> TestResponse:
    """Put a query by GET, and read the whole answer."""
    headers = {"Accept": accept} if accept else {}
    return client.get("/sparql", query_string={"query": query, **parameters}, headers=headers, buffered=True)


def read_log(stream: io.StringIO) -> list[dict[str, Any]]:
    """Return the lines of a log of queries."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]
