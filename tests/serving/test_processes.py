"""What becomes of processes: how they ended is told, and who does not end is ended."""

from __future__ import annotations

from support.scripts import run_script

HEAD = """
import os, signal, time
from pomegraph.serving.processes import end_process, find_ended
"""


def test_process_that_ended_is_found_once() -> None:
    script = """
print(find_ended())
number = os.fork()
if number == 0:
    os._exit(3)
while (found := find_ended()) == (0, 0):
    pass
print(found[0] == number, os.waitstatus_to_exitcode(found[1]))
print(find_ended())
"""

    assert run_script(HEAD + script).splitlines() == ["(0, 0)", "True 3", "(0, 0)"]


def test_process_ends_as_it_is_told() -> None:
    script = """
read, write = os.pipe()
number = os.fork()
if number == 0:
    def finish(*_):
        print("finished", flush=True)
        os._exit(0)
    signal.signal(signal.SIGTERM, finish)
    os.write(write, b"!")
    while True:
        time.sleep(60)
os.read(read, 1)
end_process(number, time.monotonic() + 60)
print(find_ended())
"""

    assert run_script(HEAD + script).splitlines() == ["finished", "(0, 0)"]


def test_process_that_is_deaf_is_killed_when_its_time_is_up() -> None:
    script = """
number = os.fork()
if number == 0:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        time.sleep(60)
end_process(number, time.monotonic())
print(find_ended())
"""

    assert run_script(HEAD + script).splitlines() == ["(0, 0)"]


def test_process_that_is_not_there_needs_no_end() -> None:
    script = """
number = os.fork() or os._exit(0)
os.waitpid(number, 0)
end_process(number, time.monotonic() + 60)
end_process(0, time.monotonic() + 60)
print("none")
"""

    assert run_script(HEAD + script) == "none\n"
