"""The table of the forms of identifiers: what it may say, and how a form is read and written."""

from __future__ import annotations

from pathlib import Path

import pytest

from pomegraph.content.folder import Content
from pomegraph.content.forms import IdentifierForm, find_forms, read_forms
from pomegraph.errors import Problem

HEADER = "prefix\tform\tused by"


def read(folder: Path, *rows: str, header: str = HEADER) -> tuple[tuple[IdentifierForm, ...], list[Problem]]:
    (folder / "identifiers.tsv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    problems: list[Problem] = []
    return read_forms(folder, {"DRUGBANK"}, problems), problems


def test_row_is_a_form(tmp_path: Path) -> None:
    forms, problems = read(tmp_path, "DRUGBANK\thttp://bio2rdf.org/drugbank:{id}\tBio2RDF")

    assert (forms, problems) == ((IdentifierForm("DRUGBANK", "http://bio2rdf.org/drugbank:", "", ("Bio2RDF",)),), [])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("NONE\thttp://example.org/{id}\t", "unknown prefix 'NONE'"),
        ("DRUGBANK\thttp://example.org/\t", "has no place for an identifier"),
        ("DRUGBANK\t{id}\t", "has no place for an identifier"),
        ("DRUGBANK\ta{id}b{id}\t", "has no place for an identifier"),
        ("DRUGBANK\ta{id}", "too few cells"),
    ],
)
def test_row_that_is_no_form_is_told(tmp_path: Path, row: str, message: str) -> None:
    _, (problem,) = read(tmp_path, row)

    assert message in str(problem)
    assert str(problem).startswith(f"data/{tmp_path.name}/identifiers.tsv:2")


def test_form_that_stands_there_twice_is_told(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, "DRUGBANK\tdb:{id}\t", "DRUGBANK\tDB:{id}\t")

    assert "stands in line 2 too" in str(problem)


def test_other_header_is_told(tmp_path: Path) -> None:
    assert "the header is another one" in str(read(tmp_path, header="form\tprefix")[1][0])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("https://www.uniprot.org/uniprotkb/Q96SW2/entry", "Q96SW2"),
        ("HTTPS://www.UniProt.org/uniprotkb/Q96SW2/entry", "Q96SW2"),
        ("https://www.uniprot.org/uniprotkb//entry", None),
        ("https://www.uniprot.org/uniprotkb/Q96SW2", None),
        ("/entry", None),
    ],
)
def test_form_reads_what_is_written_in_it(text: str, name: str | None) -> None:
    form = IdentifierForm("UNIPROT", "https://www.uniprot.org/uniprotkb/", "/entry")

    assert form.read(text) == name
    assert name is None or form.read(form.write(name)) == name


def test_forms_of_the_content_are_sound(real: Content) -> None:
    forms = find_forms(real.aliases)
    written = [form.write("1").casefold() for form in forms if form.users]

    assert len(forms) > 200
    assert len(written) == len(set(written))


def test_folder_without_the_table_has_no_forms(tmp_path: Path) -> None:
    assert find_forms(tmp_path) == ()
