"""Runs the command line, as `pomegraph` and as `python -m pomegraph`."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs


def run() -> None:
    """Run the command line, which an interrupt ends at any time, also where Python would swallow it."""
    # One that was started in the background does not hear interrupts, and is not to.
    is_heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_heard:
        # An exception in the middle of an import may be dropped; nothing is there to be tidied up yet.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from pomegraph.cli.main import main  # noqa: PLC0415 - it takes a second

    if is_heard:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.unraisablehook = _end_if_interrupted
    main()


def _end_if_interrupted(dropped: UnraisableHookArgs) -> None:
    """End where Python drops the exception of an interrupt, as it does in the middle of tidying up."""
    if isinstance(dropped.exc_value, KeyboardInterrupt):
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    sys.__unraisablehook__(dropped)


if __name__ == "__main__":
    run()
