"""The shape of the package: rooms on floors, each library at home in one of them, each module with its tests."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.places import ROOT

PACKAGE = ROOT / "server" / "pomegraph"
TESTS = ROOT / "tests"
# A package stands for all its modules.
HOMES = {
    "yaml": {"content"},
    "rdflib": {"content.ontology", "content.turtle"},
    "pyoxigraph": {
        "names",
        "content.turtle",
        "graph.links",
        "graph.quads",
        "stores",
        "files",
        "engine",
        "build",
        "ask.graphs",
        "sparql.terms",
        "web.dataset",
        "web.release_files",
        "web.rendering",
        "web.sparql.service_description",
        "web.things",
    },
    "backports": {"files.packing"},
    "compression": {"files.packing"},  # of Python, from 3.14
    "orjson": {"content.quick_json"},
    "httpx": {"stores", "records.fetching"},
    "flask": {"web"},
    "flask_compress": {"web.app"},
    "flask_cors": {"web.app"},
    "werkzeug": {"web"},
    "cachetools": {"web.cache"},
    "prometheus_client": {"web.metrics", "serving.gunicorn"},
    "gunicorn": {"serving"},
    "pygraphviz": {"charts"},
    "vl_convert": {"charts"},
    "mcp": {"agents.mcp", "agents.mcp_http", "web.agents"},
    "pyarrow": {"build.parquet"},
    "Stemmer": {"questions.spelling"},
    "rapidfuzz": {"search.correcting"},
    "pyspark": {"cluster"},
    "py4j": {"cluster.session"},
    "click": {"cli"},
    "rich": {"cli"},
}
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    for path in PACKAGE.rglob("*.py")
    if path.name != "__init__.py"
)
# Modules without a test file of their own, and where they are tested.
ELSEWHERE = {
    **{f"web.things.kinds.{name}": "web/things/kinds/test_choice.py" for name in ("drug", "evidence", "shared")},
    **{f"web.things.kinds.{name}": "web/things/kinds/test_choice.py" for name in ("subjects", "treatments")},
    "__main__": "cli/test_main.py",  # run as a program
    "version": "cli/test_main.py",  # what the program says of itself
    "cli.mcp": "agents/test_mcp.py",  # the command, spoken to by the client of the official package
    "cli.cluster": "cluster/test_session.py",  # options of commands that are run there
    "cluster.checking": "cluster/test_building.py",  # a step of the build, on a cluster
    "cluster.converting": "cluster/test_building.py",
    "cluster.disagreeing": "cluster/test_building.py",
    "cluster.importing": "cluster/test_building.py",  # what is built is imported there
    "engine.answer": "engine/test_exchange.py",  # values without behaviour
    "engine.broker": "endpoint/test_limits.py",  # whose turn it is, and what is ended, in a running server
    "engine.children": "serving/test_supervisor.py",  # killed and replaced in a running server
    "engine.connection": "engine/test_leases.py",  # what a connection is lent, by a running engine
    "records.converted": "records/test_pieces.py",  # values without behaviour, as pieces are made of them
    "serving.answering": "endpoint/test_http.py",  # one answer to each request, in a running server
    "serving.arbiter": "serving/test_shortage.py",  # what cannot be started, in a running server
    "serving.client": "endpoint/test_crowds.py",  # what a client is at, in a running server
    "serving.clients": "endpoint/test_crowds.py",  # many at once, in a running server
    "serving.door": "serving/test_start_and_end.py",  # who came in is answered, in a running server
    "serving.engines": "serving/test_supervisor.py",  # one takes the place of another in a running server
    "serving.worker": "serving/test_start_and_end.py",  # nobody is lost at the end of a running server
    "web.settings": "web/test_app.py",  # values without behaviour
}
# Public names that two modules define, and why.
TWICE = {"IMPORTER": "each importer of records tells under this name what it is"}


def parse(module: str) -> ast.Module:
    return ast.parse((PACKAGE / Path(*module.split("."))).with_suffix(".py").read_text(encoding="utf-8"))


def imports(module: str) -> set[str]:
    tree = parse(module)
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
    tops = (
        {name.partition(".")[0] for name in imports(module)} - {"pomegraph", "_typeshed"} - set(sys.stdlib_module_names)
    )
    rooms = {module, module.rpartition(".")[0], module.partition(".")[0]}

    assert {name for name in tops if not rooms & HOMES.get(name, set())} == set()


def test_client_of_the_engine_loads_nothing_that_builds() -> None:
    code = "import sys, pomegraph.engine.client; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert {"rdflib", "yaml", "pomegraph.content"} & set(done.stdout.split()) == set()


@pytest.mark.parametrize("module", MODULES)
def test_module_has_its_tests_at_the_same_place(module: str) -> None:
    *rooms, name = module.split(".")
    place = Path(*rooms, f"test_{name}.py")
    elsewhere = ELSEWHERE.get(module)

    assert (TESTS / (elsewhere or place)).is_file()
    assert elsewhere is None or not (TESTS / place).exists(), f"take {module} out of ELSEWHERE"


def test_what_is_tested_elsewhere_is_a_module() -> None:
    assert [module for module in ELSEWHERE if module not in MODULES] == []


def list_public_names(module: str) -> set[str]:
    """Return the functions, classes and constants without an underscore that a module defines."""
    names: set[str] = set()
    body = parse(module).body
    for node in [*body, *(inner for each in body if isinstance(each, ast.If) for inner in each.body)]:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        names |= {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}
        names |= {node.name} if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else set()
    return {name for name in names if not name.startswith("_")}


def test_public_name_has_one_home() -> None:
    homes: dict[str, list[str]] = {}
    for module in MODULES:
        for name in list_public_names(module):
            homes.setdefault(name, []).append(module)

    assert {name: found for name, found in homes.items() if len(found) > 1 and name not in TWICE} == {}


def test_no_test_patches_what_is_private() -> None:
    patched = re.compile(r"""(?:setattr|patch(?:\.object)?)\([^)]*["'](?:[\w.]*\.)?_[a-zA-Z]\w*["']""")
    texts = {path: path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py")}

    assert [path.name for path, text in texts.items() if patched.search(text)] == []


def test_content_folders_hold_no_python() -> None:
    assert [path for name in ("ontology", "data", "queries") for path in (ROOT / name).rglob("*.py")] == []
