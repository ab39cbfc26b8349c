"""The importer of drug labels of openFDA: a label as a source with its sections, and the identifiers that it gives.

Facts are not read from its prose: curators write them down, at the sections that are kept here as passages.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from pomegraph.errors import RecordError
from pomegraph.records.converted import Importer
from pomegraph.records.draft import Draft
from pomegraph.records.drugs import DrugFinder
from pomegraph.records.nodes import RecordNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pomegraph.records.context import Context
    from pomegraph.records.converted import Convert, Converted

_SET_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
# Fields of a label that are no sections of its text.
_APART = frozenset({"set_id", "id", "version", "effective_time", "openfda"})
_SUBSTANCES = re.compile(r"\s+and\s+|,\s*|;\s*", re.IGNORECASE)
_LABEL = "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid="


def split_labels(document: Any) -> Iterator[tuple[str, Any]]:
    """Yield the labels of a document with their places: of an answer of the API, of a list, or the document itself."""
    if isinstance(document, dict) and isinstance(document.get("results"), list):
        yield from ((f"/results/{number}", label) for number, label in enumerate(document["results"]))
    elif isinstance(document, list):
        yield from ((f"/{number}", label) for number, label in enumerate(document))
    else:
        yield "", document


def prepare_labels(context: Context) -> Convert:
    """Read the tables, and return what converts one label."""
    return partial(convert_label, context, DrugFinder(context))


def convert_label(context: Context, drugs: DrugFinder, record: Any) -> Converted:
    """Return a label as a source: version, sections, names and identifiers.

    Raises:
        RecordError: it has no identifier of its set of versions, or a value is of the wrong type.
    """
    root = RecordNode(record)
    number = root.text("set_id").lower() or next(iter(root.texts("openfda", "spl_set_id")), "").lower()
    if not _SET_ID.fullmatch(number):
        raise RecordError(f"'{number[:40]}' is not an SPL set id" if number else "no SPL set id", "/set_id")
    draft = Draft(context, number)
    source = f"spl-{number}"
    openfda = root.get("openfda")
    names = [name for field in ("brand_name", "generic_name") for name in openfda.texts(field)]
    _read_drug(draft, drugs, openfda, source)
    for place in _list_sections(root):
        draft.mark(place)
        draft.count("sections")
    version, day = root.text("version"), _read_day(root.text("effective_time"))
    label = f"Drug label {_write_name(names[0])} ({number})" if names else f"Drug label {number}"
    details = _describe(context, number, version, day)
    return draft.finish(f"{day} {version:>9}", label, details, source)


def _describe(context: Context, number: str, version: str, day: str) -> tuple[tuple[str, str], ...]:
    told = ", ".join(filter(None, (f"version {version}" if version else "", f"effective {day}" if day else "")))
    return (
        ("kind", "label"),
        ("version", told or context.edition.version),
        ("date", day),
        ("address", f"{_LABEL}{number}"),
        ("licence", "CC0-1.0"),
        ("retrieved", context.edition.retrieved),
        ("seenAs", "full-text"),
    )


def _read_drug(draft: Draft, drugs: DrugFinder, openfda: RecordNode, source: str) -> None:
    """State which drugs a label is about, and of a label of one drug its names and identifiers."""
    substances = openfda.texts("substance_name") or openfda.texts("generic_name")
    parts = list(dict.fromkeys(part for name in substances for part in _SUBSTANCES.split(name) if part))
    known: list[str] = []
    for part in parts:
        found = drugs.resolve(part)
        if found.whole:
            known += found.drugs
        else:
            draft.leave("drug", part, found.reason or "placeholder", openfda)
    for drug in known:
        if label := drugs.label_named(drug):
            draft.add(drug, "Drug", label)
    codes = openfda.texts("unii")
    if len(parts) == 1 and len(codes) == 1:
        known = [_add_drug(draft, openfda, known, (parts[0], codes[0]))]
    elif codes or openfda.texts("rxcui"):
        draft.leave("identifier", ", ".join(codes), "not those of one drug", openfda)
    for drug in dict.fromkeys(known):
        draft.state(openfda, source, ("isAbout", drug))
    for name in openfda.texts("brand_name") if len(parts) == 1 else ():
        for drug in known[:1]:
            draft.state(openfda, drug, ("brandName", _write_name(name)))


def _add_drug(draft: Draft, openfda: RecordNode, known: Sequence[str], named: tuple[str, str]) -> str:
    """Add a drug by its code of UNII, with the identifiers of the label and of the known drug that has its name."""
    name, code = named
    drug = draft.add(f"unii-{code.lower()}", "Drug", _write_name(name))
    draft.map(drug, f"UNII:{code}")
    for one in known:
        for address in draft.context.names.list_addresses(one):
            draft.map_address(drug, address)
    # What a label has of RxNorm are products, each narrower than the drug.
    for product in openfda.texts("rxcui"):
        draft.map(drug, f"RXNORM:{product}", "narrowMatch")
    for product in openfda.texts("product_ndc"):
        if not draft.map(drug, f"NDC:{product}", "narrowMatch"):
            draft.count("codes of NDC without a prefix for them")
    return drug


def _list_sections(root: RecordNode) -> Iterator[RecordNode]:
    """Yield the sections of a label: fields that are lists of texts, by name; tables are told with their sections."""
    for name, value in sorted(root.value.items()):
        if name not in _APART and isinstance(value, list) and all(isinstance(one, str) for one in value):
            yield root.get(name)


def _read_day(text: str) -> str:
    found = _DAY.fullmatch(text)
    return "-".join(found.groups()) if found else ""


def _write_name(name: str) -> str:
    """Return a name that is printed in capitals as one that is not.

    >>> _write_name("KEYTRUDA QLEX"), _write_name("Pomalyst")
    ('Keytruda Qlex', 'Pomalyst')
    """
    return name.title() if name.isupper() else name


IMPORTER = Importer(
    name="openfda-label",
    label="openFDA drug labels",
    licence="CC0-1.0",
    address="https://open.fda.gov/apis/drug/label/",
    form="json",
    split=split_labels,
    prepare=prepare_labels,
)
