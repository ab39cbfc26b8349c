"""What lies in `deploy/`: settings and flags that are named exist, and limits fit."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from pomegraph.cli.main import main
from pomegraph.engine.limits import Limits
from pomegraph.serving.gunicorn import count_files
from support.commands import read_commands
from support.places import ROOT
from support.servers import find_free_port, run_pomegraph

DEPLOY = ROOT / "deploy"
UNIT = (DEPLOY / "pomegraph.service").read_text(encoding="utf-8")
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
TEXTS = {"unit": UNIT, "container": CONTAINER}
# Of the unit, what is no comment and no section.
LINES = [line for line in UNIT.splitlines() if line and line[0] not in "#["]
# Of the Containerfile, one instruction each.
STEPS = re.sub(r"\\\n *", "", re.sub(r"^#.*\n", "", CONTAINER, flags=re.MULTILINE)).splitlines()
CORES = 64


def read_setting(name: str) -> str:
    """Return the last value of a setting of the unit."""
    return [line.partition("=")[2] for line in LINES if line.startswith(f"{name}=")][-1]


def find_steps(instruction: str) -> list[str]:
    """Return what follows each instruction of one name in the Containerfile."""
    return [step.removeprefix(f"{instruction} ") for step in STEPS if step.startswith(f"{instruction} ")]


@pytest.mark.parametrize("name", TEXTS)
def test_every_setting_that_is_named_exists(name: str) -> None:
    told = set(re.findall(r"POMEGRAPH_[A-Z_]+", CliRunner().invoke(main, ["serve", "--help"]).output))

    assert "POMEGRAPH_RELEASE" in told
    assert set(re.findall(r"POMEGRAPH_[A-Z_]+", TEXTS[name])) - told == set()


@pytest.mark.parametrize("name", ["unit", "container"])
def test_every_command_that_is_run_is_one(name: str) -> None:
    runs = re.findall(r"bin/pomegraph (\w+)((?: --[a-z-]+ \S+)*)", TEXTS[name])

    assert runs
    for command, options in runs:
        known = {flag for parameter in read_commands()[command].params for flag in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", options)) - known == set()


def test_every_line_of_the_unit_is_a_setting() -> None:
    assert re.findall(r"^\[(\w+)\]$", UNIT, re.MULTILINE) == ["Unit", "Service", "Install"]
    assert [line for line in LINES if not re.fullmatch(r"[A-Z]\w+=.*", line)] == []


def test_queries_may_finish_before_the_service_is_killed() -> None:
    assert int(read_setting("TimeoutStopSec")) > Limits().timeout + 10


def test_service_may_open_the_files_that_it_needs() -> None:
    limits = Limits(queries=CORES)

    assert int(read_setting("LimitNOFILE")) > count_files(limits, workers=4)
    # Two engines while one takes over, each query with two threads; each thread of the web with one that spools.
    assert int(read_setting("TasksMax")) > 2 * 2 * CORES + 2 * (4 * 16 + CORES + limits.waiting)


def test_service_lets_its_processes_confine_themselves() -> None:
    allowed = {name for line in LINES if line.startswith("SystemCallFilter=") for name in line[17:].split()}

    assert {"seccomp", "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"} <= allowed


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a command that is there, for systemd 250 or later, which judges files that are not installed."""
    program = shutil.which("systemd-analyze") or pytest.skip("no systemd here")
    if "--offline" not in subprocess.run([program, "--help"], capture_output=True, text=True, check=False).stdout:
        pytest.skip("systemd is older than 250")
    path = tmp_path / "pomegraph.service"
    path.write_text(UNIT.replace("/opt/pomegraph/bin/pomegraph", sys.executable), encoding="utf-8")
    return path


def test_systemd_understands_the_unit(unit: Path) -> None:
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_systemd_finds_the_unit_tight(unit: Path) -> None:
    # In tenths, of 10 for a service that may do everything; systemd 252 says 1.2.
    command = ["systemd-analyze", "security", "--offline=yes", "--threshold=15", str(unit)]

    assert subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0


def test_image_holds_what_the_wheel_is_made_of() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {"pyproject.toml", "constraints.txt", project["project"]["readme"], *project["project"]["license-files"]}
    needed |= {Path(name).parts[0] for name in [*wheel["packages"], *wheel["force-include"]]}
    copied = {name for step in find_steps("COPY") if "--from" not in step for name in step.split()[:-1]}

    assert copied == needed


def test_image_runs_as_nobody_and_ends_as_it_should() -> None:
    (user,) = find_steps("USER")

    # Kubernetes can tell that a number is not root; a name it does not know.
    assert all(int(part) >= 1000 for part in user.split(":"))
    assert find_steps("STOPSIGNAL") == ["SIGTERM"]
    assert find_steps("ENTRYPOINT") + find_steps("CMD") == ['["pomegraph"]', '["serve"]']


def check_health(port: int) -> int:
    """Run the health check of the image, and return its status."""
    (step,) = find_steps("HEALTHCHECK")
    _, *arguments = json.loads(step.partition("CMD ")[2])
    environment = os.environ | {"POMEGRAPH_PORT": str(port)}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, stderr=subprocess.DEVNULL, check=False
    ).returncode


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.nt"
    path.write_text("<http://x/s> <http://x/p> <http://x/o> .\n", encoding="utf-8")
    return path


@pytest.mark.slow
def test_first_process_of_a_container_ends_when_it_is_told(data: Path) -> None:
    apart = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child"]
    if not shutil.which("unshare") or subprocess.run([*apart, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no namespaces here")
    command = [*apart, sys.executable, "-m", "pomegraph", "serve", "--port", "0", "--data", str(data)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "server")}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        next(line for line in process.stderr if line.startswith("serving"))
        (first,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        os.kill(int(first), signal.SIGTERM)
        status = process.wait(60)

    assert status == 0


@pytest.mark.slow
def test_health_check_tells_whether_it_lives(data: Path) -> None:
    with run_pomegraph("--data", str(data)) as server:
        assert check_health(int(server.url.rpartition(":")[2])) == 0
    assert check_health(find_free_port()) != 0
