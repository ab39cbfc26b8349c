"""Builds a release: reads and checks the content, writes all files, puts them in use; what is in use stays as it is."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from pomegraph.build.beside import begin_beside
from pomegraph.build.check import check_graph
from pomegraph.build.check_questions import check_questions
from pomegraph.build.open_points import write_open_points
from pomegraph.build.parquet import write_parquet
from pomegraph.build.partitions import Describer, count_partitions
from pomegraph.build.publishing import make_workplace, publish_release
from pomegraph.build.sealing import seal_release
from pomegraph.build.shapes import SHAPE, build_shapes
from pomegraph.build.tables import write_tables
from pomegraph.build.void import name_page, survey, write_description
from pomegraph.content.layers import read_layer_facts
from pomegraph.content.sources import read_facts
from pomegraph.content.strays import find_strays
from pomegraph.content.turtle import read_turtle
from pomegraph.errors import ContentError, ReleaseError
from pomegraph.evidence.words import find_words
from pomegraph.graph.examples import build_examples
from pomegraph.graph.links import read_links
from pomegraph.graph.quads import load_quads, write_pretty, write_quads, write_trig, write_turtle
from pomegraph.graph.sorting import join_lines, sort_lines
from pomegraph.graph.triples import read_prefixes
from pomegraph.names import BASE, Names
from pomegraph.stores.embedded import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Triple

    from pomegraph.content.claims import Facts
    from pomegraph.content.folder import Content
    from pomegraph.content.registers import Registry
    from pomegraph.errors import Problem
    from pomegraph.graph.quads import Counts
    from pomegraph.release import Release

    Tell = Callable[[str], None]


def check_content(content: Content, *, tell: Tell) -> Counts:
    """Check everything that a build would check, and return the number of triples and quads it would write.

    `tell` is called with what is being done.

    Raises:
        ContentError: there are problems.
        ReleaseError: there is no room for the temporary files.
    """
    try:
        with tempfile.TemporaryDirectory() as folder:
            written = _write_quads(content, Names(), Path(folder), tell)
            tell(f"checking {written.counts.triples:,} triples")
            problems = _find_problems(content, written, Names(), Path(folder))
            if problems:
                raise ContentError(problems)
            return written.counts
    except OSError as error:
        raise ReleaseError(f"cannot write temporary files ({error.strerror or error}); set TMPDIR") from error


def build_release(content: Content, output: Path, *, names: Names, tell: Tell) -> Release:
    """Build a release and switch the link `output` to it; the one used before stays beside it.

    `tell` is called with what is being done.

    Raises:
        ContentError: the content has problems; nothing was written.
        ReleaseError: the release cannot be written, or another build is running; the one in use is as before.
    """
    output = output.parent.resolve() / output.name
    try:
        with make_workplace(output) as folder:
            written = _write_quads(content, names, folder, tell)
            registry, counts = written.facts.registry, written.counts
            prefixes = read_prefixes(registry, names)
            tell(f"checking {counts.triples:,} triples")
            with begin_beside(partial(_write_tables, content, written, names, folder)) as wait:
                # Here, since a database has threads, which no other process would have.
                load_quads(folder / "pomegraph.nq", folder / "store")
                surveyed = _survey(folder, written, prefixes, names)
                _write_files(content, folder, names, prefixes)
                problems = wait()
            if problems:
                raise ContentError(problems)
            tell("writing the release")
            write_open_points(content.layers, folder)
            layers = [read_layer_facts(layer) for layer in content.layers]
            write_description(folder, names, prefixes, counts, surveyed=surveyed, layers=layers)
            seal_release(folder, names, prefixes, counts)
            return publish_release(folder, output)
    except OSError as error:
        message = f"{output}: cannot write the release ({error.strerror or error}); the one in use is as before"
        raise ReleaseError(message) from error


@dataclass(frozen=True, slots=True)
class _Written:
    """Quads that were written.

    Args:
        facts: What they are of.
        counts: How many they are.
        problems: What is wrong with the content, as far as is known.
    """

    facts: Facts
    counts: Counts
    problems: list[Problem]


def _write_quads(content: Content, names: Names, folder: Path, tell: Tell) -> _Written:
    problems = list(find_strays(content))
    facts = read_facts(content, problems)
    questions = build_examples(check_questions(content, facts.registry, problems), names)

    def count(sources: int) -> None:
        tell(f"converted {sources:,} sources")

    quads, words = folder / "pomegraph.nq", find_words(content.aliases)
    counts = write_quads(facts, names, quads, questions, words=words, tell=count)
    return _Written(facts, counts, problems)


def _find_problems(content: Content, written: _Written, names: Names, folder: Path) -> list[Problem]:
    quads, count = folder / "pomegraph.nq", written.counts.triples
    return [*written.problems, *check_graph(content, written.facts, names, quads, count)]


def _write_tables(content: Content, written: _Written, names: Names, folder: Path) -> list[Problem]:
    """Check the graph and return what is wrong; if nothing is, write its shapes, its tables, Turtle and TriG."""
    problems = _find_problems(content, written, names, folder)
    if not problems:
        registry, quads = written.facts.registry, folder / "pomegraph.nq"
        prefixes = read_prefixes(registry, names)
        _write_shapes(content, registry, prefixes, folder)
        write_parquet(folder, write_tables(quads, written.counts.triples, registry, names))
        write_turtle(quads, prefixes, folder / "pomegraph.ttl")
        write_trig(quads, prefixes, folder / "pomegraph.trig")
    return problems


def _write_files(content: Content, folder: Path, names: Names, prefixes: dict[str, str]) -> None:
    shutil.copyfile(content.ontology, folder / "ontology.ttl")
    write_pretty(read_links(folder / "pomegraph.nq", names), RdfFormat.TURTLE, prefixes, folder / "links.ttl")
    # The prefixes of our own things follow the base.
    mappings = content.mappings.read_text(encoding="utf-8").replace(f": {BASE}", f": {names.base}")
    (folder / content.mappings.name).write_text(mappings, encoding="utf-8")


def _survey(folder: Path, written: _Written, prefixes: dict[str, str], names: Names) -> list[Triple]:
    heads = [form.head for form in written.facts.registry.forms if form.users]
    elsewhere = [space for space in prefixes.values() if not space.startswith(names.base)]
    describer = Describer(open_store(folder / "store"), name_page(names), prefixes)
    partitions = count_partitions(folder / "pomegraph.nq", written.counts.triples)
    return list(survey(describer, partitions, names, [*elsewhere, *heads]))


def _write_shapes(content: Content, registry: Registry, prefixes: dict[str, str], folder: Path) -> None:
    """Write the shapes that the graph was checked with."""
    lines = build_shapes(registry.vocabulary, read_turtle(content.shapes, content.place(content.shapes)))
    text = b"\n".join([*join_lines(sort_lines(lines), " ."), b""])
    used = {name: space for name, space in {**prefixes, "shape": SHAPE}.items() if space.encode() in text}
    triples = (quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES))
    write_pretty(triples, RdfFormat.TURTLE, used, folder / "shapes.ttl")
