"""Takes from a process what a query must not have: memory without end, core dumps, rights, other processes."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PR_SET_PDEATHSIG, _PR_GET_DUMPABLE, _PR_SET_DUMPABLE, _PR_SET_NAME, _PR_SET_NO_NEW_PRIVS = 1, 3, 4, 15, 38
# capset(2): the version of its header that has two halves; the right to read every file (capabilities(7)).
_CAPABILITY_VERSION, _MAY_READ = 0x20080522, 1 << 2
_MOST_FILES = 1 << 20
_MEMORY_FILE = "/proc/self/statm"


def die_with_parent(number: signal.Signals) -> None:
    """Have the system send this process a signal when its parent ends (Linux; elsewhere it does nothing)."""
    if sys.platform == "linux":
        _control(_PR_SET_PDEATHSIG, number)


def name_process(name: str) -> None:
    """Give this process a name of at most 15 characters, as tools such as top show it (Linux)."""
    if sys.platform == "linux":
        _control(_PR_SET_NAME, ctypes.c_char_p(name.encode()))


def hide_memory() -> None:
    """Keep others of the same user out of the memory and the files of this process (Linux)."""
    if sys.platform == "linux":
        _control(_PR_SET_DUMPABLE, 0)


@contextmanager
def hidden_memory() -> Iterator[None]:
    """Hide the memory of this process, and of those that it starts meanwhile; afterwards all is as before."""
    before = ctypes.CDLL(None).prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0) if sys.platform == "linux" else 0
    hide_memory()
    try:
        yield
    finally:
        if before == 1:
            _control(_PR_SET_DUMPABLE, before)


def drop_rights(*, reads: bool) -> None:
    """Give up what root may do, for good, but for the right to read every file if it `reads` (Linux)."""
    if sys.platform != "linux":
        return
    _control(_PR_SET_NO_NEW_PRIVS, 1)
    kept = _MAY_READ if reads and os.geteuid() == 0 else 0
    # struct __user_cap_header_struct, and two of __user_cap_data_struct: effective, permitted, inheritable.
    header, data = struct.pack("Ii", _CAPABILITY_VERSION, 0), struct.pack("6I", kept, kept, 0, 0, 0, 0)
    libc = ctypes.CDLL(None, use_errno=True)
    # Where a service manager refuses the call, it gave no rights either.
    if libc.capset(header, data) and os.geteuid() == 0:
        raise OSError(ctypes.get_errno(), "capset")


def open_memory_file() -> int | None:
    """Return a file that tells what memory this process has, or None where there is none."""
    return os.open(_MEMORY_FILE, os.O_RDONLY | os.O_CLOEXEC) if os.path.exists(_MEMORY_FILE) else None  # noqa: PTH110


def measure_memory(file: int | None) -> int:
    """Return the bytes of addresses that this process has, by such a file; 0 if there is none."""
    return 0 if file is None else int(os.pread(file, 100, 0).split()[0]) * resource.getpagesize()


def limit_memory(file: int | None, more: int) -> None:
    """Let this process take some bytes of addresses more than it has now, and leave no core dump."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    size = measure_memory(file)
    if size:
        resource.setrlimit(resource.RLIMIT_AS, (size + more, size + more))


def limit_data(most: int) -> None:
    """Let this process write to so many bytes of memory of its own, and leave no core dump.

    Addresses that are only set aside do not count, unlike with `limit_memory`.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # On macOS nothing comes of it.
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def keep_files(count: int) -> None:
    """Let this process have the files 0 to `count` - 1 and no other: where all are open, no socket can be opened."""
    os.closerange(count, _MOST_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, count))


def _control(*arguments: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(*arguments, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
