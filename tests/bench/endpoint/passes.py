"""A mix of requests that eight clients send once, from its first to its last, each client one right after the other."""

from __future__ import annotations

import itertools
import json
import signal
import statistics
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.endpoint.load import end_run
from bench.endpoint.programs import get_program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.endpoint.servers import Server

# What our server and the native one both give: tables as JSON, graphs as N-Triples.
ACCEPT = "application/sparql-results+json, application/n-triples"
_CLIENTS = 8
_LONGEST = 600  # seconds of a pass


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer: to the request of which path, and when."""

    path: str
    status: int
    begin: float
    end: float

    @property
    def milliseconds(self) -> float:
        """How long the client waited."""
        return 1000 * (self.end - self.begin)


@dataclass(frozen=True, slots=True)
class Pass:
    """All answers to a mix, in the order of their requests."""

    samples: tuple[Sample, ...]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.samples) / (max(one.end for one in self.samples) - self.samples[0].begin)

    @property
    def failures(self) -> int:
        """How many answers were errors."""
        return sum(one.status != 200 for one in self.samples)

    def percentile(self, share: int) -> float:
        """Return the milliseconds under which so many hundredths of the answers stayed."""
        return statistics.quantiles([one.milliseconds for one in self.samples], n=100, method="inclusive")[share - 1]


def send_mix(server: Server, paths: Sequence[str], folder: Path) -> Pass:
    """Let eight clients send a mix of GET requests, given by their paths in order.

    Raises:
        SystemExit: not every request was answered.
    """
    different = list(dict.fromkeys(paths))
    file = folder / "paths"
    file.write_text("\n".join(different) + "\n", encoding="ascii")
    command = [
        get_program("wrk"),
        "--threads",
        str(_CLIENTS),
        "--connections",
        str(_CLIENTS),
        "--duration",
        f"{_LONGEST}s",
    ]
    command += ["--timeout", f"{_LONGEST}s", "--header", f"Accept: {ACCEPT}"]
    command += ["--script", str(Path(__file__).with_name("mix.lua")), f"http://{server.address[0]}:{server.port}"]
    numbers = {path: number for number, path in enumerate(different)}
    order = struct.pack(f"={len(paths)}i", *(numbers[path] for path in paths))
    seen = _run_wrk(server, [*command, "--", str(file)], order)
    samples = sorted(
        (Sample(different[int(number)], int(status), *times) for number, status, *times in seen),
        key=lambda one: one.begin,
    )
    if len(samples) != len(paths):
        raise SystemExit(f"{server.name} gave {len(samples)} answers to {len(paths)} requests")
    return Pass(tuple(samples))


def _run_wrk(server: Server, command: list[str], order: bytes) -> Iterator[tuple[float, ...]]:
    """Return what all threads saw: line, status, begin and end of each answer."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(order)
            process.stdin.close()
            process.stdin = None
            lines = list(itertools.islice((line for line in process.stdout if line.startswith(b"[")), _CLIENTS))
            # It would wait for the end of its time.
            process.send_signal(signal.SIGINT)
            rest = [text.decode() for text in process.communicate()]
        finally:
            process.kill()
    if len(lines) < _CLIENTS:
        end_run(server, process.returncode, *rest)
    figures = itertools.chain.from_iterable(map(json.loads, lines))
    return zip(*[figures] * 4, strict=True)
