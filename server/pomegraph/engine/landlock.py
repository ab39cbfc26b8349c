"""Which files a process may open, by where they are (Linux Landlock, where the kernel has it)."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# The numbers are the same on all architectures.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION, _PATH_BENEATH = 1, 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
# How many kinds of access to files each version of the interface knows, as each bit is one.
_KINDS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NETWORK_FROM, _SCOPES_FROM = 4, 6
# Listen and connect by TCP; and to reach by signals, and by sockets with abstract names, who is not confined likewise.
_TCP, _SCOPES = 0b11, 0b11


def keep_folders(folders: Iterable[Path], *, network: bool) -> bool:
    """Let this thread, and those that it starts, read what is in some folders and open nothing else, for good.

    Args:
        folders: What may be read; nothing may be written.
        network: Whether TCP is left.

    Returns:
        Whether the kernel can do that.

    Raises:
        OSError: it can, and refuses.
    """
    version = find_version()
    if version < 1:
        return False
    handled = (1 << _KINDS.get(version, _KINDS[max(_KINDS)])) - 1
    attributes = struct.pack("Q", handled)
    if version >= _NETWORK_FROM:
        attributes += struct.pack("Q", 0 if network else _TCP)
    if version >= _SCOPES_FROM:
        attributes += struct.pack("Q", _SCOPES)
    rules = _call(_CREATE_RULESET, attributes, len(attributes), 0)
    try:
        for folder in folders:
            _allow(rules, folder)
        _call(_RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)
    return True


def find_version() -> int:
    """Return the version of Landlock that the kernel has, or 0."""
    with suppress(OSError):
        return _call(_CREATE_RULESET, None, 0, _ASK_VERSION) if sys.platform == "linux" else 0
    return 0


def _allow(rules: int, folder: Path) -> None:
    file = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        # struct landlock_path_beneath_attr, which is packed.
        _call(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", _READ_FILE | _READ_FOLDER, file), 0)
    finally:
        os.close(file)


def _call(number: int, *arguments: object) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    result: int = libc.syscall(number, *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), "Landlock")
    return result
