"""What is missing for Spark is told, with the cure, and what a task raised."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pomegraph.cluster.session import open_spark
from pomegraph.errors import ClusterError
from support.commands import call
from support.spark import LOOPBACK, needs_spark


def test_without_java_the_cure_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    done = call("build", "--engine", "spark", "--output", tmp_path / "parts")

    assert done.exit_code == 1
    assert done.stderr == "the engine spark needs Java, which is not here; install Java 17, or set JAVA_HOME\n"


@needs_spark
def test_without_pyspark_the_cure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(ClusterError, match=r"pip install 'pomegraph\[spark\]'"), open_spark("local[1]"):
        pass


@pytest.mark.slow
@needs_spark
def test_what_a_task_raises_is_told_in_a_line(tmp_path: Path) -> None:
    code = (
        "from pomegraph.cluster.session import open_spark\n"
        "from pathlib import Path\n"
        "with open_spark('local[1]') as spark:\n"
        f"    spark.parallelize(['{tmp_path}/gone']).map(lambda path: Path(path).read_bytes()).collect()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | LOOPBACK, capture_output=True, text=True, check=False
    )

    told = done.stderr.splitlines()[-1]
    assert "Spark could not do it: FileNotFoundError: [Errno 2]" in told
    assert "Traceback" not in told
