"""Packages that need not be installed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pomegraph.ask.packages import import_package
from pomegraph.errors import PackageMissingError

# Tells what is said where a package is not to be found.
MISSING = """
import sys
sys.modules["NAME"] = None
from pomegraph.ask.packages import import_package
try:
    import_package("NAME")
except Exception as error:
    print(error)
"""


def test_missing_package_is_told() -> None:
    with pytest.raises(PackageMissingError, match="the package nonsense is not installed; install it: pip install"):
        import_package("nonsense")


@pytest.mark.parametrize(("name", "extra"), [("polars", "polars"), ("pyarrow", "tables"), ("mcp", "mcp")])
def test_extra_that_brings_it_is_named(name: str, extra: str) -> None:
    code = MISSING.replace("NAME", name)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == f"the package {name} is not installed; install it: pip install 'pomegraph[{extra}]'\n"
