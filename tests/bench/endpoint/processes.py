"""What the processes of a server use, as the operating system tells it (Linux, /proc)."""

from __future__ import annotations

import os
import re
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LISTEN = "0A"
_TICKS = os.sysconf("SC_CLK_TCK")


def list_family(process: int) -> list[int]:
    """Return a process and all its descendants."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        fields = _read_stat(path)
        if fields:
            children.setdefault(int(fields[1]), []).append(int(path.parent.name))
    family = [process]
    for member in family:
        family += children.get(member, [])
    return family


def read_processor_seconds(processes: Iterable[int]) -> float:
    """Return the processor time that processes have used, their ended children included."""
    stats = (_read_stat(Path(f"/proc/{process}/stat")) for process in processes)
    return sum(sum(map(int, fields[11:15])) for fields in stats if fields) / _TICKS


def _read_stat(path: Path) -> list[str]:
    """Return the fields behind the name of the program: state, parent, ..., nothing if the process has gone."""
    try:
        return path.read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def find_web_workers(process: int, port: int) -> list[int]:
    """Return those descendants that answer on a TCP port: they hold the socket that listens, and have no children."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    sockets = {f"socket:[{row[9]}]" for row in rows if row[3] == _LISTEN and row[1].endswith(f":{port:04X}")}
    leaves = [member for member in list_family(process) if len(list_family(member)) == 1]
    return [leaf for leaf in leaves if sockets & _list_files(leaf)]


def _list_files(process: int) -> set[str]:
    try:
        return {os.readlink(link) for link in Path(f"/proc/{process}/fd").iterdir()}  # noqa: PTH115 - no file has this name
    except (FileNotFoundError, ProcessLookupError):
        return set()


def read_memory(processes: Iterable[int]) -> int:
    """Return the bytes that processes have resident, what they share counted in parts (PSS)."""
    return sum(_read_share(process) for process in processes)


def _read_share(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


@contextmanager
def watch_memory(processes: list[int]) -> Iterator[list[int]]:
    """Fill a list with the bytes that processes have, seen every 20 ms while the block runs, the first before it."""
    seen, ended = [read_memory(processes)], threading.Event()

    def watch() -> None:
        while not ended.wait(0.02):
            seen.append(read_memory(processes))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


def measure_busy_cores(process: int, seconds: float = 1.0) -> float:
    """Return how many cores a process and its descendants keep busy, seen over some seconds."""
    before, start = read_processor_seconds(list_family(process)), time.perf_counter()
    time.sleep(seconds)
    return max(0.0, read_processor_seconds(list_family(process)) - before) / (time.perf_counter() - start)
