"""What an operator may set about the web side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pomegraph.questions.question import Question
    from pomegraph.questions.verified_on import Verified


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may set.

    Args:
        cache_size: Bytes of all results that one process keeps; 0 for none.
        memory: Bytes that one process may take besides.
        max_body: Bytes of the largest body that is read.
        connections_per_client: How many connections a client may have to one process, or requests by a proxy.
        questions: What can be asked without SPARQL.
        verified: When their answers were verified, and on which release, if ever.
    """

    title: str = "Pomegraph"
    cache_size: int = 64 * 2**20
    memory: int = 2**30
    max_body: int = 16 * 2**20
    connections_per_client: int = 64
    log_queries: bool = False
    questions: tuple[Question, ...] = ()
    verified: Verified | None = None
