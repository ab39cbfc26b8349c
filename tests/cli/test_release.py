"""The option that says where the release is, and commands that use one: what is damaged is refused before it is used, and looked at by `release verify`."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pomegraph.cli.release import release_option
from pomegraph.release import Release
from support.commands import call
from support.damage import ACTS, damage, damage_each

BRANDS = "SELECT ?name { ?drug <https://w3id.org/pomegraph/ontology#brandName> ?name }"
# Commands that use a release, each without what says where it is.
USERS = {
    "query": ["query", BRANDS, "--release"],
    "ask": ["ask", "brand-names", "--release"],
    "load": ["load", "http://127.0.0.1:9/ds/data", "--release"],
    "diff": ["diff", "release"],
}


@click.command()
@release_option
def tell(release: Path) -> None:
    click.echo(release)


@pytest.mark.parametrize(
    ("arguments", "variable", "place"),
    [
        ([], None, "release"),
        ([], "/srv/release", "/srv/release"),
        (["--release", "mine"], "/srv/release", "mine"),
    ],
)
def test_option_is_taken_before_the_environment(arguments: list[str], variable: str | None, place: str) -> None:
    done = CliRunner(env={"POMEGRAPH_RELEASE": variable}).invoke(tell, arguments)

    assert done.stdout == f"{place}\n"


def list_copies(release: Release, act: str, place: Path) -> list[tuple[str, Path]]:
    """Return copies with one damaged file each, at links as people have them."""
    copies = []
    for name, copy in damage_each(release.folder, act, place / "copies"):
        (place / "links").mkdir(exist_ok=True)
        link = place / "links" / copy.name
        link.symlink_to(copy)
        copies.append((name, link))
    return copies


@pytest.mark.parametrize("act", ACTS)
def test_query_refuses_a_release_with_any_damaged_file(small_release: Release, tmp_path: Path, act: str) -> None:
    for name, link in list_copies(small_release, act, tmp_path):
        done = call("query", BRANDS, "--release", link)

        assert (done.exit_code, done.stdout) == (1, "")
        assert name in done.stderr
        assert done.stderr.endswith(f"build it again: pomegraph build --output {link}\n")


@pytest.mark.parametrize("act", ACTS)
def test_verify_tells_any_damaged_file(small_release: Release, tmp_path: Path, act: str) -> None:
    for name, link in list_copies(small_release, act, tmp_path):
        done = call("release", "verify", link)

        assert done.exit_code == 1
        assert name in done.stdout
        assert done.stdout.count("\n") == 1
        assert done.stderr == f"the release is damaged; build it again: pomegraph build --output {link}\n"


@pytest.mark.parametrize("user", USERS)
def test_damaged_release_is_refused_by_each_command_that_uses_one(
    small_release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: str
) -> None:
    monkeypatch.chdir(tmp_path)
    [manifest] = small_release.store.glob("MANIFEST-*")
    damage(manifest, "shortened")
    done = call(*USERS[user], "release")

    assert (done.exit_code, done.stdout) == (1, "")
    assert f"{manifest} does not match its sum in store.SHA256SUMS; build it again" in done.stderr


def test_verify_tells_all_that_is_wrong(small_release: Release) -> None:
    damage(small_release.quads, "emptied")
    damage(small_release.folder / "void.ttl", "removed")
    done = call("release", "verify", small_release.folder)

    assert done.stdout.splitlines() == [
        f"{small_release.folder}/pomegraph.nq is empty",
        f"{small_release.folder}/void.ttl is missing",
    ]


def test_verify_of_a_sound_release_exits_0(small_release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_release.folder.parent)
    done = call("release", "verify")

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith(
        f"{small_release.folder}: as it was built, {small_release.manifest.quads:,} quads in "
    )


def test_verify_where_there_is_no_release_tells_so(tmp_path: Path) -> None:
    done = call("release", "verify", tmp_path / "nothing")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "no release here" in done.stderr


def test_release_of_another_format_is_refused_with_a_cure(small_release: Release) -> None:
    (small_release.folder / "release.json").write_text('{"format": "2.0"}', encoding="utf-8")
    done = call("query", BRANDS, "--release", small_release.folder)

    assert done.exit_code == 1
    assert (
        "release.json has the format 2.0, and this version of Pomegraph reads 1.x; install the version" in done.stderr
    )
