"""Records and layers for tests: small ones that are made here, and real ones where they are at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pomegraph.content.folder import Content
from pomegraph.records.context import Context, Edition, read_context
from pomegraph.records.importers import IMPORTERS
from pomegraph.records.importing import convert_files, import_records
from support.places import ROOT

_SAMPLES = ROOT.parent / "shared" / "samples"


def find_sample(name: str) -> Path:
    """Return real records, or skip the test where they are not at hand."""
    path = _SAMPLES / name
    if not path.exists():
        pytest.skip(f"no {path}")
    return path


def read_small_context(content: Content, edition: Edition | None = None) -> Context:
    """Return what importers are given of the miniature, with the concepts and the tables of the real content."""
    add_real_tables(content)
    return read_context(content, edition or Edition())


def add_real_tables(content: Content) -> None:
    """Let a copy of the miniature know the actions of mechanisms and the like."""
    for name in ("actions", "node-kinds"):
        text = (ROOT / "data" / "aliases" / f"{name}.tsv").read_text(encoding="utf-8")
        (content.aliases / f"{name}.tsv").write_text(text, encoding="utf-8")
    for name, wanted in (("concepts", ("action", "aspect", "qualifier", "source-kind")), ("schemes", ())):
        path = content.root / "data" / "registers" / f"{name}.tsv"
        header, *rows = (ROOT / "data" / "registers" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        own = _read_rows(path, header)
        for row in rows:
            cells = row.split("\t")
            if not wanted or cells[3] in wanted:
                own.setdefault(cells[0], row)
        path.write_text("\n".join([header, *(own[one] for one in sorted(own))]) + "\n", encoding="utf-8")


def _read_rows(path: Path, header: str) -> dict[str, str]:
    """Return the rows of a table by their identifiers, with the columns of another header."""
    if not path.exists():
        return {}
    columns, *rows = (row.split("\t") for row in path.read_text(encoding="utf-8").splitlines())
    told = (dict(zip(columns, row, strict=True)) for row in rows)
    return {row["id"]: "\t".join(row.get(name, "") for name in header.split("\t")) for row in told}


def make_path(name: str = "DB1_MESH_D1_1", **changes: Any) -> dict[str, Any]:
    """Return a small path of DrugMechDB: a drug, a protein, a disease."""
    path = {
        "directed": "true",
        "graph": {
            "_id": name,
            "disease": "Scurvy of tests",
            "disease_mesh": "MESH:D000001",
            "drug": "testamide",
            "drug_mesh": "MESH:C000001",
            "drugbank": "DB:DB00001",
        },
        "links": [
            {"key": "decreases activity of", "source": "MESH:C000001", "target": "UniProt:P00001"},
            {"key": "causes", "source": "UniProt:P00001", "target": "MESH:D000001"},
        ],
        "nodes": [
            {"id": "MESH:C000001", "label": "Drug", "name": "Testamide"},
            {"id": "UniProt:P00001", "label": "Protein", "name": "Test protein"},
            {"id": "MESH:D000001", "label": "Disease", "name": "Scurvy of tests"},
        ],
        "references": ["https://pubmed.ncbi.nlm.nih.gov/1234/"],
    }
    return path | changes


def import_into(folder: Path, source: str, paths: list[Path], content: Content, **settings: Any) -> dict[str, Any]:
    """Import records into a layer of a content, and return its manifest."""
    edition = Edition(folder.name, **settings)
    context = read_context(content, edition)
    importer = IMPORTERS[source]
    convert = convert_files(importer, context, content, paths)
    import_records(importer, context, convert, output=folder, tell=lambda _: None)
    said: dict[str, Any] = json.loads((folder / "layer.json").read_text(encoding="utf-8"))
    return said
