"""What an operator may set about the web side."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Sizes are in bytes: of all results that one process keeps (0 for none), and of the largest body it reads."""

    title: str = "Pomegraph"
    cache_size: int = 64 * 2**20
    max_body: int = 16 * 2**20
    log_queries: bool = False
