"""Starts real servers for tests: Pomegraph itself and three other triple stores, each on a free port of loopback.

Each is a context manager that gives a `Server`, works in a fixture of any scope, and skips the test, with the
reason, where the program cannot be had.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from support.places import ROOT
from support.programs import find_program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PATIENCE = 60.0
# Below those that systems give to connections: one of these may even be connected to itself.
_PORTS = range(15_000, 32_768)
_CHANCE = random.SystemRandom()
_FUSEKI = Path("~/.m2/repository/org/apache/jena/jena-fuseki-server")

_VIRTUOSO = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
MaxCheckpointRemap = 2000

[Parameters]
ServerPort = 127.0.0.1:{database_port}
DisableUnixSocket = 1
MaxClientConnections = 10
CheckpointInterval = 0
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000

[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 10
MaxClientConnections = 10
Charset = UTF-8

[SPARQL]
DefaultQuery = ASK {{}}
{settings}
"""


# What is around the settings of one server, and the command, of each proxy; PORT and SETTINGS are filled in.
_NGINX = """\
daemon off;
pid pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  server {
    listen 127.0.0.1:PORT;
    SETTINGS
  }
}
"""
_APACHE = (
    """\
ServerName localhost
PidFile ${HOME}/pid
ErrorLog /dev/stderr
Listen 127.0.0.1:PORT
User nobody
Group nogroup
"""
    + "".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"
        for name in ("mpm_event", "authz_core", "proxy", "proxy_http", "headers")
    )
    + "SETTINGS"
)
_CADDY = """\
{
  admin off
  auto_https off
}
SETTINGS
"""
_PROXIES = {
    "nginx": (_NGINX, '-p "$PWD" -c settings -e stderr'),
    "apache2": (_APACHE, '-X -d "$PWD" -f "$PWD/settings"'),
    "caddy": (_CADDY, "run --config settings --adapter caddyfile"),
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it answers, its process, and the file that takes what it says on standard error."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path
    # Where it takes queries and, where it can be written to, the Graph Store Protocol; user and password if it asks.
    query_url: str
    graphs_url: str
    user: tuple[str, str] | None = None


def find_free_port() -> int:
    """Return a port of loopback that nobody uses, nor takes for the near end of a connection before it is listened on."""
    for port in _CHANCE.sample(_PORTS, 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@contextmanager
def run_pomegraph(
    *arguments: str, env: Mapping[str, str] | None = None, until: str = "/health/ready"
) -> Iterator[Server]:
    """Run `pomegraph serve` with arguments until it is ready, from the checkout even when it is not installed."""
    url = f"http://127.0.0.1:{(port := find_free_port())}"
    command = [sys.executable, "-m", "pomegraph", "serve", "--port", str(port), *arguments]
    paths = [str(ROOT / "server"), *filter(None, [os.environ.get("PYTHONPATH")])]
    ours = {name: value for name, value in os.environ.items() if not name.startswith("POMEGRAPH_")}
    environment = {**ours, "PYTHONPATH": os.pathsep.join(paths), **(env or {})}
    with _process(command, environment=environment) as (process, log):
        server = Server(url, process, log, f"{url}/sparql", f"{url}/graphs")
        yield _await(server, until)


@contextmanager
def run_oxigraph(
    folder: Path | None = None, *, read_only: bool = False, options: Sequence[str] = ()
) -> Iterator[Server]:
    """Run the native Oxigraph server on a database, or in memory."""
    program = _find_program("oxigraph", "pip install oxigraph")
    url = f"http://127.0.0.1:{(port := find_free_port())}"
    location = ["--location", str(folder)] if folder else []
    verb = "serve-read-only" if read_only else "serve"
    with _process([program, verb, *location, "--bind", f"127.0.0.1:{port}", *options]) as (process, log):
        server = Server(url, process, log, f"{url}/query", f"{url}/store")
        yield _await(server, "/")


@contextmanager
def run_virtuoso(settings: str = "") -> Iterator[Server]:
    """Run an empty Virtuoso; `settings` are lines for the section SPARQL of its file of settings.

    It is written to with digest authentication, as the user dba. It keeps some 50 MB of files while it runs.
    """
    program = _find_program("virtuoso-t", "apt-get install virtuoso-opensource-7")
    url = f"http://127.0.0.1:{(port := find_free_port())}"
    ini = _VIRTUOSO.format(port=port, database_port=find_free_port(), settings=settings)
    with _process([program, "+foreground", "+configfile", "virtuoso.ini"], files={"virtuoso.ini": ini}) as (
        process,
        log,
    ):
        graphs = f"{url}/sparql-graph-crud-auth"
        server = Server(url, process, log, f"{url}/sparql", graphs, ("dba", "dba"))
        yield _await(server, "/sparql?query=ASK%7B%7D")


@contextmanager
def run_fuseki(*, user: tuple[str, str] | None = None, options: Sequence[str] = ()) -> Iterator[Server]:
    """Run Fuseki with an empty dataset `/ds` in memory; with `user`, it asks for that name and password (basic)."""
    java = _find_program("java", "install Java 17 or later")
    url = f"http://127.0.0.1:{(port := find_free_port())}"
    command = [java, "-Xmx1g", "-jar", str(_find_fuseki()), "--localhost", "--port", str(port), "--ping"]
    files = {"passwords": ": ".join(user) + "\n"} if user else {}
    login = ["--auth=basic", "--passwd=passwords"] if user else []
    with _process([*command, "--mem", "--update", *login, *options, "/ds"], files=files) as (process, log):
        server = Server(url, process, log, f"{url}/ds/sparql", f"{url}/ds/data", user)
        yield _await(server, "/$/ping")


@contextmanager
def run_proxy(name: str, settings: str, until: str) -> Iterator[Server]:
    """Run nginx, apache2 or caddy with settings for one server."""
    program, (template, command) = _find_program(name, f"apt-get install {name}"), _PROXIES[name]
    url = f"http://127.0.0.1:{(port := find_free_port())}"
    files = {"settings": template.replace("SETTINGS", settings).replace("PORT", str(port))}
    # Each wants the path of its folder.
    start = ["sh", "-c", f'export HOME="$PWD"; exec {program} {command}']
    with _process(start, files=files) as (process, log):
        yield _await(Server(url, process, log, f"{url}/sparql", f"{url}/graphs"), until)


def _find_program(name: str, cure: str) -> str:
    """Return the path of a program, which may lie beside the running Python, or skip the test."""
    return find_program(name) or pytest.skip(f"no command {name}: {cure}")


def _find_fuseki() -> Path:
    folder = Path(os.environ.get("POMEGRAPH_FUSEKI") or _FUSEKI).expanduser()
    jars = sorted(folder.glob("**/jena-fuseki-server-*.jar"))
    cure = "get org.apache.jena:jena-fuseki-server from Maven Central and set POMEGRAPH_FUSEKI to its folder"
    return jars[-1] if jars else pytest.skip(f"no Fuseki: {cure}")


@contextmanager
def _process(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, files: Mapping[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """Run a command in a folder of its own that holds `files`; the folder and the process are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="pomegraph-test-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for file, text in (files or {}).items():
            (folder / file).write_text(text, encoding="utf-8")
        log = folder / "log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        try:
            yield process, log
        finally:
            _end(process, log)


def _end(process: subprocess.Popen[bytes], log: Path) -> None:
    """End a process as an operator would; one that must be killed is an error."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise AssertionError(f"{process.args!r} does not end on SIGTERM:\n{_read(log)}") from None


def _await(server: Server, path: str) -> Server:
    """Return the server as soon as a path of it answers with 200."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if server.process.poll() is not None:
            raise AssertionError(f"ended with status {server.process.returncode}:\n{_read(server.log)}")
        try:
            if httpx.get(server.url + path, auth=server.user, timeout=_PATIENCE).is_success:
                return server
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"{server.url}{path} does not answer 200 after {_PATIENCE:.0f} s:\n{_read(server.log)}")


def _read(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")
