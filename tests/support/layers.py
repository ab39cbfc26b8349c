"""Makes layers by hand, for tests of how they are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_MAPPINGS = """# curie_map:
#   MESH: http://id.nlm.nih.gov/mesh/
subject_id	subject_label	predicate_id	object_id	mapping_justification	confidence
"""


def write_layer_folder(
    folder: Path, *, things: list[str], claims: list[Any], mappings: list[str] | None = None, sources: str = "alphabase"
) -> Path:
    """Write a layer: rows of things (id, label, altLabels, class, broader), of mappings, and passages."""
    folder.mkdir(parents=True)
    (folder / "layer.json").write_text('{"format": "1.0"}\n', encoding="utf-8")
    header = "id\tlabel\taddress\tdate\tkind\tlicence\tretrieved\tseenAs\tversion\n"
    rows = "".join(f"{name}\tBase {name}\t\t\t\tCC0-1.0\t\t\t\n" for name in sources.split())
    (folder / "sources.tsv").write_text(header + rows, encoding="utf-8")
    table = ["id\tlabel\taltLabels\tclass\tbroader", *things]
    (folder / "things.tsv").write_text("\n".join(table) + "\n", encoding="utf-8")
    (folder / "mappings.sssom.tsv").write_text(
        _MAPPINGS + "".join(f"{one}\n" for one in mappings or []), encoding="utf-8"
    )
    lines = [one if isinstance(one, str) else json.dumps(one) for one in claims]
    (folder / "claims.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder


def map_exactly(subject: str, label: str, target: str) -> str:
    """Return a row of a table of mappings."""
    return f"{subject}\t{label}\tskos:exactMatch\t{target}\tsemapv:UnspecifiedMatching\t0.95"


def make_passage(*claims: Any, source: str = "alphabase", place: str = "one") -> dict[str, Any]:
    """Return a passage with claims."""
    return {"source": source, "section": place, "claims": list(claims)}
