"""Shows on a terminal what is being done."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def show_progress() -> Iterator[Callable[[str], None]]:
    """Give a function that shows on a terminal what is being done; elsewhere it shows nothing."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _message: None
        return
    with console.status("") as status:
        yield status.update
