"""What is written for people: files, settings, commands and flags that are named exist, and the picture is true."""

from __future__ import annotations

import ast
import re
import textwrap
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pomegraph.build.check_questions import check_questions
from pomegraph.cli.main import main
from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.errors import Problem
from pomegraph.version import __version__
from support.commands import read_commands
from support.places import ROOT

PACKAGE = ROOT / "server" / "pomegraph"
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
}
# Where files lie that the docs name by their path; modules of the package are named from its top.
PLACES = (ROOT, PACKAGE)
FOLDERS = "|".join(("data", "deploy", "docs", "ontology", "queries", "server", "tests"))
# What `pomegraph.stores.credentials` reads, by the end of its name; and what only tests read.
SECRETS = {f"POMEGRAPH_{use}_{name}" for use in ("LOAD", "STORE") for name in ("TOKEN", "USER", "PASSWORD")}
OTHER_SETTINGS = SECRETS | {"POMEGRAPH_LOAD_PLAIN_HTTP", "POMEGRAPH_FUSEKI"}
# Every room stands on these, which the picture leaves out.
BASE = {"errors", "names", "version", "wording"}
each_text = pytest.mark.parametrize("name", TEXTS)


def list_floors() -> list[set[str]]:
    """Return the rooms of each floor, from the highest, as import-linter has them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = [one["layers"] for one in project["tool"]["importlinter"]["contracts"] if one["id"] == "floors"]
    return [set(re.findall(r"\w+", layer)) for layer in layers]


def read_arrows() -> set[tuple[str, str]]:
    """Return the arrows of the first picture of the design."""
    picture = re.search(r"^```mermaid\n(.*?)^```", TEXTS["docs/design.md"], re.MULTILINE | re.DOTALL)
    assert picture is not None
    return set(re.findall(r"^ +(\w+) --> (\w+)$", picture[1], re.MULTILINE))


def find_imports() -> set[tuple[str, str]]:
    """Return which room imports which, imports for type checkers included."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pomegraph."):
                found.add((room, str(node.module).split(".")[1]))
    return {(above, below) for above, below in found if above != below and not {above, below} & {*BASE, "__init__"}}


def reach(room: str, arrows: set[tuple[str, str]]) -> set[str]:
    """Return the rooms that a path of arrows leads to."""
    direct = {below for above, below in arrows if above == room}
    return direct.union(*(reach(below, arrows) for below in direct))


