"""What a process is kept from, each measure alone, in processes of their own."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pomegraph.engine import seccomp
from pomegraph.engine.landlock import find_version
from support.places import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no seccomp here")

HEAD = """\
import ctypes, os, resource, signal, socket, sys, threading
from pathlib import Path
from pyoxigraph import QueryResultsFormat, Store
from pomegraph.engine.confine import *
from pomegraph.engine.landlock import *
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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    if not find_version():
        pytest.skip("no Landlock in this kernel")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "file").write_text("inside", encoding="utf-8")
    return tmp_path


ENTERED = """
def show(name, function):
    try:
        print(name, function())
    except PermissionError:
        print(name, "refused")
keep_folders([Path(sys.argv[1]) / "store"], network=False)
"""


def test_only_what_is_in_a_folder_is_read_where_there_is_landlock(folder: Path) -> None:
    (folder / "outside").touch()
    script = """
show("inside", (Path(sys.argv[1]) / "store/file").read_text)
show("outside", (Path(sys.argv[1]) / "outside").read_text)
show("writing", lambda: (Path(sys.argv[1]) / "store/file").open("a"))
show("making", (Path(sys.argv[1]) / "store/new").touch)
show("removing", (Path(sys.argv[1]) / "store/file").unlink)
thread = threading.Thread(target=show, args=["thread", (Path(sys.argv[1]) / "outside").read_text])
thread.start()
thread.join()
"""

    said = run(ENTERED + script, str(folder)).splitlines()

    assert said == [
        "inside inside",
        *(f"{name} refused" for name in ("outside", "writing", "making", "removing", "thread")),
    ]


def test_network_and_others_are_out_of_reach_where_landlock_knows_them(folder: Path, listener: socket.socket) -> None:
    if find_version() < 6:
        pytest.skip("Landlock of this kernel knows no signals")
    script = """
show("calling", lambda: socket.create_connection(("127.0.0.1", int(sys.argv[2]))))
show("signal", lambda: os.kill(os.getppid(), 0))
"""

    said = run(ENTERED + script, str(folder), str(listener.getsockname()[1])).splitlines()

    assert said == ["calling refused", "signal refused"]
