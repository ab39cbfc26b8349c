"""Starts Apache Spark on loopback, where it is installed."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

needs_spark = pytest.mark.skipif(
    not importlib.util.find_spec("pyspark") or not shutil.which("java"),
    reason="the engine spark needs PySpark (pip install 'pomegraph[spark]') and Java",
)
# Spark asks the machine for its address, which others may reach.
LOOPBACK = {
    "SPARK_LOCAL_IP": "127.0.0.1",
    "PYSPARK_PYTHON": sys.executable,
    # It begins in half the time.
    "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
LOCAL_CLUSTER = "local-cluster[2,1,1024]"


@contextmanager
def start_spark(folder: Path) -> Iterator[str]:
    """Start a standalone master and two workers of one core, and give the address of the master."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"spark://127.0.0.1:{port}"
    with ExitStack() as stack:
        stack.enter_context(_start("master.Master", "--port", str(port), "--webui-port", "0"))
        for number in range(2):
            work = folder / f"worker-{number}"
            work.mkdir()
            given = ("--cores", "1", "--memory", "1g", "--webui-port", "0", "--work-dir", str(work), address)
            stack.enter_context(_start("worker.Worker", *given))
        yield address


@contextmanager
def _start(name: str, *given: str) -> Iterator[None]:
    home = Path(importlib.util.find_spec("pyspark").origin).parent  # type: ignore[union-attr, arg-type]
    command: list[str | Path] = [
        home / "bin" / "spark-class",
        f"org.apache.spark.deploy.{name}",
        "--host",
        "127.0.0.1",
        *given,
    ]
    settings = os.environ | LOOPBACK | {"SPARK_HOME": str(home), "SPARK_NO_DAEMONIZE": "1"}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=settings, stdout=quiet, stderr=quiet) as process:
        try:
            yield
        finally:
            process.terminate()