def slugs(text: str) -> set[str]:
    """Return how the headings of a text are called in links."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def find_parameters(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts}


@each_text
def test_every_link_leads_somewhere(name: str) -> None:
    links = [link for link in re.findall(r"\]\(\s*([^)]+?)\)", TEXTS[name]) if not link.startswith("http")]
    for link in links:
        path, _, heading = link.partition("#")
        target = (ROOT / name).parent / path if path else ROOT / name
        assert target.exists(), link
        assert not heading or heading in slugs(target.read_text(encoding="utf-8")), link


@each_text
def test_every_file_that_is_named_exists(name: str) -> None:
    named = set(re.findall(rf"`((?:{FOLDERS})/[\w./-]+|[\w./-]+\.py)`", TEXTS[name]))
    # KEY and QUESTION stand for any name.
    paths = [path for path in named if not re.search(r"[A-Z]{3}", path)]

    assert [path for path in paths if not any((place / path).exists() for place in PLACES)] == []


def test_tests_are_named_by_their_whole_path() -> None:
    assert [test for text in TEXTS.values() for test in re.findall(r"(?<![/\w])test_\w+\.py", text)] == []
    assert TEXTS["docs/threat-model.md"].count("`tests/") > 30


@each_text
def test_every_setting_that_is_named_exists(name: str) -> None:
    helps = [CliRunner().invoke(main, [*command, "--help"]).output for command in ([], ["serve"], ["load"], ["build"])]
    known = {*re.findall(r"POMEGRAPH_[A-Z_]+", " ".join(helps)), *OTHER_SETTINGS}

    assert set(re.findall(r"POMEGRAPH_[A-Z_]+", TEXTS[name])) - known == set()


def test_operators_are_told_every_setting_and_command() -> None:
    text = TEXTS["docs/operations.md"]
    parameters = read_commands()["serve"].params
    settings = {str(parameter.envvar) for parameter in parameters if isinstance(parameter, click.Option)} - {"None"}

    assert [setting for setting in settings if f"`{setting}`" not in text] == []
    assert set(re.findall(r"^\| `pomegraph (\w+)", text, re.MULTILINE)) == set(read_commands())


@each_text
def test_every_command_that_is_named_takes_its_flags(name: str) -> None:
    for command, rest in re.findall(r"(?<!/)\bpomegraph ([a-z]+)\b([^`\n|#]*)", TEXTS[name]):
        flags = set(re.findall(r"(?<=\s)--[a-z-]+", rest))
        if command in read_commands() and command != "ask":
            assert flags - find_parameters(read_commands()[command]) - {"--help"} == set(), command


def test_every_flag_that_the_threat_model_names_exists() -> None:
    flags = set(re.findall(r"`(--[a-z-]+)", TEXTS["docs/threat-model.md"]))

    assert flags
    assert flags - find_parameters(read_commands()["serve"]) == set()


def test_picture_shows_every_room() -> None:
    shown = {room for arrow in read_arrows() for room in arrow}
    rooms = set(re.findall(r"^\| `(\w+)` \|", TEXTS["docs/design.md"], re.MULTILINE))

    assert shown == set().union(*list_floors()) - BASE
    assert rooms == shown - {"__main__"}


def test_arrows_of_the_picture_go_down_the_floors() -> None:
    floor = {room: number for number, rooms in enumerate(list_floors()) for room in rooms}

    assert [(above, below) for above, below in read_arrows() if floor[above] >= floor[below]] == []


def test_arrows_of_the_picture_are_the_imports() -> None:
    arrows, imports = read_arrows(), find_imports()

    assert arrows - imports == set(), "arrows without an import"
    assert {(above, below) for above, below in imports if below not in reach(above, arrows)} == set(), "hidden imports"
    assert {arrow for arrow in arrows if arrow[1] in reach(arrow[0], arrows - {arrow})} == set(), "needless arrows"


def test_question_of_the_docs_has_no_problem(real: Content, tmp_path: Path) -> None:
    block = re.search(r"^   ```sparql\n(.*?)^   ```", TEXTS["docs/questions.md"], re.MULTILINE | re.DOTALL)
    assert block is not None
    for name in ("ontology", "data"):
        (tmp_path / name).symlink_to(real.root / name)
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "example.rq").write_text(textwrap.dedent(block[1]), encoding="utf-8")
    problems: list[Problem] = []
    (question,) = check_questions(Content(tmp_path), read_facts(real, problems).registry, problems)

    assert problems == []
    assert len(question.parameters) == len(question.columns) - 1


def test_version_is_in_the_changelog() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[([^]]+)\](?: - \d{4}-\d\d-\d\d)?$", changes, re.MULTILINE)

    assert versions[:2] == ["Unreleased", __version__]


def test_each_folder_has_one_licence() -> None:
    code, data = ((ROOT / name).read_text(encoding="utf-8") for name in ("LICENSE", "LICENSE-DATA"))
    covered = re.search(r"This licence covers the code: (.*?)\. It does not cover (.*?) and\s", code, re.DOTALL)
    dedicated = re.search(r"This dedication covers (.*?) and every release", data, re.DOTALL)
    assert covered is not None
    assert dedicated is not None
    ours, others, given = (set(re.findall(r"[\w/]+/", text)) for text in (*covered.groups(), dedicated[1]))

    assert others == given
    assert ours & given == set()
    assert {Path(name).parts[0] for name in ours | given} == set(FOLDERS.split("|"))
