"""The command that shows and writes what a curator begins with."""

from __future__ import annotations

import pytest

from pomegraph.content.folder import Content
from support.commands import call


def test_all_kinds_are_named() -> None:
    shown = call("template").stdout

    assert "adverse-reaction" in shown
    assert "registry-record" in shown


@pytest.mark.parametrize("kind", ["AdverseReaction", "adverse-reaction", "adverse reaction"])
def test_kind_is_known_however_it_is_spelled(small: Content, kind: str) -> None:
    assert call("--content", small.root, "template", kind).stdout.startswith("- claim: AdverseReaction\n")


def test_new_drug_is_sound_at_once(small: Content) -> None:
    done = call("--content", small.root, "template", "drug", "marvelamide")

    assert done.stdout.startswith("data/registers/drugs.tsv: written; fill it in, then: pomegraph check\n- claim: Stat")
    assert "  subject: marvelamide\n" in done.stdout
    assert "marvelamide" in (small.root / "data" / "registers" / "drugs.tsv").read_text(encoding="utf-8")
    assert call("--content", small.root, "check").exit_code == 0


def test_new_source_tells_what_to_fill_in(small: Content) -> None:
    done = call("--content", small.root, "template", "label", "gamma")
    checked = call("--content", small.root, "check")

    assert done.stdout == "data/sources/gamma.yaml: written; fill it in, then: pomegraph check\n"
    assert checked.exit_code == 1
    assert {line.partition(":")[0] for line in checked.stderr.splitlines()} == {"data/sources/gamma.yaml"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["does"], "there is no kind 'does'; did you mean 'dose'?"),
        (["dose", "one"], "a dose has no id"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], message: str) -> None:
    done = call("template", *arguments)

    assert done.exit_code == 2
    assert message in done.stderr
