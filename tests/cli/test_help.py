"""The help of every command: it fits on a terminal, and its examples do what they say."""

from __future__ import annotations

import gzip
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pomegraph.cli.main import main
from pomegraph.content.folder import Content
from pomegraph.release import Release
from support.commands import read_commands
from support.places import ROOT
from support.records_service import Reply, run_service
from support.servers import Server, run_fuseki, run_virtuoso
from support.spark import LOOPBACK, needs_spark, start_spark
from support.studies import make_study

# The ports of the stores in the examples.
STORES: dict[str, Callable[[], AbstractContextManager[Server]]] = {"3030": run_fuseki, "8890": run_virtuoso}
# What would change the content, or goes through all of it, is run on the miniature.
ON_THE_MINIATURE = {"template", "answers", "build", "check", "verify"}
# These run until they are told to end, or have nothing more to read.
ENDLESS = {"serve", "mcp"}
# The master of Spark, and the folder of all its machines, in the examples.
MASTER, SHARED = "spark://host:7077", "/shared/"


def list_commands(command: click.Command, *, above: click.Context | None = None) -> Iterator[click.Context]:
    """Give a command and all below it, questions included, each in the context of its help."""
    name = command.name if above else "pomegraph"
    context = click.Context(command, info_name=name, parent=above, obj=Content(ROOT), terminal_width=80)
    yield context
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            assert found is not None
            yield from list_commands(found, above=context)


HELP = {context.command_path: context.get_help() for context in list_commands(main)}


def read_examples(text: str) -> Iterator[str]:
    """Give the lines of a help that can be typed, or written into the settings of a program."""
    for example in re.findall(r"^ +(pomegraph .+|\{\"command\".+)$", text, re.MULTILINE):
        settings = json.loads(example) if example.startswith("{") else None
        yield shlex.join([settings["command"], *settings["args"]]) if settings else example


def mark(example: str) -> object:
    starts_server = example.split()[1] in ENDLESS or any(f":{port}/" in example for port in STORES)
    marks = [pytest.mark.slow, needs_spark] if MASTER in example else [pytest.mark.slow] if starts_server else []
    return pytest.param(example, id=example, marks=marks)


# A command that two helps show is run once.
EXAMPLES = list(dict.fromkeys(example for text in HELP.values() for example in read_examples(text)))


