"""The command that draws the ontology."""

from pathlib import Path

from click.testing import CliRunner

from pomegraph.cli.main import main
from pomegraph.content.folder import Content


def test_picture_is_printed() -> None:
    done = CliRunner().invoke(main, ["model"])

    assert done.exit_code == 0
    assert done.stdout.startswith("flowchart LR\n")
    assert done.stdout.endswith("\n")


def test_picture_is_that_of_the_content_given(small: Content) -> None:
    text = small.ontology.read_text(encoding="utf-8")
    small.ontology.write_text(text.replace('rdfs:label "drug"@en', 'rdfs:label "remedy"@en', 1), encoding="utf-8")
    done = CliRunner().invoke(main, ["--content", str(small.root), "model"])

    assert 'Drug["remedy"]:::core' in done.stdout


def test_folder_without_ontology_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["--content", str(tmp_path), "model"])

    assert done.exit_code == 1
    assert "ontology/steering.ttl: no such file" in done.stderr
