"""The command that keeps the answers: what it tells, and what it writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from pomegraph.content.folder import Content
from support.commands import call


@pytest.fixture
def folder(small: Content) -> Path:
    folder = small.root / "tests" / "answers"
    folder.mkdir(parents=True)
    (folder / "parameters.tsv").write_text("brand-names\tdrug=oil\n", encoding="utf-8")
    return folder


def run(content: Content, *arguments: str) -> Result:
    return call("--content", content.root, "answers", *arguments)


def test_update_writes_what_is_compared_afterwards(small: Content, folder: Path) -> None:
    first, update, second = run(small), run(small, "--update"), run(small)

    assert (first.exit_code, update.exit_code, second.exit_code, second.stdout) == (1, 0, 0, "")
    assert "brand-names.tsv: new" in first.stdout
    assert small.verified.exists()
    assert (folder / "brand-names.tsv").read_text(encoding="utf-8") == '?name\n"Exampla"\n'
    assert (folder / "brand-names--drug-oil.tsv").read_text(encoding="utf-8") == "?name\n"


def test_differences_are_told_and_mended(small: Content, folder: Path) -> None:
    run(small, "--update")
    (folder / "brand-names.tsv").write_text('"Exampla"\n?name\n', encoding="utf-8")
    (folder / "brand-names--drug-oil.tsv").write_text('?name\n"Other"\n', encoding="utf-8")
    (folder / "nonsense.tsv").write_text("?a\n", encoding="utf-8")
    compared, _, again = run(small), run(small, "--update"), run(small)

    assert compared.exit_code == 1
    assert compared.stdout.splitlines() == [
        "brand-names--drug-oil.tsv: 0 rows added, 1 removed",
        "brand-names.tsv: same rows in another order",
        "nonsense.tsv: no such question or values",
    ]
    assert (again.exit_code, again.stdout) == (0, "")


def test_folder_that_is_not_there_is_told(small: Content) -> None:
    result = run(small)

    assert result.exit_code == 2
    assert "no such folder; give one with --folder" in result.stderr
