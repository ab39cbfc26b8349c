"""Takes from a process what a query must not have: memory without end, core dumps, the network, new programs."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_NAME, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 15, 22, 38
_SECCOMP_MODE_FILTER = 2
_ALLOW, _REFUSE_WITH_EPERM = 0x7FFF0000, 0x00050001
# Classic BPF (Linux, filter.h): load a word, jump if equal, jump if greater or equal, return.
_LOAD, _JUMP_EQUAL, _JUMP_FROM, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_OFFSET, _ARCHITECTURE_OFFSET = 0, 4
_X32 = 0x40000000
_MOST_FILES = 1 << 20
# Audit name of the architecture, and the numbers of socket, socketpair, connect, bind, listen, accept, accept4,
# execve, execveat, kill, ptrace, process_vm_readv, process_vm_writev there.
_REFUSED = {
    "x86_64": (0xC000003E, (41, 53, 42, 49, 50, 43, 288, 59, 322, 62, 101, 310, 311)),
    "aarch64": (0xC00000B7, (198, 199, 203, 200, 201, 202, 242, 221, 281, 129, 117, 270, 271)),
}
# The same on all: io_uring_setup, io_uring_enter, io_uring_register, pidfd_getfd.
_REFUSED_EVERYWHERE = (425, 426, 427, 438)


def die_with_parent(number: signal.Signals) -> None:
    """Have the system send this process a signal when its parent ends (Linux; elsewhere it does nothing)."""
    if sys.platform == "linux":
        _control(_PR_SET_PDEATHSIG, number)


def name_process(name: str) -> None:
    """Give this process a name of at most 15 characters, as tools such as top show it (Linux)."""
    if sys.platform == "linux":
        _control(_PR_SET_NAME, ctypes.c_char_p(name.encode()))


def limit_memory(more: int) -> None:
    """Let this process take some bytes of addresses more than it has now, and leave no core dump."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    size = measure_memory()
    if size is not None:
        resource.setrlimit(resource.RLIMIT_AS, (size + more, size + more))


def limit_data(most: int) -> None:
    """Let this process write to so many bytes of memory of its own, and leave no core dump.

    Addresses that are only set aside do not count, unlike with `limit_memory`.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # On macOS nothing comes of it.
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def measure_memory() -> int | None:
    """Return the bytes of addresses that this process has, or None where the system does not tell."""
    statm = Path("/proc/self/statm")
    return int(statm.read_bytes().split()[0]) * resource.getpagesize() if statm.exists() else None


def refuse_network() -> bool:
    """Refuse this process every new socket, program and hold on other processes, for good; return whether it can be.

    Linux seccomp; nothing is refused elsewhere.
    """
    architecture, numbers = _REFUSED.get(platform.machine(), (0, ()))
    if sys.platform != "linux" or not numbers:
        return False
    program = _build_filter(architecture, numbers + _REFUSED_EVERYWHERE)
    code = ctypes.create_string_buffer(program)
    # struct sock_fprog: the number of instructions, padding, their address.
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    _control(_PR_SET_NO_NEW_PRIVS, 1)
    _control(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.c_char_p(header))
    return True


def keep_files(count: int) -> None:
    """Let this process have the files 0 to `count` - 1 and no other: where all are open, no socket can be opened."""
    os.closerange(count, _MOST_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, count))


def _build_filter(architecture: int, numbers: tuple[int, ...]) -> bytes:
    """Return instructions that allow every call but some, and refuse calls of another architecture."""
    refused = [(_JUMP_EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)]
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE_OFFSET),
        (_JUMP_EQUAL, 0, len(numbers) + 3, architecture),
        (_LOAD, 0, 0, _NUMBER_OFFSET),
        (_JUMP_FROM, len(numbers) + 1, 0, _X32),
        *refused,
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE_WITH_EPERM),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _control(*arguments: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(*arguments, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
