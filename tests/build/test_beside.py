"""What goes on in another process: its result and its failures are as if it had been done here, and it ends with us."""

from __future__ import annotations

import os
import signal
import time

import pytest

from pomegraph.build.beside import begin_beside
from pomegraph.errors import ReleaseError


def test_result_is_that_of_another_process() -> None:
    with begin_beside(os.getpid) as wait:
        number = wait()

    assert number != os.getpid()


def test_failure_is_raised_by_who_waits() -> None:
    def fail() -> None:
        raise OSError(28, "No space left on device")

    with begin_beside(fail) as wait, pytest.raises(OSError, match="No space left"):
        wait()


def test_process_that_was_killed_is_told() -> None:
    with (
        begin_beside(lambda: os.kill(os.getpid(), signal.SIGKILL)) as wait,
        pytest.raises(ReleaseError, match="memory"),
    ):
        wait()


def test_process_ends_with_the_block() -> None:
    reader, writer = os.pipe()

    def act() -> None:
        os.write(writer, str(os.getpid()).encode())
        time.sleep(600)

    with begin_beside(act):
        number = int(os.read(reader, 20))

    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    os.close(reader)
    os.close(writer)
