"""Has pictures drawn in a process of its own, which ends when one takes too long: what draws knows no deadline."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from threading import Lock
from typing import IO, TYPE_CHECKING

from pomegraph.errors import DrawingError

if TYPE_CHECKING:
    from pomegraph.charts.drawing import Drawing

# The program that draws, the seconds of the processor that a picture may take, and those that others may be waited for.
_PENCIL = "pomegraph.charts.pencil"
_DEADLINE, _PATIENCE = 10, 20


class Drawer:
    """A process that draws one picture after another; it is started when the first one is wanted."""

    def __init__(self, deadline: int = _DEADLINE) -> None:
        self._deadline = deadline
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    @property
    def number(self) -> int | None:
        """The number of the process, if it runs."""
        return self._process.pid if self._process else None

    def draw(self, drawing: Drawing) -> str:
        """Return the SVG of a drawing.

        Raises:
            DrawingError: it took too long, the process died, or others are waiting.
        """
        if not self._lock.acquire(timeout=_PATIENCE):
            raise DrawingError("others wait for charts", "try again in a minute")
        try:
            answer = self._exchange(json.dumps(asdict(drawing)).encode() + b"\n")
        finally:
            self._lock.release()
        if not answer:
            raise DrawingError("the chart took too long, or could not be drawn", "ask for fewer rows")
        return str(json.loads(answer))

    def _exchange(self, line: bytes) -> bytes:
        process = self._find_process()
        with suppress(BrokenPipeError):
            _give(process.stdin).write(line)
            _give(process.stdin).flush()
        answer = _give(process.stdout).readline()
        if not answer:
            self.close()
        return answer

    def _find_process(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            command = [sys.executable, "-m", _PENCIL, str(self._deadline)]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - ours
        return self._process

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(BrokenPipeError), process:
                pass


def _give(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # noqa: S101 - both were asked for
    return stream


DRAWER = Drawer()
