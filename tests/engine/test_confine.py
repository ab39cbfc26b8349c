"""What a process is kept from, each measure alone, in processes of their own."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from support.places import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no seccomp here")

HEAD = """\
import ctypes, os, resource, signal, socket, sys, threading
from pathlib import Path
from pyoxigraph import QueryResultsFormat, Store
from pomegraph.engine.confine import *
from pomegraph.engine.seccomp import keep_calls
"""
ASK_ELSEWHERE = """
try:
    print(Store().query(f"ASK {{ SERVICE <{sys.argv[1]}> {{ ?s ?p ?o }} }}"))
except OSError as error:
    print("refused:", error)
"""


def run(script: str, *arguments: str) -> str:
    environment = {"PYTHONPATH": str(ROOT / "server")}
    command = [sys.executable, "-c", HEAD + script, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    return done.stdout + done.stderr


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        yield listener


def is_reached(listener: socket.socket) -> bool:
    try:
        listener.accept()[0].close()
    except TimeoutError:
        return False
    return True


def name_address(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}/"


@pytest.mark.parametrize("measure", ["assert keep_calls(files=True, network=False)", "keep_files(3)"])
def test_service_reaches_nobody_under_each_measure_alone(listener: socket.socket, measure: str) -> None:
    said = run(measure + ASK_ELSEWHERE, name_address(listener))

    assert said.startswith("refused:")
    assert not is_reached(listener)


def test_service_reaches_somebody_without_any(listener: socket.socket) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HEAD + ASK_ELSEWHERE, name_address(listener)],
        env={"PYTHONPATH": str(ROOT / "server")},
        stdout=subprocess.DEVNULL,
    ):
        listener.settimeout(20)

        assert is_reached(listener)


# What would get a query out, if it could run code of its own; what a whole child is kept from is in `test_child.py`.
WAYS_OUT = {
    "IPv4": "socket.socket(socket.AF_INET)",
    "datagrams": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "IPv6": "socket.socket(socket.AF_INET6)",
    "Unix": "socket.socket(socket.AF_UNIX)",
    "netlink": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "packets": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "inherited": "inherited.connect(('127.0.0.1', 9))",
    "listening": "inherited.bind(('127.0.0.1', 0))",
    "program": "os.execv('/bin/true', ['true'])",
}


@pytest.mark.parametrize("name", WAYS_OUT)
def test_way_out_is_closed_to_all_threads(name: str) -> None:
    script = f"""
inherited = socket.socket()
confined = threading.Event()
def leave():
    confined.wait()
    try:
        {WAYS_OUT[name]}
        print("out")
    except PermissionError:
        print("refused")
before = threading.Thread(target=leave)
before.start()
assert keep_calls(files=False, network=False)
confined.set()
before.join()
leave()
"""

    assert run(script).split() == ["refused", "refused"]


def test_what_queries_need_is_not_refused() -> None:
    script = """
memory = open_memory_file()
keep_calls(files=False, network=False)
store = Store()
store.update("INSERT DATA { <a:b> <a:b> 1 }")
print(store.query("ASK { ?s ?p 1 }").serialize(format=QueryResultsFormat.JSON))
print(measure_memory(memory) > 0)
"""

    assert run(script).split() == ["""b'{"head":{},"boolean":true}'""", "True"]


def test_no_file_is_opened_where_all_are_in_use() -> None:
    script = """
keep_files(3)
try:
    open("/dev/null")
except OSError as error:
    print(error.strerror, resource.getrlimit(resource.RLIMIT_NOFILE))
"""

    assert run(script) == "Too many open files (3, 3)\n"


def test_memory_is_limited_above_what_is_in_use() -> None:
    script = """
memory = open_memory_file()
limit_memory(memory, 64 << 20)
some = bytearray(32 << 20)
try:
    bytearray(64 << 20)
except MemoryError:
    print("refused", measure_memory(memory) >= 32 << 20, resource.getrlimit(resource.RLIMIT_CORE))
"""

    assert run(script) == "refused True (0, 0)\n"


def test_process_ends_with_its_parent() -> None:
    script = """
read, write = os.pipe()
wait, go = os.pipe()
if os.fork() == 0:
    if os.fork() == 0:
        die_with_parent(signal.SIGKILL)
        os.write(go, b"!")
        threading.Event().wait(60)
        os.write(write, b"survived")
    else:
        os.read(wait, 1)
    os._exit(0)
os.close(write)
print(os.read(read, 100))
"""

    assert run(script) == "b''\n"


def test_process_has_a_name() -> None:
    assert run("name_process('pom-test'); print(open('/proc/self/comm').read())").strip() == "pom-test"


@pytest.mark.parametrize(("measure", "said"), [("pass", "open"), ("hide_memory()", "refused")])
def test_memory_of_a_hidden_process_is_closed_to_its_sibling(measure: str, said: str) -> None:
    script = f"""
if os.getuid() == 0:
    os.setuid(61234)
    # As after an ordinary start of a program by that user.
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
hidden, tell = os.pipe()
number = os.fork()
if number == 0:
    {measure}
    os.write(tell, b"!")
    signal.pause()
os.read(hidden, 1)
try:
    open(f"/proc/{{number}}/mem", "rb")
    print("open")
except PermissionError:
    print("refused")
os.kill(number, signal.SIGKILL)
"""

    assert run(script) == said + "\n"
