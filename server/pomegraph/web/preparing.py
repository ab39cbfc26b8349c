"""Makes in the background what the first who ask would wait for: lists of the data as a whole, templates of pages."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from pomegraph.errors import PomegraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask import Flask

    from pomegraph.engine.client import EngineClient

_log = logging.getLogger("pomegraph")
_EXTENSION = "pomegraph.preparer"


class Preparer:
    """Prepares an application for those who ask it: when it begins, and whenever its data have changed.

    Args:
        engine: What tells the state of the data.
        makers: What is to be called, in this order. Each keeps what it makes where it is looked for later.
    """

    def __init__(self, engine: EngineClient, makers: Sequence[Callable[[], object]]) -> None:
        self._engine, self._makers = engine, makers

    def attach(self, app: Flask) -> None:
        """Be found by an application."""
        app.extensions[_EXTENSION] = self

    def start(self) -> None:
        """Prepare from now on, in a thread of its own that ends with the process."""
        threading.Thread(target=self._keep_prepared, daemon=True).start()

    def _keep_prepared(self) -> None:
        version = None
        while True:
            version = self._engine.wait_for_data(version)
            self.prepare()

    def prepare(self) -> None:
        """Make what is not made yet of the data as they are now; of data that are not ours, nothing."""
        try:
            for make in self._makers if self._engine.status.base is not None else ():
                make()
        except PomegraphError as error:
            # Whoever needs it makes it, and is told if that fails.
            _log.info("not all was prepared for those who ask first (%s)", error)


def get_preparer(app: Flask) -> Preparer:
    """Return what prepares an application for those who ask it."""
    preparer: Preparer = app.extensions[_EXTENSION]
    return preparer


def compile_templates(app: Flask) -> None:
    """Compile the templates of an application, which keeps them."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
