"""Engine processes: each says once whether it is ready, answers at its socket, and leaves nothing when it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from support.scripts import run_script

START = """
import os, signal, sys
from pathlib import Path
from pomegraph.engine.client import EngineClient, Request
from pomegraph.engine.data import Location
from pomegraph.engine.limits import Limits
from pomegraph.engine.process import start_engine
from pomegraph.sparql.formats import choose_formats
file, run = Path(sys.argv[1]), Path(sys.argv[2])
limits = Limits(queries=1)
def count(client=None):
    client = client or EngineClient(run, limits)
    stream = client.run(Request("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", choose_formats("text/csv")))
    return b"".join(stream.body).split()[1].decode()
kept = []
def start():
    number, told = start_engine(Location(files=(file,)), limits, run)
    # An engine ends when nobody has this any more.
    kept.append(told)
    print(told.makefile().readline(), end="", flush=True)
    return number
def end(number):
    os.kill(number, signal.SIGTERM)
    print(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]), flush=True)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "data.nt"
    path.write_text("<a:b> <a:b> <a:b> .\n", encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    return tmp_path / "run"


def run(script: str, *arguments: Path) -> list[Any]:
    return [json.loads(line) for line in run_script(START + script, *arguments).splitlines()]


def test_engine_is_ready_answers_and_ends(file: Path, folder: Path) -> None:
    said = run("number = start(); print(count()); end(number)", file, folder)

    assert said == [{"ready": True}, 1, 0]
    assert [path.name for path in folder.iterdir()] == ["engine.sock"]


@pytest.mark.parametrize(
    ("text", "reason"), [("<a:b> <a:b>", "one line cannot be read: line 1"), (None, "No such file or directory")]
)
def test_engine_says_why_it_is_not_ready(file: Path, folder: Path, text: str | None, reason: str) -> None:
    file.unlink() if text is None else file.write_text(text, encoding="utf-8")
    (told,) = run("os.waitpid(start(), 0)", file, folder)

    assert told["ready"] is False
    assert reason in told["error"]
    assert list(folder.iterdir()) == []


def test_engine_ends_when_nobody_is_left_who_started_it(file: Path, folder: Path) -> None:
    script = "number = start(); kept.pop().close(); print(os.waitpid(number, 0)[1])"

    assert run(script, file, folder) == [{"ready": True}, 0]


def test_new_engine_takes_the_place_of_the_one_before(file: Path, folder: Path) -> None:
    script = """
old = start()
print(count())
with file.open("a") as more:
    more.write("<a:c> <a:b> <a:b> .")
new = start()
print(count())
end(old)
print(count())
end(new)
"""

    assert run(script, file, folder) == [{"ready": True}, 1, {"ready": True}, 2, 0, 2, 0]


def test_who_has_a_process_of_an_engine_that_ends_gets_one_of_the_next(file: Path, folder: Path) -> None:
    script = """
web = EngineClient(run, limits)
old = start()
print(count(web), count(web))
with file.open("a") as more:
    more.write("<a:c> <a:b> <a:b> .")
new = start()
end(old)
print(count(web), count(web))
os.kill(new, signal.SIGKILL)
os.waitpid(new, 0)
newest = start()
print(count(web), count(web))
end(newest)
"""

    said = run_script(START + script, file, folder).splitlines()
    ready = '{"ready":true}'
    assert said == [ready, "1 1", ready, "0", "2 2", ready, "2 2", "0"]


def test_new_data_are_waited_for(file: Path, folder: Path) -> None:
    script = """
old = start()
client = EngineClient(run, limits)
known = client.wait_for_data()
with file.open("a") as more:
    more.write("<a:c> <a:b> <a:b> .")
new = start()
end(old)
print(int(client.wait_for_data(known) != known))
end(new)
"""

    assert run(script, file, folder) == [{"ready": True}, {"ready": True}, 0, 1, 0]
