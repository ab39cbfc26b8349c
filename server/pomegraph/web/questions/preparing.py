"""Makes in the background what the first who ask would wait for: the list of things, the index of the search."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from pomegraph.errors import PomegraphError

if TYPE_CHECKING:
    from flask import Flask

    from pomegraph.web.questions.request import QuestionService

_log = logging.getLogger("pomegraph")
_EXTENSION = "pomegraph.preparer"


class Preparer:
    """Prepares a service for those who ask it: when it begins, and whenever its data have changed."""

    def __init__(self, service: QuestionService) -> None:
        self._service = service

    def attach(self, app: Flask) -> None:
        """Be found by the application of the service."""
        app.extensions[_EXTENSION] = self

    def start(self) -> None:
        """Prepare from now on, in a thread of its own that ends with the process."""
        threading.Thread(target=self._keep_prepared, daemon=True).start()

    def _keep_prepared(self) -> None:
        version = None
        while True:
            version = self._service.engine.wait_for_data(version)
            self.prepare()

    def prepare(self) -> None:
        """Make what is not made yet of the data as they are now; of data that are not ours, nothing."""
        try:
            if self._service.engine.status.base is not None:
                self._service.list_things()
                self._service.open_finder()
        except PomegraphError as error:
            # Whoever needs it makes it, and is told if that fails.
            _log.info("nothing was prepared for those who ask first (%s)", error)


def get_preparer(app: Flask) -> Preparer:
    """Return what prepares an application for those who ask it."""
    preparer: Preparer = app.extensions[_EXTENSION]
    return preparer
