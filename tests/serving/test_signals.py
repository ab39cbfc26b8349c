"""Signals are noted, and wake up who waits for other things."""

from __future__ import annotations

import pytest

from support.scripts import run_script

HEAD = """
import os, select, signal
from pomegraph.serving.signals import Signals
signals = Signals()
def tell(number):
    os.kill(os.getpid(), number)
    print(bool(select.select([signals], [], [], 60)[0]), signals.is_end, signals.take_hangup(), signals.take_hangup())
    signals.drain()
"""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SIGTERM", "True True False False"),
        ("SIGINT", "True True False False"),
        ("SIGHUP", "True False True False"),
        ("SIGCHLD", "True False False False"),
    ],
)
def test_signal_wakes_up_and_is_noted(name: str, said: str) -> None:
    assert run_script(f"{HEAD}tell(signal.{name})") == f"{said}\n"


def test_nothing_wakes_up_who_was_told_nothing_new() -> None:
    script = "tell(signal.SIGHUP); print(select.select([signals], [], [], 0)[0])"

    assert run_script(HEAD + script).splitlines() == ["True False True False", "[]"]


def test_storm_of_signals_harms_nobody() -> None:
    script = """
for _ in range(10_000):
    os.kill(os.getpid(), signal.SIGHUP)
tell(signal.SIGTERM)
"""

    assert run_script(HEAD + script) == "True True True False\n"
