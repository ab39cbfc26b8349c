"""The shape of the package: rooms on floors, each library at home in one of them, each module with its tests."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from support.places import ROOT

PACKAGE = ROOT / "server" / "pomegraph"
# A package stands for all its modules.
HOMES = {
    "yaml": {"content"},
    "rdflib": {"content.ontology", "content.turtle", "build.check"},
    "pyshacl": {"build.check"},
    "pyoxigraph": {
        "names",
        "content.turtle",
        "graph.quads",
        "stores",
        "engine",
        "build",
        "ask.graphs",
        "sparql.terms",
        "web.sparql.service_description",
    },
    "httpx": {"stores"},
    "flask": {"web"},
    "flask_compress": {"web.app"},
    "flask_cors": {"web.app"},
    "werkzeug": {"web"},
    "cachetools": {"web.cache"},
    "prometheus_client": {"web.metrics", "serving.gunicorn"},
    "gunicorn": {"serving"},
    "vl_convert": {"charts"},
    "mcp": {"ask.mcp"},
    "pandas": {"ask.api"},
    "click": {"cli"},
    "rich": {"cli"},
}
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    for path in PACKAGE.rglob("*.py")
    if path.name != "__init__.py"
)
# What can only be seen in a running server is tested there, by what it must do.
ELSEWHERE = {
    "__main__": "cli/test_main.py",
}


def imports(module: str) -> set[str]:
    tree = ast.parse((PACKAGE / Path(*module.split("."))).with_suffix(".py").read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return names | {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}


def test_imports_go_down_the_floors() -> None:
    """The contracts are in `pyproject.toml`; imports for type checkers count as well."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_few_modules_are_loose() -> None:
    assert len([name for name in MODULES if "." not in name]) <= 8


@pytest.mark.parametrize("module", MODULES)
def test_library_is_used_at_home_only(module: str) -> None:
    tops = {name.partition(".")[0] for name in imports(module)} - {"pomegraph"} - set(sys.stdlib_module_names)
    rooms = {module, module.rpartition(".")[0], module.partition(".")[0]}

    assert {name for name in tops if not rooms & HOMES.get(name, set())} == set()


def test_client_of_the_engine_loads_nothing_that_builds() -> None:
    code = "import sys, pomegraph.engine.client; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert {"pyshacl", "rdflib", "yaml", "pomegraph.content"} & set(done.stdout.split()) == set()


def test_content_folders_hold_no_python() -> None:
    assert [path for name in ("ontology", "data", "queries") for path in (ROOT / name).rglob("*.py")] == []
