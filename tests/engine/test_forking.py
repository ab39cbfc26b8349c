"""Processes that are forked: they have a name, end with their parent, and react to no signal as it does."""

from __future__ import annotations

import sys

import pytest

from support.scripts import run_script

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux names processes and ends them with their parent")

HEAD = """
import os, signal, time
from pathlib import Path
from pomegraph.engine.forking import fork
"""


def test_new_process_has_its_name_and_its_number() -> None:
    script = """
number = fork("pom-test", signal.SIGKILL)
if number == 0:
    print(Path("/proc/self/comm").read_text().strip(), os.getpid(), flush=True)
    os._exit(0)
os.waitpid(number, 0)
print(Path("/proc/self/comm").read_text().strip() != "pom-test", number)
"""
    name, theirs, is_other, ours = run_script(HEAD + script).split()

    assert (name, is_other, theirs) == ("pom-test", "True", ours)


def test_signal_does_what_it_usually_does_or_nothing() -> None:
    script = """
signal.signal(signal.SIGTERM, lambda *_: print("parent's"))
signal.signal(signal.SIGINT, lambda *_: print("parent's"))
number = fork("pom-test", signal.SIGKILL, ignored=(signal.SIGINT,))
if number == 0:
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGTERM)
    os._exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]) == -signal.SIGTERM)
print(signal.pthread_sigmask(signal.SIG_BLOCK, []))
"""

    assert run_script(HEAD + script).splitlines() == ["True", "set()"]


def test_new_process_ends_with_its_parent() -> None:
    script = """
read, write = os.pipe()
if os.fork() == 0:
    fork("pom-test", signal.SIGKILL) or time.sleep(600)
    os._exit(0)
os.close(write)
print(os.read(read, 1))
"""

    assert run_script(HEAD + script) == "b''\n"
