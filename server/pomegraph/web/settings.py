"""What an operator may set about the web side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pomegraph.content.habits import Habits

if TYPE_CHECKING:
    import ipaddress
    from pathlib import Path

    from pomegraph.evidence.words import Words
    from pomegraph.questions.question import Question
    from pomegraph.questions.verified_on import Verified

    Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may set.

    Args:
        cache_size: Bytes of all results that one process keeps; 0 for none.
        memory: Bytes that one process may take besides.
        max_body: Bytes of the largest body that is read.
        connections_per_client: How many connections a client may have to one process, or requests by a proxy.
        trusted_proxies: Networks of the proxies that may say at which host and below which path they offer this.
        release: The link to the release, if one is served: its files are given away.
        documents: The folder with the documents of the sources, if their lines are shown.
        questions: What can be asked without SPARQL.
        habits: How people write what is asked for.
        words: The words that people use, by which figures are traced; None if they are not.
        verified: When their answers were verified, and on which release, if ever.
        mcp: Whether tools are offered to language models, by the Model Context Protocol.
        mcp_origins: Origins of the web pages elsewhere that may call these tools.
    """

    title: str = "Pomegraph"
    cache_size: int = 64 * 2**20
    memory: int = 2**30
    max_body: int = 16 * 2**20
    connections_per_client: int = 64
    log_queries: bool = False
    trusted_proxies: tuple[Network, ...] = ()
    release: Path | None = None
    documents: Path | None = None
    questions: tuple[Question, ...] = ()
    habits: Habits = field(default_factory=Habits)
    words: Words | None = None
    verified: Verified | None = None
    mcp: bool = False
    mcp_origins: tuple[str, ...] = ()
