"""DrugMechDB: a path from a drug to a disease becomes mechanisms, step by step, and what holds them together."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from pomegraph.content.aliases import list_aliases, read_aliases
from pomegraph.content.canonical_json import digest_value
from pomegraph.content.claims import Passage
from pomegraph.content.locations import Section
from pomegraph.errors import RecordError
from pomegraph.records.context import make_name
from pomegraph.records.converted import Converted, Importer, Unresolved
from pomegraph.records.references import make_reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pomegraph.content.claims import Claim
    from pomegraph.content.mappings import Mapping
    from pomegraph.content.registers import Thing
    from pomegraph.records.context import Context
    from pomegraph.records.converted import Convert

# What DrugMechDB calls vocabularies, in the prefix map.
_PREFIXES = {
    "DB": "DRUGBANK",
    "InterPro": "INTERPRO",
    "Pfam": "PFAM",
    "TIGR": "TIGRFAM",
    "UniProt": "UNIPROT",
    "reactome": "REACTOME",
    "taxonomy": "NCBITaxon",
}
# Salts and metabolites have numbers of their own.
_PARTS = (("DB:DBSALT", "DRUGBANK.SALT"), ("DB:DBMET", "DRUGBANK.METABOLITE"))
_ENDS = ("source", "target")


def split_paths(document: Any) -> Iterator[tuple[str, Any]]:
    """Yield the paths of a document: it is one, or a list of them; the list of files that comes with them has none."""
    if isinstance(document, list):
        yield from ((f"/{number}", one) for number, one in enumerate(document) if _is_path(one))
    elif not _is_path(document):
        raise RecordError("no path of DrugMechDB: it has no graph, nodes and links")
    else:
        yield "", document


def _is_path(value: Any) -> bool:
    return isinstance(value, dict) and {"graph", "nodes", "links"} <= value.keys()


def prepare_drugmechdb(context: Context) -> Convert:
    """Read the tables of actions and of kinds of node, and return what converts a path."""
    kinds = {name: row["class"] for row in _read(context, "node-kinds") for name in list_aliases(row)}
    actions = {name: (row["action"], row["aspect"]) for row in _read(context, "actions") for name in list_aliases(row)}
    return lambda record: _PathConverter(context, kinds, actions).convert(record)


def _read(context: Context, name: str) -> list[dict[str, str]]:
    return read_aliases(context.aliases, name, [])


class _PathConverter:
    """Converts one path."""

    def __init__(self, context: Context, kinds: dict[str, str], actions: dict[str, tuple[str, str]]) -> None:
        self._context, self._kinds, self._actions = context, kinds, actions
        self._things: dict[str, Thing] = {}
        self._mappings: list[Mapping] = []
        self._unresolved: list[Unresolved] = []
        self._flags: set[str] = set()

    def convert(self, record: Any) -> Converted:
        graph, name = _get(record, "graph", dict), str(_get(record, "graph", dict).get("_id", ""))
        if not re.search("[A-Za-z0-9]", name):
            raise RecordError("a path without an identifier", "/graph/_id")
        nodes = dict(self._read_nodes(_get(record, "nodes", list)))
        steps = list(self._read_steps(_get(record, "links", list), nodes))
        references = self._read_references(record.get("references") or [])
        drug, disease = self._find_drug(graph, nodes), self._find_disease(graph, nodes)
        if _has_cycle([(one.get("agent")[0], one.get("target")[0]) for _, one in steps]):
            self._flags.add("cyclic")
        path = [] if drug is None or disease is None else [self._make_path(name, drug, disease)]
        claims = [*path, *(claim for _, claim in steps)]
        if references:
            claims = [self._cite(claim, references) for claim in claims]
        passage = Passage(Section(name), "", digest_value(record), tuple(claims))
        return Converted(
            record=name,
            version="",
            source=self._context.make_database(IMPORTER, [passage]),
            things=tuple(self._things.values()),
            mappings=tuple(self._mappings),
            unresolved=tuple(self._unresolved),
            counts=tuple((flag, 1) for flag in sorted(self._flags)),
        )

    def _read_nodes(self, nodes: list[Any]) -> Iterator[tuple[str, str]]:
        """Yield the identifier of each node that is known for what it is, with its thing."""
        for number, node in enumerate(nodes):
            pointer = f"/nodes/{number}"
            if not isinstance(node, dict) or not all(isinstance(node.get(key), str) for key in ("id", "label", "name")):
                raise RecordError("a node without id, label and name", pointer)
            kind = self._kinds.get(node["label"])
            curie = self._find_curie(node["id"])
            if kind is None or curie is None:
                reason = "unknown kind of node" if kind is None else "not an identifier of its vocabulary"
                text = node["label"] if kind is None else node["id"]
                self._unresolved.append(Unresolved("node", f"{text} ({node['name']})", reason, pointer))
                self._flags.add("mistyped-identifier") if curie is None else None
                continue
            names = [one for one in node.get("alt_names") or () if isinstance(one, str)]
            thing = self._context.make_thing(make_name(curie), kind, node["name"], names)
            self._things[thing.id] = thing
            self._mappings.append(self._context.make_mapping(thing.id, curie))
            yield node["id"], thing.id

    def _find_curie(self, identifier: str) -> str | None:
        """Return an identifier as the prefix map writes it, or None if it is none."""
        prefix, _, local = identifier.strip().partition(":")
        prefix = next((one for start, one in _PARTS if identifier.startswith(start)), prefix)
        curie = f"{_PREFIXES.get(prefix, prefix)}:{local}"
        return curie if self._context.expand(curie) else None

    def _read_steps(self, links: list[Any], nodes: dict[str, str]) -> Iterator[tuple[int, Claim]]:
        for number, link in enumerate(links):
            pointer = f"/links/{number}"
            if not isinstance(link, dict) or not all(isinstance(link.get(key), str) for key in ("key", *_ENDS)):
                raise RecordError("a link without key, source and target", pointer)
            found = self._actions.get(link["key"])
            if found is None:
                self._unresolved.append(Unresolved("action", link["key"], "unknown action", pointer))
                continue
            agent, target = (nodes.get(link[end]) for end in _ENDS)
            if agent is None or target is None:
                lost = next(link[end] for end in _ENDS if link[end] not in nodes)
                self._unresolved.append(Unresolved("step", lost, "its node is missing or was left open", pointer))
                continue
            values = [("agent", agent), ("action", found[0]), ("target", target), ("position", str(number + 1))]
            values += [("aspect", found[1])] if found[1] else []
            yield number, self._context.make_claim("Mechanism", values)

    def _find_drug(self, graph: dict[str, Any], nodes: dict[str, str]) -> str | None:
        """Return the drug that the path is of, after noting its identifiers and flagging what is odd about them."""
        mesh = [one.strip() for one in re.split(r"[,|;]", str(graph.get("drug_mesh") or "")) if one.strip()]
        bank = str(graph.get("drugbank") or "")
        given = [*mesh, *([bank] if bank else [])]
        self._flags |= {"several-drug-identifiers"} if len(mesh) > 1 else set()
        self._flags |= {"no-drug-identifier"} if not mesh else set()
        faulty = [one for one in given if self._find_curie(one) is None]
        for one in faulty:
            self._flags.add("mistyped-identifier")
            reason = "not an identifier of its vocabulary"
            self._unresolved.append(Unresolved("identifier", one, reason, "/graph"))
        found = [nodes[one] for one in (*mesh, bank) if one in nodes]
        if not found or self._things[found[0]].kind != "Drug":
            self._unresolved.append(Unresolved("drug", str(graph.get("drug")), "no node of the path", "/graph/drug"))
            return None
        if len(mesh) <= 1:
            sound = [curie for one in given if (curie := self._find_curie(one)) is not None]
            self._mappings += [self._context.make_mapping(found[0], curie) for curie in sound]
        label = str(graph.get("drug") or "").strip()
        if label:
            thing = self._things[found[0]]
            names = (*thing.alternatives, thing.label)
            self._things[thing.id] = self._context.make_thing(thing.id, "Drug", label, names)
        return found[0]

    def _find_disease(self, graph: dict[str, Any], nodes: dict[str, str]) -> str | None:
        name = nodes.get(str(graph.get("disease_mesh")))
        if name is None or self._things[name].kind != "Disease":
            text = str(graph.get("disease"))
            self._unresolved.append(Unresolved("disease", text, "no node of the path", "/graph/disease"))
            return None
        return name

    def _make_path(self, name: str, drug: str, disease: str) -> Claim:
        values = [("drug", drug), ("disease", disease), ("pathIdentifier", name)]
        return self._context.make_claim("MechanismPath", [*values, *(("qualifier", one) for one in self._flags)])

    def _read_references(self, addresses: Any) -> list[str]:
        found = []
        for address in addresses if isinstance(addresses, list) else ():
            made = make_reference(self._context, str(address))
            if made is not None:
                thing, mappings = made
                self._things[thing.id] = thing
                self._mappings += mappings
                found.append(thing.id)
        return found

    def _cite(self, claim: Claim, references: list[str]) -> Claim:
        if claim.kind != "MechanismPath":
            return claim
        remarks = {*claim.remarks, *(("cites", one) for one in references)}
        return type(claim)(claim.kind, claim.predicate, claim.values, tuple(sorted(remarks)), claim.line)


def _get(record: dict[str, Any], name: str, kind: type) -> Any:
    value = record.get(name)
    if not isinstance(value, kind):
        raise RecordError(f"{name} is not what it should be", f"/{name}")
    return value


def _has_cycle(pairs: list[tuple[str, str]]) -> bool:
    """Tell whether steps lead back to where they came from."""
    ahead: defaultdict[str, set[str]] = defaultdict(set)
    for start, end in pairs:
        ahead[start].add(end)
    while ahead:
        ends = [one for one in ahead if not any(one in others for others in ahead.values())]
        if not ends:
            return True
        for one in ends:
            del ahead[one]
    return False


IMPORTER = Importer(
    name="drugmechdb",
    label="DrugMechDB",
    licence="CC0-1.0",
    address="https://github.com/SuLab/DrugMechDB",
    form="yaml",
    split=split_paths,
    prepare=prepare_drugmechdb,
)
