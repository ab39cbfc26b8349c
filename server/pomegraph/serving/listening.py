"""The socket on which clients come, and how it is closed without losing one of them."""

from __future__ import annotations

import ctypes
import socket
import struct
import sys
from contextlib import suppress

from pomegraph.errors import AddressError

_BACKLOG = 1024
# Linux (asm/socket.h): judge each packet of a socket by a program.
_SO_ATTACH_FILTER = 26
# Classic BPF (filter.h): load a byte, mask it, jump if equal, return.
_LOAD_BYTE, _AND, _JUMP_EQUAL, _RETURN = 0x30, 0x54, 0x15, 0x06
# The byte of a TCP header with the flags, of which these two tell the first packet of a connection.
_FLAGS, _SYN, _ACK = 13, 0x02, 0x10
_WHOLE, _NOTHING = 0xFFFFFFFF, 0


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        AddressError: there is no such address here, or the port is in use.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host or "?", port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise AddressError(f"cannot listen on {host}:{port} ({reason}); choose another --host or --port") from error


def refuse_new_clients(listener: socket.socket) -> None:
    """Let no new connection begin, in any process with this socket, where the system can do that (Linux).

    Those that have begun can still be accepted: when the last of them was, closing the socket loses nobody. Who comes
    now tries again after a second, and finds the port closed.
    """
    if sys.platform != "linux":
        return
    steps = [
        (_LOAD_BYTE, 0, 0, _FLAGS),
        (_AND, 0, 0, _SYN | _ACK),
        (_JUMP_EQUAL, 0, 1, _SYN),
        (_RETURN, 0, 0, _NOTHING),
        (_RETURN, 0, 0, _WHOLE),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    # struct sock_fprog: the number of instructions, padding, their address.
    header = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    # Where the system does not allow it, those are lost who come in the instant between the last look and the close.
    with suppress(OSError):
        listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, header)
