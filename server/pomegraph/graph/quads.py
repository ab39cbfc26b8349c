"""Writes the graph as N-Quads, and from these the other forms; memory does not grow with the number of quads."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pyoxigraph import Quad, RdfFormat, Store, Triple, parse, serialize

from pomegraph.graph.conversion import Converter, convert_sources, write_blocks
from pomegraph.graph.disagreements import DisagreementFinder, build_disagreement
from pomegraph.graph.diseases import derive_diseases
from pomegraph.graph.links import build_other_forms, name_links
from pomegraph.graph.sorting import BlockSorter, join_lines, sort_lines
from pomegraph.graph.triples import Terms, build_mappings, build_things
from pomegraph.graph.verdicts import VerdictBuilder
from pomegraph.names import iri, new_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pomegraph.content.claims import Facts
    from pomegraph.content.mappings import Mapping as LinkedMapping
    from pomegraph.evidence.words import Words
    from pomegraph.graph.disagreements import Disagreement
    from pomegraph.names import Lines, Names


@dataclass(frozen=True, slots=True)
class Counts:
    """How many triples the default graph has, how many quads there are in all, and how many each named graph has."""

    triples: int
    quads: int
    graphs: Mapping[str, int]


def load_quads(quads: Path, folder: Path) -> None:
    """Load N-Quads into a new Oxigraph database on disk."""
    store = Store(str(folder))
    store.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
    store.flush()
    # Many quads are loaded in parts, which overlap until they are merged: now, and not by chance later.
    store.optimize()


def write_quads(  # noqa: PLR0913 - the last two by name
    facts: Facts,
    names: Names,
    path: Path,
    questions: Lines | None = None,
    *,
    words: Words | None = None,
    processes: int | None = None,
) -> Counts:
    """Write N-Quads: the default graph in order, then that of each source, then that of the links.

    Memory is bounded by the largest source. The default graph holds everything, each named graph what its source says.

    Args:
        facts: What the sources say.
        names: What IRIs begin with.
        path: The file.
        questions: Triples that publish questions, in the default graph too.
        words: The words for what figures are about; without them no figure is traced to its trial.
        processes: How many convert sources at a time; the bytes are the same. As many as there are cores, if None.
    """
    terms = Terms(facts.registry, names)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        sorters = (BlockSorter(Path(folder, name)) for name in ("default", "records", "diseases"))
        default, records, diseases = sorters
        verdicts = VerdictBuilder(terms, facts.verdicts, Path(folder, "primary"))
        named: list[Path] = []
        graphs: dict[str, int] = {}
        converter = Converter(terms, facts.verdicts, Path(folder))
        for part in convert_sources(converter, facts.sources, processes or len(os.sched_getaffinity(0))):
            default.take(part.default)
            records.take(part.records)
            diseases.take(part.diseases)
            verdicts.take(part.verdicts)
            named.append(part.named)
            graphs |= part.counts
        frame = build_sourceless(terms, facts.mappings, questions or new_lines())
        for lines in itertools.chain(frame, derive_diseases(terms, diseases), verdicts.build(words)):
            default.add(join_triples(lines))
        for found in _find_disagreements(terms, records, BlockSorter(Path(folder, "curated"))):
            default.add(join_triples(build_disagreement(terms, found, verdicts.given)))
        with path.open("wb") as file:
            default_count = sum(write_blocks(file, blocks) for blocks in default.blocks())
            for one in named:
                with one.open("rb") as rest:
                    shutil.copyfileobj(rest, file)
            graphs |= write_other_forms(terms, facts.mappings, file)
    return Counts(default_count, default_count + sum(graphs.values()), graphs)


def build_sourceless(terms: Terms, mappings: Iterable[LinkedMapping], questions: Lines) -> Iterator[Lines]:
    """Yield the triples that are not of a source: things, their mappings, the ontology, the questions."""
    yield build_things(terms)
    yield build_mappings(terms, mappings)
    yield terms.vocabulary.lines
    yield questions


def write_other_forms(terms: Terms, mappings: Iterable[LinkedMapping], file: BinaryIO) -> dict[str, int]:
    """Write the graph of the other forms of identifiers, if there are any, and return the number of its quads."""
    lines, name = build_other_forms(terms, mappings), name_links(terms.names)
    return {name: write_blocks(file, join_triples(lines), iri(name))} if lines else {}


def join_triples(lines: Mapping[str, set[str]]) -> list[bytes]:
    """Return triples as blocks, in order."""
    return join_lines(sort_lines(lines), " .")


def _find_disagreements(terms: Terms, records: BlockSorter, curated: BlockSorter) -> Iterator[Disagreement]:
    finder = DisagreementFinder(terms.registry)
    yield from finder.find(records.blocks(), curated)
    yield from finder.find_curated(curated.blocks())


def write_trig(quads: Path, prefixes: Mapping[str, str], target: Path) -> None:
    """Write N-Quads as TriG."""
    write_pretty(parse(path=quads, format=RdfFormat.N_QUADS), RdfFormat.TRIG, prefixes, target)


def write_turtle(quads: Path, prefixes: Mapping[str, str], target: Path) -> None:
    """Write the default graph of N-Quads, which comes first in them, as Turtle."""
    write_pretty(read_default_graph(quads), RdfFormat.TURTLE, prefixes, target)


def write_pretty(
    statements: Iterable[Quad] | Iterable[Triple], form: RdfFormat, prefixes: Mapping[str, str], target: Path
) -> None:
    """Write statements in their order, in a form with prefixes; these come sorted, so the bytes are always the same."""
    draft = target.with_name(f"{target.name}.draft")
    serialize(statements, draft, format=form, prefixes=dict(prefixes))
    with (
        draft.open(encoding="utf-8", newline="\n") as file,
        target.open("w", encoding="utf-8", newline="\n") as out,
    ):
        header = list(itertools.takewhile(lambda line: line.startswith("@prefix"), file))
        # The line that ended the header is the first of the body: read on from behind the header.
        file.seek(0)
        out.writelines(sorted(header))
        out.writelines(itertools.islice(file, len(header), None))
    draft.unlink()


def read_default_graph(quads: Path) -> Iterator[Triple]:
    """Yield the triples of the default graph of N-Quads that begin with it."""
    for quad in parse(path=quads, format=RdfFormat.N_QUADS):
        if not isinstance(quad, Quad) or str(quad.graph_name) != "DEFAULT":
            return
        yield quad.triple
