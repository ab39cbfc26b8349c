"""ChEMBL: what a molecule does to a target becomes a mechanism; such a layer stays with who made it (CC BY-SA)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pomegraph.content.aliases import list_aliases, read_aliases
from pomegraph.content.canonical_json import digest_value
from pomegraph.content.claims import Passage
from pomegraph.content.locations import Section
from pomegraph.errors import RecordError
from pomegraph.records.context import make_name
from pomegraph.records.converted import Converted, Importer, Unresolved
from pomegraph.records.references import make_publication, make_reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pomegraph.content.mappings import Mapping
    from pomegraph.content.registers import Thing
    from pomegraph.records.context import Context
    from pomegraph.records.converted import Convert

_KINDS_OF_REFERENCE = {"PubMed": "PMID", "PMC": "PMC", "DOI": "DOI"}


def split_mechanisms(document: Any) -> Iterator[tuple[str, Any]]:
    """Yield the mechanisms of a page of the service, of a list, or of a document that is one."""
    rows = document.get("mechanisms") if isinstance(document, dict) else document
    if isinstance(rows, list):
        start = "/mechanisms" if isinstance(document, dict) else ""
        yield from ((f"{start}/{number}", one) for number, one in enumerate(rows))
    elif isinstance(document, dict) and "mec_id" in document:
        yield "", document
    else:
        raise RecordError("no mechanism of ChEMBL: it has no mechanisms and no mec_id")


def prepare_chembl_mechanism(context: Context) -> Convert:
    """Read the table of actions, and return what converts a mechanism."""
    rows = read_aliases(context.aliases, "actions", [])
    actions = {name: (row["action"], row["aspect"]) for row in rows for name in list_aliases(row)}
    return lambda record: _convert(context, actions, record)


def _convert(context: Context, actions: dict[str, tuple[str, str]], record: Any) -> Converted:
    if not isinstance(record, dict) or not isinstance(record.get("mec_id"), int):
        raise RecordError("a mechanism without mec_id", "/mec_id")
    number = str(record["mec_id"])
    unresolved: list[Unresolved] = []
    drug, target = _read_drug(context, record), _read_target(context, record)
    action = str(record.get("action_type") or "").lower()
    things, mappings, cites = _read_references(context, record)
    claims = []
    if not target:
        unresolved.append(Unresolved("target", f"mechanism {number}", "none is named", "/target_chembl_id"))
    elif action not in actions:
        unresolved.append(Unresolved("action", action, "unknown action", "/action_type"))
    else:
        values = [("agent", drug[0].id), ("action", actions[action][0]), ("target", target[0].id)]
        values += [("aspect", actions[action][1])] if actions[action][1] else []
        values += [("qualifier", "direct")] if record.get("direct_interaction") == 1 else []
        claims.append(context.make_claim("Mechanism", values, cites))
    passage = Passage(Section(f"mechanism {number}"), "", digest_value(record), tuple(claims))
    found = [one for one in (drug, target) if one]
    return Converted(
        number,
        "",
        context.make_database(IMPORTER, [passage]),
        (*(thing for thing, _ in found), *things),
        (*(mapping for _, mapping in found), *mappings),
        tuple(unresolved),
    )


def _read_drug(context: Context, record: dict[str, Any]) -> tuple[Thing, Mapping]:
    # A salt has a number of its own; what is said of it is said of its parent.
    number = str(record.get("parent_molecule_chembl_id") or record.get("molecule_chembl_id") or "")
    return _make(context, f"CHEMBL.COMPOUND:{number}", "Drug", str(record.get("molecule_name") or number))


def _read_target(context: Context, record: dict[str, Any]) -> tuple[Thing, Mapping] | None:
    number = str(record.get("target_chembl_id") or "")
    if not number:
        return None
    return _make(context, f"CHEMBL.TARGET:{number}", "Target", str(record.get("target_name") or number))


def _make(context: Context, curie: str, kind: str, label: str) -> tuple[Thing, Mapping]:
    mapping = context.make_mapping(make_name(curie), curie)
    return context.make_thing(mapping.subject, kind, label), mapping


def _read_references(
    context: Context, record: dict[str, Any]
) -> tuple[list[Thing], list[Mapping], list[tuple[str, str]]]:
    things, mappings, cites = [], [], []
    for one in record.get("mechanism_refs") or ():
        if not isinstance(one, dict):
            raise RecordError("a reference that is none", "/mechanism_refs")
        prefix, number = _KINDS_OF_REFERENCE.get(str(one.get("ref_type"))), str(one.get("ref_id") or "")
        known = prefix is not None and context.expand(f"{prefix}:{number}") is not None
        address = str(one.get("ref_url") or "")
        made = make_publication(context, prefix, number) if prefix and known else make_reference(context, address)
        if made is not None:
            things.append(made[0])
            mappings += made[1]
            cites.append(("cites", made[0].id))
    return things, mappings, cites


IMPORTER = Importer(
    name="chembl-mechanism",
    label="ChEMBL, mechanisms",
    licence="CC-BY-SA-3.0",
    address="https://www.ebi.ac.uk/chembl/",
    form="json",
    split=split_mechanisms,
    prepare=prepare_chembl_mechanism,
)
