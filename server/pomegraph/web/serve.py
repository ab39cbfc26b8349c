"""Starts the web server: Granian, which calls back into `create` in its worker process."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import Interfaces

from pomegraph.engine import Engine
from pomegraph.errors import AddressError
from pomegraph.web.app import create_app

if TYPE_CHECKING:
    from flask import Flask

    from pomegraph.release import Release

_STORE = "POMEGRAPH_STORE"


def serve_release(release: Release, host: str, port: int) -> None:
    """Serve a release until the process is told to end.

    Raises:
        AddressError: there is no such address here, or the port is in use.
        ReleaseError: the release has no database that can be read.
    """
    address = _find_address(host, port)
    Engine.open(release.store)
    os.environ[_STORE] = str(release.store)
    Granian(
        "pomegraph.web.serve:create",
        factory=True,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=1,
        blocking_threads=4,
    ).serve()


def _find_address(host: str, port: int) -> str:
    """Return the numeric address of a host name after trying whether the port is free there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host or "?", port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise AddressError(f"cannot listen on {host}:{port} ({reason}); choose another --host or --port") from error
    return str(address[0])


def create() -> Flask:
    """Return the application for the store that the environment names."""
    return create_app(Engine.open(Path(os.environ[_STORE])))
