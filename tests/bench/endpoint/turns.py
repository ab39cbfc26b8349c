"""How measures are taken: how long, and in rounds in which the servers take turns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.endpoint.servers import Kind, Server

Contender = TypeVar("Contender", "Kind", "Server")
Input = TypeVar("Input")
Seen = TypeVar("Seen")


@dataclass(frozen=True, slots=True)
class Effort:
    """How much to measure."""

    rounds: int
    seconds: float  # of each run of wrk
    requests: int  # different queries for a run, more than our server answers in it


def take_turns(
    servers: Sequence[Contender],
    rounds: int,
    prepare: Callable[[], Input],
    act: Callable[[Contender, Input], Seen],
) -> dict[str, list[Seen]]:
    """Return what was seen in each round, by the name of the server.

    In a round all servers get the same input, one after another, so that a slow moment of the machine hits all of them.
    """
    seen: dict[str, list[Seen]] = defaultdict(list)
    for number in range(rounds):
        given = prepare()
        for server in servers if number % 2 == 0 else reversed(servers):
            seen[server.name].append(act(server, given))
    return seen
