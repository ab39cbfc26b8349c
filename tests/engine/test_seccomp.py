"""The list of system calls; what it keeps a process from is in `test_confine.py` and `test_child.py`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pomegraph.engine import seccomp


def test_calls_have_the_numbers_that_the_system_tells() -> None:
    places = [Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), Path("/usr/include/asm-generic/unistd.h")]
    if not all(place.exists() for place in places):
        pytest.skip("no headers here: apt-get install linux-libc-dev")
    pattern = re.compile(r"#define __NR(?:3264)?_(\w+)\s+(\d+)$", re.MULTILINE)
    x86, arm = ({name: int(number) for name, number in pattern.findall(place.read_text())} for place in places)
    # In the general header two have other names where addresses have 64 bits.
    arm |= {"newfstatat": arm["fstatat"], "fadvise64": arm["fadvise64"]}
    lines = ";".join([seccomp._ALWAYS, seccomp._FILES, seccomp._NETWORK]).split(";")
    told = {name: (int(first), int(second)) for name, first, second in map(str.split, lines)}

    assert {name: (x86[name], arm.get(name, 0)) for name in told} == told
