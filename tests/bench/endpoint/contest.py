"""The questions, put to our server as SPARQL and by their own addresses, and to the native one as SPARQL."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bench.endpoint.load import ask, fetch
from bench.endpoint.measures import list_rows
from bench.endpoint.mix import Grounds
from bench.endpoint.passes import ACCEPT, send_mix
from bench.endpoint.servers import run_server
from bench.endpoint.turns import take_turns
from pomegraph.questions.catalogue import Catalogue
from pomegraph.sparql.results import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from bench.endpoint.mix import Asking
    from bench.endpoint.passes import Pass
    from bench.endpoint.servers import Kind, Server
    from pomegraph.questions.question import Question

REST = "pomegraph, REST"
_TIMEOUT, _TOO_LONG = 503, 414
FORGETFUL = "pomegraph, keeping nothing"


@dataclass(frozen=True, slots=True)
class Field:
    """Data that are asked, by whom they are served, and how much is asked."""

    title: str
    ours: Kind
    native: Kind
    requests: int  # of a mix
    rounds: int
    longest: float  # seconds that a question may take: a few that take longer would decide everything


@dataclass(frozen=True, slots=True)
class Round:
    """What one server gave in one round: with nothing kept, and once more unless it keeps nothing."""

    stems: dict[str, str]  # of the questions, by path
    passes: list[Pass]


@dataclass(frozen=True, slots=True)
class _Graph:
    """The graph of a server, as questions ask it."""

    server: Server
    prefixes: Mapping[str, str]
    base: str | None = None

    def select(self, query: str) -> bytes:
        return ask(self.server, query).body


def read_grounds(questions: Sequence[Question], server: Server) -> Grounds:
    """Return what questions are asked about; the server has to be there as long as mixes are made."""
    graph = _Graph(server, {})
    return Grounds(Catalogue(questions).list_things(graph), lambda query: read_table(graph.select(query)))


def leave_out_long(mix: Sequence[Asking], server: Server, longest: float) -> set[str]:
    """Return the questions of a mix that our server answers in time by GET, and print which it does not."""
    seen = {asking.stem: _find_status(asking, server, longest) for asking in mix}
    late = {stem for stem, status in seen.items() if status == _TIMEOUT}
    wide = {stem for stem, status in seen.items() if status == _TOO_LONG}
    print(f"\nLeft out, because they take more than {longest:g} s: {', '.join(sorted(late)) or 'none'}")
    print(f"\nLeft out, because a GET is too long for their text: {', '.join(sorted(wide)) or 'none'}")
    return set(seen) - late - wide


def _find_status(asking: Asking, server: Server, longest: float) -> int:
    return fetch(server, f"{server.prefix}{asking.query_path}&timeout={longest:g}", ACCEPT)[0]


def check_mix(ours: Server, native: Server, mix: Sequence[Asking]) -> None:
    """End the comparison where the servers do not give the same rows or triples."""
    empty = 0
    for asking in mix:
        given, wanted = (_list_answer(asking, ask(server, asking.query, ACCEPT).body) for server in (ours, native))
        status, body = fetch(ours, asking.path)
        if given != wanted or status != 200 or _count_plain(asking, body) != len(given):
            raise SystemExit(f"{len(given)} rows, native {len(wanted)}, not the same: {asking.path} {status}")
        empty += not given
    print(f"\n{len(mix)} answers compared before: the same rows in all of them, {empty} without any")


def _list_answer(asking: Asking, body: bytes) -> list[str]:
    return list_rows(body) if asking.is_table else sorted(set(body.decode().splitlines()))


def _count_plain(asking: Asking, body: bytes) -> int:
    return len(json.loads(body)["rows"]) if asking.is_table else len(set(body.splitlines()))


def measure_rounds(field: Field, mixes: Iterable[list[Asking]], folder: Path) -> dict[str, list[Round]]:
    """Return the rounds of each server, by its name; there is a mix for each."""
    left = iter(mixes)

    def act(kind: Kind, mix: list[Asking]) -> Round:
        with run_server(kind, folder) as server:
            paths = [asking.path if kind.name == REST else server.prefix + asking.query_path for asking in mix]
            stems = {path: asking.stem for path, asking in zip(paths, mix, strict=True)}
            times = 1 if kind.name == FORGETFUL else 2
            return Round(stems, [send_mix(server, paths, folder) for _ in range(times)])

    forgetful = replace(field.ours, name=FORGETFUL, command=[*field.ours.command, "--cache-size", "0"])
    kinds = [field.ours, replace(field.ours, name=REST), forgetful, field.native]
    return take_turns(kinds, field.rounds, lambda: next(left), act)
