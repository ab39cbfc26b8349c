"""The shape of the package: imports point one way, each library has one home."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from places import ROOT

PACKAGE = ROOT / "server" / "pomegraph"
# A module may import from the layers to the left of its own, and from its own only what stands before it there.
LAYERS = [
    ["errors"],
    ["content", "names", "text", "values", "sorting", "formats", "outline"],
    ["ontology", "registers", "mappings", "facts"],
    ["graph", "disagreements", "quads"],
    ["dataset", "check", "verify", "release"],
    ["engine", "changes"],
    ["web.home", "web.sparql", "web.app", "web.serve"],
    ["cli", "__main__"],
]
ORDER = [name for layer in LAYERS for name in layer]
HOMES = {
    "yaml": {"facts"},
    "rdflib": {"ontology", "check"},
    "pyshacl": {"check"},
    "pyoxigraph": {"names", "quads", "dataset", "check", "engine", "changes"},
    "flask": {"web.home", "web.sparql", "web.app", "web.serve"},
    "werkzeug": {"web.app", "web.sparql"},
    "granian": {"web.serve"},
    "click": {"cli"},
    "rich": {"cli"},
}
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    for path in PACKAGE.rglob("*.py")
    if path.name != "__init__.py"
)


def imports(module: str) -> set[str]:
    tree = ast.parse((PACKAGE / Path(*module.split("."))).with_suffix(".py").read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return names | {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}


def test_every_module_has_its_place() -> None:
    assert sorted(ORDER) == MODULES


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_one_way(module: str) -> None:
    ours = {name.removeprefix("pomegraph.") for name in imports(module) if name.startswith("pomegraph.")}

    assert {name for name in ours if ORDER.index(name) >= ORDER.index(module)} == set()


@pytest.mark.parametrize("module", MODULES)
def test_library_is_used_at_home_only(module: str) -> None:
    tops = {name.partition(".")[0] for name in imports(module)} - {"pomegraph"} - set(sys.stdlib_module_names)

    assert {name for name in tops if module not in HOMES.get(name, set())} == set()


def test_every_module_has_a_test_file() -> None:
    tested = {path.stem.removeprefix("test_") for path in (ROOT / "tests").glob("test_*.py")}
    names = {"web" if name.startswith("web.") else name for name in MODULES}

    assert names - tested - {"errors", "content", "dataset", "__main__"} == set()


def test_content_folders_hold_no_python() -> None:
    assert [path for name in ("ontology", "data", "queries") for path in (ROOT / name).rglob("*.py")] == []
