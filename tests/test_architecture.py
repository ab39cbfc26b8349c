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
    ["content", "names", "text", "values", "sorting", "formats", "outline", "credentials", "connection"],
    ["surroundings"],
    ["ontology", "registers", "mappings", "facts"],
    ["graph", "disagreements", "quads"],
    ["engine.limits", "engine.confine", "engine.messages", "engine.rows", "engine.spool", "engine.forking"],
    ["engine.answer", "engine.virtuoso", "engine.remote", "engine.survey"],
    ["questions.question", "questions.reading", "questions.table", "questions.things"],
    ["questions.schema", "questions.values", "questions.verified"],
    ["questions.catalogue", "questions.checking", "questions.examples"],
    ["charts.theme", "charts.picture", "charts.words", "charts.encoding", "charts.drawing"],
    ["dataset", "check", "verify", "release", "graphstore", "loading"],
    ["engine.data", "engine.child", "engine.children"],
    ["engine.broker", "engine.process", "engine.exchange", "engine.client", "changes"],
    ["opening", "api", "tools", "golden", "mcp"],
    ["web.settings", "web.log", "web.protocol", "web.headers", "web.cache", "web.metrics", "web.tables", "web.sockets"],
    ["web.shortcut"],
    [
        "web.problems",
        "web.answers",
        "web.pages",
        "web.description",
        "web.graphs",
        "web.health",
        "web.home",
        "web.sparql",
    ],
    ["web.asking", "web.rows", "web.forms", "web.showing", "web.pictures", "web.describe"],
    ["web.components", "web.operations", "web.openapi"],
    ["web.question_pages", "web.questions"],
    ["web.app", "web.serve"],
    ["supervisor"],
    ["cli.progress", "cli.output", "cli.release", "cli.content", "cli.load", "cli.query", "cli.ask", "cli.answers"],
    ["cli.mcp", "cli.serve", "cli.main"],
    ["__main__"],
]
ORDER = [name for layer in LAYERS for name in layer]
# A package stands for all its modules.
HOMES = {
    "yaml": {"facts", "questions.reading"},
    "rdflib": {"ontology", "check"},
    "pyshacl": {"check"},
    "pyoxigraph": {
        "names",
        "quads",
        "dataset",
        "check",
        "engine",
        "changes",
        "graphstore",
        "loading",
        "web.description",
        "opening",
        "questions.checking",
    },
    "httpx": {"credentials", "connection", "graphstore", "engine.remote", "engine.virtuoso"},
    "flask": {"web"},
    "flask_compress": {"web.app"},
    "flask_cors": {"web.app"},
    "werkzeug": {"web"},
    "cachetools": {"web.cache"},
    "prometheus_client": {"web.metrics", "web.serve"},
    "gunicorn": {"web.serve", "web.sockets"},
    "vl_convert": {"charts"},
    "mcp": {"mcp"},
    "pandas": {"api"},
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

    assert {name for name in tops if not {module, module.partition(".")[0]} & HOMES.get(name, set())} == set()


# What can only be seen in a running server is tested there, by what it must do.
BEHAVIOUR = {
    "engine": {"limits", "broken", "service", "supervisor"},
    "graphstore": {"loading"},
    "surroundings": {"supervisor"},
}


def test_every_module_has_a_test_file() -> None:
    tested = {path.stem.removeprefix("test_") for path in (ROOT / "tests").glob("test_*.py")}
    wanted = {name: {*name.split("."), *BEHAVIOUR.get(name.partition(".")[0], ())} for name in MODULES}
    untested = {name for name, files in wanted.items() if not files & tested}

    assert untested - {"errors", "content", "dataset", "__main__"} == set()


def test_content_folders_hold_no_python() -> None:
    assert [path for name in ("ontology", "data", "queries") for path in (ROOT / name).rglob("*.py")] == []