@pytest.fixture
def place(small: Content, real_release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with everything that the examples name, in which they are run."""
    for name in ("release", "release.0123456789abcdef"):
        (tmp_path / name).symlink_to(real_release.folder)
    (tmp_path / "my-content").symlink_to(small.root)
    (tmp_path / "queries").symlink_to(ROOT / "queries")
    (tmp_path / "documents").symlink_to(ROOT / "tests" / "small" / "documents")
    (tmp_path / "mine.ttl").write_text("<http://x/s> <http://x/p> <http://x/o> .\n", encoding="utf-8")
    (tmp_path / "mine.ttl.gz").write_bytes(gzip.compress((tmp_path / "mine.ttl").read_bytes()))
    (tmp_path / "more.nq.gz").write_bytes(gzip.compress(b"<http://x/s> <http://x/p> <http://x/o> <http://x/g> .\n"))
    (tmp_path / "draft.csv").write_text("regimen,measure,value,unit\nPd,median PFS,4.2,months\n", encoding="utf-8")
    (tmp_path / "figures.tsv").write_text("trial\tregimen\tmeasure\tvalue\nMM-002\tPd\tPFS\t4.2\n", encoding="utf-8")
    (small.root / "tests" / "answers").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def prepare(arguments: list[str], place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is imported needs the tables of names that only the whole content has.
    if arguments[0] in ON_THE_MINIATURE and "--layer" not in arguments:
        monkeypatch.setenv("POMEGRAPH_CONTENT", "my-content")
    if arguments[0] == "build":
        # A new release lies beside those before it, and replaces them; here they lie elsewhere.
        for link in place.glob("release*"):
            link.unlink()
    if arguments[:2] == ["import", "clinicaltrials"]:
        write_records(place / arguments[2])
    if "--layer" in arguments:
        write_records(place / "records" / "pomalidomide")
        made = CliRunner().invoke(main, ["import", "clinicaltrials", "records/pomalidomide"])
        assert not made.exit_code, made.output
    if arguments == ["answers"]:
        CliRunner().invoke(main, ["answers", "--update"])


def write_records(folder: Path) -> None:
    folder.mkdir(parents=True)
    page = json.dumps({"studies": [make_study()]})
    (folder / "page-000001.json").write_text(page, encoding="utf-8")


@contextmanager
def run_store(example: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give an example with the address of a real store, cluster or service in it, if it needs one."""
    if MASTER in example:
        (place / "cluster").mkdir()
        with start_spark(place / "cluster") as master:
            yield example.replace(MASTER, master).replace(SHARED, f"{place}/")
        return
    if example.split()[1] == "fetch":
        page = json.dumps({"studies": [make_study()]}).encode()
        with run_service(lambda _asked, _count: Reply(page)) as service:
            yield f"{example} --address {service.address}"
        return
    port = next((port for port in STORES if f":{port}/" in example), None)
    if port is None:
        yield example
        return
    with STORES[port]() as store:
        log_in(store, monkeypatch)
        yield example.replace(f"127.0.0.1:{port}", store.url.removeprefix("http://"))


def log_in(store: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in zip(("USER", "PASSWORD"), store.user or (), strict=False):
        monkeypatch.setenv(f"POMEGRAPH_LOAD_{name}", value)


def run_to_the_end(arguments: list[str]) -> int:
    """Run a server until it says that it serves, or a program of tools that is told nothing; return the status."""
    command = [sys.executable, "-m", "pomegraph", *arguments]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        if any(line.startswith("serving") for line in process.stderr):
            process.send_signal(signal.SIGTERM)
        return process.wait(60)


def run(arguments: list[str]) -> int:
    if arguments[0] in ENDLESS:
        return run_to_the_end(arguments)
    if "spark" in arguments:
        # Spark leaves threads and settings behind in a process.
        command = [sys.executable, "-m", "pomegraph", *arguments]
        return subprocess.run(command, env=os.environ | LOOPBACK, check=False).returncode
    return CliRunner().invoke(main, arguments).exit_code


@pytest.mark.parametrize("example", [mark(example) for example in EXAMPLES])
def test_example_works(place: Path, monkeypatch: pytest.MonkeyPatch, example: str) -> None:
    # Any port is as good as the one that is named, which another program may have.
    monkeypatch.setenv("POMEGRAPH_PORT", "0")
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "server"))
    with run_store(re.sub(r"--port \d+", "--port 0", example), place, monkeypatch) as command:
        arguments = shlex.split(command.replace("/srv/pomegraph", str(place)))[1:]
        prepare(arguments, place, monkeypatch)
        status = run(arguments)

    assert status == 0


@pytest.mark.parametrize("command", list(read_commands()))
def test_every_command_has_an_example(command: str) -> None:
    assert list(read_examples(HELP[f"pomegraph {command}"]))


def test_every_command_is_described_in_a_line_of_80_columns() -> None:
    listed = re.findall(r"^  (\w+) {2,}(.+)$", HELP["pomegraph"].partition("Commands:")[2], re.MULTILINE)

    assert {name for name, _ in listed} == set(read_commands())
    assert [text for _, text in listed if not text.endswith(".") or text.endswith("...")] == []


def test_every_question_is_told_in_full() -> None:
    told = " ".join(HELP["pomegraph ask"].split())
    summaries = [
        " ".join(text.split("\n\n")[1].split()) for path, text in HELP.items() if path.startswith("pomegraph ask ")
    ]

    assert len(summaries) > 50
    assert [summary for summary in summaries if summary not in told] == []
