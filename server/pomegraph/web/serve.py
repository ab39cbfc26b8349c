"""Starts the web server: Granian, which calls back into `create` in its worker process."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import Interfaces

from pomegraph.engine import Engine
from pomegraph.web.app import create_app

if TYPE_CHECKING:
    from flask import Flask

    from pomegraph.release import Release

_STORE = "POMEGRAPH_STORE"


def serve_release(release: Release, host: str, port: int) -> None:
    """Serve a release until the process is told to end."""
    os.environ[_STORE] = str(release.store)
    Granian(
        "pomegraph.web.serve:create",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
    ).serve()


def create() -> Flask:
    """Return the application for the store that the environment names."""
    return create_app(Engine.open(Path(os.environ[_STORE])))
