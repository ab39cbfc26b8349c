"""Finds files that lie among the content and that nothing reads: facts that somebody may believe to be in the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pomegraph.content.folder import Content

_TOPS = ("ontology", "data", "queries")
# How the names of files end that are read in a folder, and how those do that may be meant by it.
_READ = {
    "data/sources": (".yaml", (".yml", ".json")),
    "data/aliases": (".tsv", (".csv", ".tab", ".txt")),
    "data/registers": (".tsv", (".csv", ".tab", ".txt", ".xlsx")),
    "data/digests": (".tsv", (".csv", ".tab", ".txt")),
    "queries": (".rq", (".sparql", ".ql", ".txt")),
}


def find_strays(content: Content) -> Iterator[Problem]:
    """Yield a problem for each file that nothing reads; hidden files are left alone."""
    read = content.files
    for top in _TOPS:
        for path in sorted((content.root / top).rglob("*")):
            place = content.place(path)
            if path not in read and not path.is_dir() and "/." not in place:
                yield Problem(place, 0, "nothing reads this file", _find_cure(path, place))
    sources = {path.stem for path in content.sources}
    for path in content.digests:
        if path.stem not in sources:
            cure = f"delete it, or add data/sources/{path.stem}.yaml"
            yield Problem(content.place(path), 0, "there is no source for these digests", cure)


def _find_cure(path: Path, place: str) -> str:
    top, folder = place.partition("/")[0], place.rpartition("/")[0]
    ending, others = _READ.get(folder, ("", ()))
    if path.suffix.lower() in {ending, *others}:
        how = ", with a tab between two cells" if ending == ".tsv" else ""
        return f"rename it to {path.stem}{ending}{how}"
    homes = [home for home, (end, _) in _READ.items() if end == path.suffix and home.startswith(top)]
    return f"move it to {' or '.join(homes)}, or out of {top}" if homes else f"move it out of {top}"
