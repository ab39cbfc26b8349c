"""Imports packages that need not be installed."""

from __future__ import annotations

import importlib
from typing import Any

from pomegraph.errors import PackageMissingError

# The extra of ours that brings a package.
_EXTRAS = {"mcp": "mcp", "pandas": "pandas", "polars": "polars", "pyarrow": "tables"}


def import_package(name: str) -> Any:
    """Return a package that need not be installed.

    Raises:
        PackageMissingError: it is not.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise PackageMissingError(name, _EXTRAS.get(name)) from error
