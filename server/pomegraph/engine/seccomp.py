"""The system calls that a process for queries may make: a list of what it needs, and nothing else (Linux seccomp).

The list was measured with strace: all formats of results, errors, ends for want of memory, stack and time, in memory
and on disk, and queries that ask elsewhere; for x86-64, with the same calls for ARM64.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
import threading
from typing import TypeAlias

# What an argument must be: its place, the bits that count, and what they must be.
_Condition: TypeAlias = tuple[int, int, int]
# A call is allowed if all conditions of any of these hold; none at all allow it always.
_Ways: TypeAlias = tuple[tuple[_Condition, ...], ...]

# Each call with its numbers on x86-64 and ARM64; 0 there stands for none, as io_setup is none of these.
_ALWAYS = """
read 0 63; write 1 64; close 3 57; lseek 8 62; fstat 5 80; pread64 17 67; poll 7 0; ppoll 271 73;
mmap 9 222; mprotect 10 226; munmap 11 215; mremap 25 216; madvise 28 233; brk 12 214;
rt_sigaction 13 134; rt_sigprocmask 14 135; rt_sigreturn 15 139; sigaltstack 131 132; setitimer 38 103;
recvfrom 45 207; recvmsg 47 212; sendto 44 206; getsockopt 55 209; getsockname 51 204;
futex 202 98; set_robust_list 273 99; rseq 334 293; gettid 186 178; getpid 39 172; tgkill 234 131; tkill 200 130;
exit 60 93; exit_group 231 94; restart_syscall 219 128; sched_yield 24 124; sched_getaffinity 204 123;
clock_gettime 228 113; clock_getres 229 114; clock_nanosleep 230 115; nanosleep 35 101; gettimeofday 96 169; time 201 0;
getrandom 318 278; prlimit64 302 261
"""
# For a store on disk, whose files are opened when they are needed.
_FILES = "openat 257 56; newfstatat 262 79; statx 332 291; fcntl 72 25; fadvise64 221 223; readahead 187 213"
# For queries that ask elsewhere: names are looked up by what the system offers for that.
_NETWORK = """
socket 41 198; connect 42 203; bind 49 200; shutdown 48 210; sendmsg 46 211; sendmmsg 307 269; recvmmsg 299 243;
getpeername 52 205; setsockopt 54 208; socketpair 53 199; select 23 0; pselect6 270 72; epoll_create1 291 20;
epoll_ctl 233 21; epoll_wait 232 0; epoll_pwait 281 22; eventfd2 290 19; pipe2 293 59; ioctl 16 29; stat 4 0; lstat 6 0;
access 21 0; faccessat 269 48; faccessat2 439 439; readlink 89 0; readlinkat 267 78; getdents64 217 61; getcwd 79 17;
uname 63 160; sysinfo 99 179; getuid 102 174; geteuid 107 175; getgid 104 176; getegid 108 177; getcpu 309 168;
clone 56 220
"""
# clone3 hides what it is to do in memory; told that there is none, libraries use clone.
_CLONE3 = 435
# The audit names of the architectures, and the number of seccomp itself there.
_ARCHITECTURES = {"x86_64": (0xC000003E, 317), "aarch64": (0xC00000B7, 277)}

_ANY = 0xFFFFFFFF
_PROT_EXEC, _CLONE_THREAD = 0x4, 0x10000
# O_WRONLY, O_RDWR, O_CREAT, O_TRUNC.
_TO_WRITE = 0o1103
_GETFD, _SETFD, _GETFL, _SETFL, _DUPFD_CLOEXEC = 1, 2, 3, 4, 1030
_TCGETS, _FIONREAD, _FIONBIO = 0x5401, 0x541B, 0x5421
_UNIX, _INET, _INET6, _NETLINK = 1, 2, 10, 16

_SET_MODE_FILTER, _ALL_THREADS = 1, 1
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
# Classic BPF (Linux, filter.h): load a word, mask it, jump if equal, jump if greater or equal, return.
_LOAD, _AND, _JUMP_EQUAL, _JUMP_FROM, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_NUMBER_OFFSET, _ARCHITECTURE_OFFSET, _ARGUMENTS_OFFSET = 0, 4, 16
_X32 = 0x40000000
_Step: TypeAlias = tuple[int, int, int, int]


def keep_calls(*, files: bool, network: bool) -> bool:
    """Leave all threads of this process the calls that queries need, for good; return whether it can be done.

    Args:
        files: Whether files may be opened, to be read.
        network: Whether others may be called, for which threads may be started too.

    Raises:
        OSError: the system refuses it.
    """
    if sys.platform != "linux" or platform.machine() not in _ARCHITECTURES:
        return False
    architecture, seccomp = _ARCHITECTURES[platform.machine()]
    program = _build_program(architecture, _list_calls(files=files, network=network))
    code = ctypes.create_string_buffer(program)
    # struct sock_fprog: the number of instructions, padding, their address.
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(seccomp, _SET_MODE_FILTER, _ALL_THREADS, header):
        raise OSError(ctypes.get_errno() or errno.EPERM, "seccomp")
    return True


def _list_calls(*, files: bool, network: bool) -> dict[int, _Ways]:
    """Return the numbers of the calls that are allowed, and on which conditions."""
    text = ";".join([_ALWAYS] + [_FILES] * (files or network) + [_NETWORK] * network)
    conditions = _list_conditions(network=network)
    calls: dict[int, _Ways] = {}
    for line in text.split(";"):
        name, *numbers = line.split()
        number = int(numbers[list(_ARCHITECTURES).index(platform.machine())])
        if number or name == "read":
            calls[number] = conditions.get(name, ())
    return calls


def _list_conditions(*, network: bool) -> dict[str, _Ways]:
    no_programs: _Ways = () if network else (((2, _PROT_EXEC, 0),),)
    kept = (_GETFD, _SETFD, *((_GETFL, _SETFL, _DUPFD_CLOEXEC) if network else ()))
    return {
        # What is mapped is never run, but for libraries that look up names.
        "mmap": no_programs,
        "mprotect": no_programs,
        # Only this process is ended, as Rust does when there is no memory.
        "tgkill": (((0, _ANY, os.getpid()),),),
        "tkill": (((0, _ANY, threading.get_native_id()),),),
        # Limits are read, and not those of others.
        "prlimit64": (((0, _ANY, 0), (2, _ANY << 32 | _ANY, 0)),),
        "openat": (((2, _TO_WRITE, 0),),),
        "fcntl": _list_ways(1, kept),
        "ioctl": _list_ways(1, (_TCGETS, _FIONREAD, _FIONBIO)),
        "socket": _list_ways(0, (_UNIX, _INET, _INET6, _NETLINK)),
        # Threads, no processes.
        "clone": (((0, _CLONE_THREAD, _CLONE_THREAD),),),
    }


def _list_ways(place: int, values: tuple[int, ...]) -> _Ways:
    return tuple(((place, _ANY, value),) for value in values)


def _build_program(architecture: int, calls: dict[int, _Ways]) -> bytes:
    """Return instructions that allow these calls and refuse all others, also those of another architecture."""
    steps: list[_Step] = [
        (_LOAD, 0, 0, _ARCHITECTURE_OFFSET),
        (_JUMP_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _REFUSE | errno.EPERM),
        (_LOAD, 0, 0, _NUMBER_OFFSET),
        (_JUMP_FROM, 0, 1, _X32),
        (_RETURN, 0, 0, _REFUSE | errno.EPERM),
        (_JUMP_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _REFUSE | errno.ENOSYS),
    ]
    for number, ways in calls.items():
        block = _build_block(ways)
        steps += [(_JUMP_EQUAL, 0, len(block), number), *block]
    steps.append((_RETURN, 0, 0, _REFUSE | errno.EPERM))
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _build_block(ways: _Ways) -> list[_Step]:
    """Return instructions that decide on one call."""
    if not ways:
        return [(_RETURN, 0, 0, _ALLOW)]
    block: list[_Step] = []
    for way in ways:
        tests = [test for condition in way for test in _build_tests(condition)]
        # A test that fails goes to the end of its way.
        rest = len(tests)
        for load, mask, value in tests:
            rest -= 1
            block += [load, mask, (_JUMP_EQUAL, 0, 3 * rest + 1, value)]
        block.append((_RETURN, 0, 0, _ALLOW))
    return [*block, (_RETURN, 0, 0, _REFUSE | errno.EPERM)]


def _build_tests(condition: _Condition) -> list[tuple[_Step, _Step, int]]:
    """Return how to load what counts of an argument, and what it must be then: half by half, the lower one first."""
    place, mask, value = condition
    halves = [(0, mask & _ANY, value & _ANY), (4, mask >> 32, value >> 32)]
    return [
        ((_LOAD, 0, 0, _ARGUMENTS_OFFSET + 8 * place + offset), (_AND, 0, 0, bits), wanted)
        for offset, bits, wanted in halves
        if bits
    ]
