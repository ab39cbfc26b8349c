"""The data of the comparison: the release, the release multiplied, and the native server's database of it."""

from __future__ import annotations

import mmap
import re
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.endpoint.programs import get_program
from bench.multiply import multiply
from pomegraph.build.release_builder import build_release
from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.graph.quads import write_quads
from pomegraph.names import Names

if TYPE_CHECKING:
    from pathlib import Path

    from pomegraph.errors import Problem

_TYPED = re.compile(
    rb"^<([^>]+)> <http://www\.w3\.org/1999/02/22-rdf-syntax-ns#type>"
    rb" <https://w3id\.org/pomegraph/ontology#(Claim|Passage|Drug|Topic)> \.$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Data:
    """Where the data lie, and the things in them that small queries ask for."""

    quads: Path  # N-Quads, for the servers that read a file
    database: Path  # the same, for the native server
    release: Path  # the real release, not multiplied
    release_database: Path  # the same, for the native server
    count: int
    things: dict[str, list[str]]  # kind, as "Claim", to IRIs


def prepare_data(folder: Path, copies: int) -> Data:
    """Write the files and databases into a folder."""
    problems: list[Problem] = []
    facts = read_facts(Content.default(), problems)
    sources = list(facts.sources)
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    quads = folder / "multiplied.nq"
    counts = write_quads(multiply(facts, sources, copies), Names(), quads)
    release = folder / "release"
    build_release(Content.default(), release, names=Names(), tell=lambda *_: None)
    database = load_natively(quads, folder / "native")
    release_database = load_natively(release / "pomegraph.nq", folder / "native-release")
    return Data(quads, database, release, release_database, counts.quads, find_things(quads))


def load_natively(quads: Path, database: Path) -> Path:
    for act in (["load", "--file", str(quads)], ["optimize"]):
        command = [get_program("oxigraph"), act[0], "--location", str(database), *act[1:]]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return database


def find_things(quads: Path) -> dict[str, list[str]]:
    """Return the IRIs of the claims, passages, drugs and topics of the default graph, by kind."""
    things: dict[str, list[str]] = defaultdict(list)
    with quads.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for found in _TYPED.finditer(content):
            things[found[2].decode()].append(found[1].decode())
    return dict(things)
