"""Writes the graph as tables for analysts: CSV, with metadata as CSV on the Web asks for them."""

from __future__ import annotations

import csv
import json
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.build.nodes import TYPE, read_graph_lines, read_nodes
from pomegraph.build.term_tests import show_term
from pomegraph.graph.triples import Terms
from pomegraph.names import POM, RDF, RDFS, SKOS, iri, term

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pomegraph.build.nodes import GraphNode
    from pomegraph.content.ontology import Property
    from pomegraph.content.registers import Registry
    from pomegraph.names import Names

METADATA = "tables.csv-metadata.json"
# Between several values of one cell.
SEPARATOR = "|"
_LABEL, _ALTERNATIVE = iri(RDFS + "label"), iri(SKOS + "altLabel")
_REPORTED_IN, _TOPIC = term("reportedIn"), term("topic")
_MATCHES = {f"{kind}Match": iri(f"{SKOS}{kind}Match") for kind in ("exact", "close", "broad", "narrow", "related")}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its name, the property it shows as a term, its datatype, and what is shown of a value.

    `part` is `value` for the value itself, `label` for what it is called, or `place` and `source` of a passage.
    """

    name: str
    path: str
    datatype: str
    many: bool
    part: str = "value"


@dataclass(frozen=True, slots=True)
class GraphTable:
    """A table: its name, the classes of its rows, its columns behind the IRI, label and class of each row."""

    name: str
    kinds: frozenset[str]
    columns: tuple[TableColumn, ...]


def write_tables(quads: Path, count: int, registry: Registry, names: Names) -> list[GraphTable]:
    """Write the tables and their metadata beside sorted N-Quads, in one reading of the default graph; return them.

    Args:
        quads: The N-Quads.
        count: How many triples the default graph has.
        registry: The things, for their labels.
        names: The base of IRIs.
    """
    maker = _RowMaker(registry, names)
    tables = [*make_claim_tables(registry), _make_thing_table(registry)]
    with ExitStack() as stack:
        writers = {}
        for table in tables:
            file = stack.enter_context((quads.parent / f"{table.name}.csv").open("w", encoding="utf-8", newline=""))
            writers[table.name] = csv.writer(file, lineterminator="\n")
            writers[table.name].writerow(["iri", "label", "class", *(column.name for column in table.columns)])
        for node in read_nodes(read_graph_lines(quads, count)):
            kind = maker.find_class(node)
            for table in tables:
                if kind in table.kinds:
                    writers[table.name].writerow(maker.make(node, kind, table))
    text = json.dumps(_describe(tables), indent=2) + "\n"
    (quads.parent / METADATA).write_text(text, encoding="utf-8")
    return tables


def make_claim_tables(registry: Registry) -> list[GraphTable]:
    """Return the table of all claims, and that of outcomes and comparisons, which have a measure and a trial."""
    vocabulary = registry.vocabulary
    claims = frozenset(name for name in vocabulary.classes if vocabulary.is_claim(name))
    outcomes = frozenset(name for name in claims if {"measure", "trial"} <= set(vocabulary.classes[name].keys))
    tables = []
    for name, kinds in (("claims", claims), ("outcomes", outcomes)):
        domains = {"Claim", *kinds}
        found = [one for one in vocabulary.properties.values() if one.domain in domains and not one.derived]
        found = [one for one in found if one.name != "topic"]
        columns = (*_make_statement_columns(name), *_make_columns(found), *_SOURCES)
        tables.append(GraphTable(name, kinds, columns))
    return tables


_SOURCES = (
    TableColumn("topic", _TOPIC, "anyURI", many=True),
    TableColumn("source", _REPORTED_IN, "anyURI", many=True, part="source"),
    TableColumn("passage", _REPORTED_IN, "anyURI", many=True),
    TableColumn("place", _REPORTED_IN, "string", many=True, part="place"),
)


def _make_statement_columns(name: str) -> Iterator[TableColumn]:
    if name == "claims":
        for part in ("subject", "predicate", "object"):
            yield TableColumn(part, iri(RDF + part), "string", many=False)
            yield TableColumn(f"{part}_label", iri(RDF + part), "string", many=False, part="label")


def _make_columns(properties: list[Property]) -> Iterator[TableColumn]:
    for one in properties:
        # CSV on the Web has no datatype for a day, a month or a year.
        datatype = "anyURI" if one.names_thing else "string" if one.range == "partialDate" else one.range
        # A claim that says several things at once has several values, whatever the property.
        yield TableColumn(one.name, term(one.name), datatype, many=not one.functional)
        if one.names_thing:
            yield TableColumn(f"{one.name}_label", term(one.name), "string", many=not one.functional, part="label")


def _make_thing_table(registry: Registry) -> GraphTable:
    classes = registry.vocabulary.classes
    columns = (
        TableColumn("altLabel", _ALTERNATIVE, "string", many=True),
        TableColumn("scheme", term("scheme"), "anyURI", many=False),
        TableColumn("broader", term("broader"), "anyURI", many=True),
        *(TableColumn(name, path, "anyURI", many=True) for name, path in _MATCHES.items()),
    )
    return GraphTable("things", frozenset(name for name in classes if registry.vocabulary.is_a(name, "Thing")), columns)


class _RowMaker:
    """Makes a row of a node."""

    def __init__(self, registry: Registry, names: Names) -> None:
        terms = Terms(registry, names)
        self._classes = registry.vocabulary.classes
        self._labels = {terms.thing(one.id): one.label for one in registry.things.values()}
        self._labels |= {term(one.name): one.label for one in registry.vocabulary.properties.values()}
        self._passages, self._sources = f"<{names.base}passage/", f"{names.base}source/"

    def make(self, node: GraphNode, kind: str, table: GraphTable) -> list[str]:
        """Return the cells of the row of a node of a class; most of them are empty."""
        label = show_term(node.values.get(_LABEL, ['""'])[0])
        told = ((column, node.values.get(column.path)) for column in table.columns)
        cells = [
            SEPARATOR.join(self._show(column, value) for value in values) if values else "" for column, values in told
        ]
        return [node.subject[1:-1], label, kind, *cells]

    def find_class(self, node: GraphNode) -> str:
        """Return the narrowest class of a node, by its local name."""
        ours = [one.removeprefix(f"<{POM}")[:-1] for one in node.types if one.startswith(f"<{POM}")]
        known = [name for name in ours if name in self._classes]
        return max(known, key=lambda name: (len(self._classes[name].ancestors), name), default="")

    def _show(self, column: TableColumn, value: str) -> str:
        if column.part == "label":
            return self._labels.get(value) or show_term(value)
        if column.part == "value":
            return show_term(value)
        source, _, place = value.removeprefix(self._passages)[:-1].partition("/")
        return place if column.part == "place" else self._sources + source


def _describe(tables: list[GraphTable]) -> dict[str, object]:
    """Return the metadata of tables: Metadata Vocabulary for Tabular Data, section 5."""
    first = [TableColumn("iri", TYPE, "anyURI", many=False), TableColumn("label", _LABEL, "string", many=False)]
    first.append(TableColumn("class", TYPE, "string", many=False))
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "tables": [
            {
                "url": f"{table.name}.csv",
                "tableSchema": {
                    "columns": [_describe_column(column) for column in (*first, *table.columns)],
                    "primaryKey": "iri",
                    "aboutUrl": "{+iri}",
                },
            }
            for table in tables
        ],
    }


def _describe_column(column: TableColumn) -> dict[str, object]:
    said: dict[str, object] = {"name": column.name, "titles": column.name, "datatype": column.datatype}
    if column.part == "value" and column.name not in {"iri", "class"}:
        said["propertyUrl"] = column.path[1:-1]
    else:
        said["suppressOutput"] = True
    return said | ({"separator": SEPARATOR} if column.many else {})
