"""What is asked of the engine, and the answer that has begun."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pomegraph.sparql.formats import Wanted
    from pomegraph.stores.embedded import Dataset


@dataclass(frozen=True, slots=True)
class Request:
    """A query and how its answer is wanted.

    Args:
        dataset: Names of the default graphs and of the named graphs, or None for all that there is.
        timeout: Seconds; the limit of the engine holds if it is less.
        patience: Seconds in which it must be answered, however long it waits, or None for as long as it takes.
        asker: The name of the client who asks: each gets a share.
    """

    query: str
    wanted: Wanted
    dataset: Dataset | None = None
    timeout: float | None = None
    patience: float | None = None
    asker: str = ""


@dataclass(slots=True)
class Figures:
    """What a query took: seconds waiting and running, rows, bytes; outcome is empty until it has ended."""

    waited: float = 0.0
    ran: float = 0.0
    rows: int = 0
    size: int = 0
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ResultStream:
    """An answer that has begun: it is complete if its size is known, else the rest is on its way.

    Args:
        version: The version of the data that it is from.
        body: The bytes, once; raises BrokenAnswerError if the rest does not come.
        figures: Complete when the body was read.
        close: Ends the query if it still runs.
    """

    form: str
    format: str
    version: str
    body: Iterable[bytes]
    size: int | None
    figures: Figures
    close: Callable[[], None]
