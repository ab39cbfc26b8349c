"""Opens a session of Apache Spark, which is an extra: it takes 490 MB and needs Java."""

from __future__ import annotations

import os
import re
import shutil
import sys
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pomegraph.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyspark import SparkContext

_Result = TypeVar("_Result")
_SETTINGS = {"spark.log.level": "ERROR", "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
# What a task raised stands at the end of its traceback, in the middle of that of Java.
_RAISED = re.compile(r"^(?:\w+\.)*\w+(?:Error|Exception): .*$", re.MULTILINE)


@contextmanager
def open_spark(master: str) -> Iterator[SparkContext]:
    """Give a session of Spark, and end it afterwards.

    What it is to use beside (memory, addresses) is set as always, in `spark-defaults.conf` and in the environment.

    Args:
        master: The address of a master, such as spark://host:7077, or local[4] for processes of this machine.

    Raises:
        ClusterError: Spark or Java is not installed, the master does not answer, or a task failed.
    """
    spark = _start(master)
    try:
        yield spark
    except _list_errors() as error:
        raise ClusterError(f"Spark could not do it: {_explain(error)}", "see what its executors logged") from error
    finally:
        spark.stop()


def _start(master: str) -> SparkContext:
    if not shutil.which("java", path=_list_places()):
        raise ClusterError("the engine spark needs Java, which is not here", "install Java 17, or set JAVA_HOME")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of pandas, which is not used
        try:
            return _connect(master)
        except ModuleNotFoundError as error:
            message = "the engine spark needs PySpark, which is not installed"
            raise ClusterError(message, "pip install 'pomegraph[spark]'") from error


def _connect(master: str) -> SparkContext:
    from pyspark import SparkConf, SparkContext  # noqa: PLC0415 - it is an extra

    conf = SparkConf().setMaster(master).setAppName("pomegraph")
    for name, value in _SETTINGS.items():
        conf.setIfMissing(name, value)
    try:
        return SparkContext(conf=conf)
    except _list_errors() as error:
        raise ClusterError(f"Spark cannot start at {master}: {_explain(error)}", "see what it wrote above") from error


def _list_errors() -> tuple[type[Exception], ...]:
    """Return what Spark raises, on this side and on that of Java."""
    from py4j.protocol import Py4JError  # noqa: PLC0415 - it comes with the extra
    from pyspark.errors import PySparkException  # noqa: PLC0415

    return Py4JError, PySparkException


def _list_places() -> str:
    home = os.environ.get("JAVA_HOME")
    return os.pathsep.join([str(Path(home, "bin"))] if home else [os.environ.get("PATH", "")])


def _explain(error: Exception) -> str:
    """Return the line that says what happened, out of the tracebacks of two languages."""
    raised = [one for one in _RAISED.findall(str(error)) if "PythonException" not in one]
    return raised[0] if raised else str(error).strip().partition("\n")[0]


def share(spark: SparkContext, act: Callable[..., _Result]) -> Callable[..., _Result]:
    """Return what does the same, and is sent with all that belongs to it to each machine once, not with each task."""
    shared = spark.broadcast(act)

    def act_there(*given: Any) -> _Result:
        return shared.value(*given)

    return act_there
