"""What a process for queries could do if the store ran code that a query brings: attacks by such a store, for real."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pomegraph.engine.landlock import find_version
from support.places import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no seccomp here")

# A store that runs queries as Python, in a child of an engine; siblings are as good as the engine itself.
SCRIPT = """\
import ctypes, json, mmap, os, resource, signal, socket, struct, sys, threading
from pathlib import Path
from pomegraph.engine.child import Task, pack_request, run_child
from pomegraph.engine.frames import FrameReader
from pomegraph.engine.forking import fork
from pomegraph.engine.messages import Line
from pomegraph.errors import QueryError
from pomegraph.sparql.formats import Wanted

libc = ctypes.CDLL(None, use_errno=True)

def check(result):
    if result in (-1, 2**64 - 1):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result

class Faulty:
    def answer(self, query, dataset, wanted):
        try:
            exec(query, globals())
        except Exception as error:
            raise QueryError(str(error))
        raise QueryError("done")

attacks, folder, network = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3] == "network"
ours, theirs = socket.socketpair()
number = fork("test-child", signal.SIGKILL)
if number == 0:
    run_child(theirs, Task(Faulty, 1 << 28, Path(folder) if folder else None), mmap.mmap(-1, 1), network=network)
theirs.close()
line = Line(ours)
assert "ready" in line.receive_one()
for thread in Path(f"/proc/{number}/task").iterdir():
    status = dict(each.split(":\\t", 1) for each in (thread / "status").read_text().splitlines())
    print(json.dumps(["rights of " + thread.name, status["CapEff"] + status["CapPrm"]]))
for name, attack in attacks.items():
    near, far = socket.socketpair()
    line.send({"lease": 1}, [far.fileno()])
    far.close()
    near.sendall(pack_request(attack, None, Wanted("json", "json", "turtle"), 10.0))
    near.shutdown(socket.SHUT_WR)
    frames = FrameReader().read(b"".join(iter(lambda: near.recv(1 << 16), b"")))
    verdict = json.loads(frames[0][1]) if frames else None
    line.receive_one()
    print(json.dumps([name, verdict["error"]["data"]["detail"] if "error" in (verdict or {}) else str(verdict)]))
"""
REFUSED = {
    "sockets": "socket.socket()",
    "sockets of this machine": "socket.socket(socket.AF_UNIX)",
    "pairs of sockets": "socket.socketpair()",
    "another file in place of one": "os.close(0); os.open('/dev/null', os.O_RDONLY)",
    "any file": "os.open('/etc/passwd', os.O_RDONLY)",
    "a new file": "os.open('/tmp/pomegraph-attack', os.O_CREAT | os.O_WRONLY)",
    "memory of the engine": "os.open(f'/proc/{os.getppid()}/mem', os.O_RDWR)",
    "memory of others": "check(libc.process_vm_readv(os.getppid(), 0, 0, 0, 0, 0))",
    "tracing": "check(libc.ptrace(16, os.getppid(), 0, 0))",
    "files of others": "check(libc.syscall(438, 0, 0, 0))",
    "a signal": "os.kill(os.getppid(), 0)",
    "a signal to a thread": "check(libc.syscall(234, os.getppid(), os.getppid(), 0))",
    "a signal with a value": "check(libc.syscall(129, os.getppid(), 0, 0))",
    "a signal by a file": "check(libc.syscall(424, 0, 0, 0, 0))",
    "limits of others": "resource.prlimit(os.getppid(), resource.RLIMIT_CPU)",
    "other limits": "resource.setrlimit(resource.RLIMIT_CPU, (1, 1))",
    "a process": "os.fork()",
    "a program": "os.execv('/bin/true', ['true'])",
    "a thread": "threading.Thread(target=print).start()",
    "code of its own": "mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC)",
    "asynchronous calls": "check(libc.syscall(425, 8, 0))",
    "names of files": "os.stat('/etc/passwd')",
    "a folder": "os.listdir('/')",
    "another folder": "os.chdir('/')",
    "an open file given away": "check(libc.sendmsg(3, None, 0))",
    "room for more files": "resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))",
    "kernel modules": "check(libc.syscall(321, 0, 0, 0))",
}
# A store on disk opens its files as they are needed, and starts threads before.
ON_DISK = REFUSED.keys() - {"names of files"}
# A query that calls others needs sockets, names, and what tells how to look them up.
WITH_NETWORK = {
    *("a new file", "memory of others", "tracing", "files of others", "a signal", "a signal to a thread"),
    *("a signal with a value", "a signal by a file", "limits of others", "other limits", "a process", "a program"),
    *("asynchronous calls", "another folder", "kernel modules"),
}


# What the system, Landlock and Python say to those who may not.
NO = {"Operation not permitted", "Permission denied", "not allowed to raise maximum limit", "can't start new thread"}


def attack(attacks: dict[str, str], folder: Path | None = None, network: str = "") -> dict[str, str]:
    environment = {"PYTHONPATH": str(ROOT / "server")}
    command = [sys.executable, "-c", SCRIPT, json.dumps(attacks), str(folder or ""), network]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.stderr == ""
    return dict(json.loads(line) for line in done.stdout.splitlines())


def list_allowed(attacks: dict[str, str], folder: Path | None = None, network: str = "") -> dict[str, str]:
    found = attack(attacks, folder, network)
    assert attacks.keys() <= found.keys()
    return {name: found[name] for name in attacks if not any(no in found[name] for no in NO)}


def test_child_in_memory_does_nothing_but_answer() -> None:
    assert list_allowed(REFUSED) == {}


def test_child_of_a_store_on_disk_reads_its_files_and_does_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "000001.sst").write_text("data", encoding="utf-8")
    inside = f"assert open({str(tmp_path / '000001.sst')!r}).read() == 'data'"
    to_write = f"open({str(tmp_path / '000001.sst')!r}, 'a')"
    attacks = {name: REFUSED[name] for name in ON_DISK} | {"inside": inside, "to write": to_write}
    # Without Landlock all that its user may read can be read.
    anywhere = set() if find_version() else {"any file", "another file in place of one", "a folder"}

    assert list_allowed(attacks, tmp_path).keys() - anywhere == {"inside"}


def test_child_with_network_starts_nothing_and_touches_no_other_process() -> None:
    attacks = {name: REFUSED[name] for name in WITH_NETWORK} | {"sockets": "socket.socket()"}

    assert list_allowed(attacks, network="network") == {"sockets": "done"}


def test_child_may_still_end_itself() -> None:
    # As Rust does where there is no memory.
    assert attack({"end": "os.abort()"})["end"] == "None"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to give up")
@pytest.mark.parametrize(("network", "rights"), [("", 0), ("network", 1 << 2)])
def test_child_of_root_has_no_rights_of_root_but_to_read(network: str, rights: int) -> None:
    found = attack({}, network=network)

    assert len(found) == 2
    assert set(found.values()) == {f"{rights:016x}" * 2}
