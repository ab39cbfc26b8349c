"""Every question in every triple store that is here: the answers are as the kept table says, and none is wrong."""

from __future__ import annotations

import pytest

from pomegraph.release import Release
from support.everywhere import PAGE, STORES, Column, ask_stores, read_page, write_table
from support.places import ROOT

KEPT = read_page(PAGE.read_text(encoding="utf-8"))
# Virtuoso answers some questions otherwise, not always the same ones; the page tells which.
HELD = [name for name in STORES if name != "Virtuoso"]
STEMS = sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))


@pytest.fixture(scope="module")
def seen(real_release: Release) -> tuple[dict[str, Column], dict[str, str]]:
    return ask_stores(real_release, KEPT)


@pytest.mark.slow
@pytest.mark.parametrize("name", HELD)
def test_answers_are_as_the_table_says(seen: tuple[dict[str, Column], dict[str, str]], name: str) -> None:
    columns, missing = seen
    if name in missing:
        pytest.skip(missing[name])

    assert columns[name].verdicts == KEPT[name].verdicts, (
        "look why, then write the table: (cd tests && python -m support.everywhere)"
    )


@pytest.mark.slow
def test_table_is_printed(seen: tuple[dict[str, Column], dict[str, str]], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\n\n{(table := write_table(seen[0]))}")  # noqa: T201 - it is there to be read

    assert table.startswith("| question ")


@pytest.mark.parametrize("name", STORES)
def test_table_has_every_question(name: str) -> None:
    assert list(KEPT[name].verdicts) == STEMS


@pytest.mark.parametrize("name", HELD)
def test_no_answer_is_wrong(name: str) -> None:
    wrong = {stem for stem, verdict in KEPT[name].verdicts.items() if "different" in verdict or "error" in verdict}

    assert wrong == set()


def test_table_is_read_as_it_was_written() -> None:
    columns = {
        "Oxigraph": Column("0.5", {"a": "equal", "b": "2 equal, 1 error"}),
        "Fuseki": Column("5", {"a": "", "b": "error"}),
    }

    assert read_page(f"# Page\n\n{write_table(columns)}") == columns
