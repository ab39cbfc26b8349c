"""An evidence graph for cancer drugs: what documents say, passage by passage, as RDF."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pomegraph.version import __version__

if TYPE_CHECKING:
    from pomegraph.ask.api import open_graph as open_graph

__all__ = ["__version__", "open_graph"]


def __getattr__(name: str) -> Any:
    """Return what programs use, which is read only when it is asked for: `import pomegraph` stays quick."""
    if name == "open_graph":
        return import_module("pomegraph.ask.api").open_graph
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return what there is for programs, also what is read only when it is asked for."""
    return sorted({*globals(), *__all__})
