"""The programs that the benchmarks start, and how to get them."""

from __future__ import annotations

from support.programs import find_program

_CURES = {
    "pomegraph": "pip install -e .",
    "oxigraph": "pip install oxigraph",
    "rdflib-endpoint": "pip install rdflib-endpoint uvicorn",
    "wrk": "apt-get install wrk",
}


def get_program(name: str) -> str:
    """Return the path of a program, which need not be on PATH when pip put it beside the running Python.

    Raises:
        SystemExit: it is not there.
    """
    found = find_program(name)
    if found is None:
        raise SystemExit(f"no command {name}: {_CURES[name]}")
    return found
