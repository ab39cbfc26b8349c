"""Makes links to things elsewhere in the forms in which other datasets write their identifiers: a graph of its own.

The graph itself has each identifier in one form. The others say nothing new, but a join with Bio2RDF or UniProt needs
the very IRIs that these have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, parse

from pomegraph.names import SKOS, iri, new_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import Triple

    from pomegraph.content.mappings import Mapping
    from pomegraph.graph.triples import Terms
    from pomegraph.names import Lines, Names

_EXACT = "exactMatch"


def name_links(names: Names) -> str:
    """Return the IRI of the graph with the other forms."""
    return f"{names.base}links"


def build_other_forms(terms: Terms, mappings: Iterable[Mapping]) -> Lines:
    """Return a triple for each exact mapping and each form in which another dataset writes its identifier."""
    lines = new_lines()
    spaces = {prefix.name: prefix.namespace for prefix in terms.vocabulary.prefixes}
    forms = [(form, spaces[form.prefix]) for form in terms.registry.forms if form.users]
    for mapping in mappings:
        for form, space in forms if mapping.predicate == _EXACT else ():
            if mapping.object.startswith(space):
                target = form.write(mapping.object.removeprefix(space))
                lines[terms.thing(mapping.subject)].add(f" {iri(SKOS + _EXACT)} {iri(target)}")
    return lines


def read_links(quads: Path, names: Names) -> Iterator[Triple]:
    """Yield the triples of the graph with the other forms; of all other lines of N-Quads only the end is looked at."""
    end = f" {iri(name_links(names))} .\n".encode()
    with quads.open("rb") as file:
        lines = b"".join(line for line in file if line.endswith(end))
    yield from (quad.triple for quad in parse(lines, format=RdfFormat.N_QUADS) if isinstance(quad, Quad))
