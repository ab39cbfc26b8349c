"""From records to a layer and to N-Quads: speed against reading JSON and serialisation alone, and whether memory is flat.

Run: python tests/bench/bench_import.py [--samples FOLDER] [--times 1,10,100]
Needs: studies of ClinicalTrials.gov as JSON, which are multiplied with numbers of their own. Prints, for each size and
in one run: studies and quads a second, their ratios to the limits beside them, and peak memory.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import itertools
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph

sys.path.append(str(Path(__file__).parents[1]))  # for `bench` and `support`

from bench.endpoint.report import print_table
from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.graph.quads import write_quads
from pomegraph.names import Names
from pomegraph.records.context import Edition, read_context
from pomegraph.records.importers import IMPORTERS
from pomegraph.records.importing import convert_files, import_records
from pomegraph.records.texts import RecordText, read_texts
from support.places import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SAMPLES = ROOT.parent / "shared" / "samples" / "clinicaltrials-gov-v2"
_FEW = 500_000
_NUMBER = re.compile(rb"NCT\d{8}")


@dataclass(frozen=True, slots=True)
class ImportFigures:
    """What was measured at a size; times as (wall, processors) in seconds, memory in MiB.

    Args:
        studies: How many there are.
        claims: How many claims they gave.
        quads: How many quads the graph has.
        few: How many of these were serialised alone.
        reading: Reading the JSON alone.
        importing: Importing.
        building: From the layer and the content to N-Quads.
        serialising: Serialising some of the quads alone.
        memory: The most of the process that imports, and of the largest that it began.
        built: The most of the process that builds, and of the largest that it began.
    """

    studies: int
    claims: int
    quads: int
    few: int
    reading: tuple[float, float]
    importing: tuple[float, float]
    building: tuple[float, float]
    serialising: tuple[float, float]
    memory: tuple[float, float]
    built: tuple[float, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=Path, default=_SAMPLES)
    parser.add_argument("--times", default="1,10,100")
    parser.add_argument("--part", choices=("import", "build"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        print(json.dumps(_PARTS[options.part](options.folder)))
        return
    seen = [measure_size(options.samples, int(times)) for times in options.times.split(",")]
    print_speed(seen)
    print_memory(seen)


def measure_size(samples: Path, times: int) -> ImportFigures:
    """Return what is seen with so many copies of the samples; each part in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        multiply_texts(samples, folder / "records", times)
        told: dict[str, object] = {}
        for part in _PARTS:
            command = [sys.executable, __file__, "--part", part, "--folder", name]
            told |= json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout)
        return ImportFigures(**told)  # type: ignore[arg-type]


def multiply_texts(samples: Path, folder: Path, times: int) -> None:
    """Write copies of records, each with numbers of its own."""
    for copy in range(times):
        (folder / str(copy)).mkdir(parents=True)
        for number, text in enumerate(read_records(samples)):
            data = _NUMBER.sub(functools.partial(rename, copy), text.data) if copy else text.data
            (folder / str(copy) / f"{number}.json").write_bytes(data)


def rename(copy: int, found: re.Match[bytes]) -> bytes:
    digest = hashlib.sha256(found[0] + str(copy).encode()).hexdigest()
    return f"NCT{int(digest, 16) % 10**8:08}".encode()


def read_records(folder: Path) -> Iterator[RecordText]:
    return (text for text in read_texts([folder], "json") if isinstance(text, RecordText))


def measure_import(folder: Path) -> dict[str, object]:
    reading = measure(lambda: [json.loads(text.data) and None for text in read_records(folder / "records")])
    importer, content = IMPORTERS["clinicaltrials"], Content.default()
    context = read_context(content, Edition("studies"))
    convert = convert_files(importer, context, content, [folder / "records"])
    importing = measure(
        lambda: import_records(importer, context, convert, output=folder / "studies", tell=lambda _: None)
    )
    counts = json.loads((folder / "studies" / "layer.json").read_text(encoding="utf-8"))["counts"]
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    said = {"studies": counts["records"], "claims": counts["claims"], "reading": reading, "importing": importing}
    return said | {"memory": (read_peak(), largest)}


def measure_build(folder: Path) -> dict[str, object]:
    facts = read_facts(replace(Content.default(), more_layers=(folder / "studies",)), [])
    path = folder / "graph.nq"
    building = measure(lambda: write_quads(facts, Names(), path))
    peaks = (read_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
    with path.open("rb") as file:
        count = sum(1 for _ in file)
    quads = list(itertools.islice(pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.N_QUADS), _FEW))
    few, form = folder / "few.nq", pyoxigraph.RdfFormat.N_QUADS
    serialising = measure(lambda: pyoxigraph.serialize(quads, few, format=form))
    return {"quads": count, "few": len(quads), "building": building, "serialising": serialising, "built": peaks}


_PARTS = {"import": measure_import, "build": measure_build}


def measure(act: Callable[[], object]) -> tuple[float, float]:
    """Return how long something took, and how long processors were at work, those of processes that it began too."""
    before, start = os.times(), time.perf_counter()
    act()
    wall, after = time.perf_counter() - start, os.times()
    return wall, sum(after[:4]) - sum(before[:4])


def read_peak() -> float:
    """Return the most memory that this process ever had resident, in MiB; unlike ru_maxrss it forgets the parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def print_speed(seen: list[ImportFigures]) -> None:
    rows = []
    for one in seen:
        figures = asdict(one)
        for clock, name in enumerate(("wall", "processors")):
            reading, importing, building, serialising = (
                figures[part][clock] for part in ("reading", "importing", "building", "serialising")
            )
            limits = (one.studies / reading, one.few / serialising)
            rates = (one.studies / importing, one.quads / building)
            cells = (
                f"{cell:,.2f}" if cell < 1 else f"{cell:,.0f}"
                for rate, limit in zip(rates, limits, strict=True)
                for cell in (rate, limit, rate / limit)
            )
            rows.append([f"{one.studies:,}", name, *cells])
    head = ["studies", "clock", "imported/s", "JSON alone/s", "ratio", "quads/s", "serialised/s", "ratio"]
    print_table("Records to a layer, and a layer with the content to N-Quads", head, rows)


def print_memory(seen: list[ImportFigures]) -> None:
    head = [
        "studies",
        "claims",
        "quads",
        "import, MiB",
        "largest of its processes",
        "build, MiB",
        "largest of its processes",
    ]
    rows = [
        [
            f"{one.studies:,}",
            f"{one.claims:,}",
            f"{one.quads:,}",
            *(f"{size:,.0f}" for size in (*one.memory, *one.built)),
        ]
        for one in seen
    ]
    print_table("Peak memory", head, rows)


if __name__ == "__main__":
    main()
