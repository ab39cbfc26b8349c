"""The importer of studies of ClinicalTrials.gov: one study in, what it says out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from pomegraph.records.clinicaltrials.adverse_events import read_adverse_events
from pomegraph.records.clinicaltrials.arms import read_arms, read_interventions
from pomegraph.records.clinicaltrials.design import (
    read_conditions,
    read_design,
    read_head,
    read_identification,
    read_references,
    read_sponsor,
    state_subject,
)
from pomegraph.records.clinicaltrials.groups import GroupReader
from pomegraph.records.clinicaltrials.outcomes import read_outcomes
from pomegraph.records.clinicaltrials.study import Study, read_nct_number
from pomegraph.records.clinicaltrials.tables import read_tables
from pomegraph.records.converted import Importer
from pomegraph.records.draft import Draft
from pomegraph.records.nodes import RecordNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pomegraph.records.clinicaltrials.tables import Tables
    from pomegraph.records.context import Context
    from pomegraph.records.converted import Convert, Converted


def split_studies(document: Any) -> Iterator[tuple[str, Any]]:
    """Yield the studies of a document with their places: of a page of the API, of a list, or the document itself."""
    if isinstance(document, dict) and isinstance(document.get("studies"), list):
        yield from ((f"/studies/{number}", study) for number, study in enumerate(document["studies"]))
    elif isinstance(document, list):
        yield from ((f"/{number}", study) for number, study in enumerate(document))
    else:
        yield "", document


def prepare_studies(context: Context) -> Convert:
    """Read the tables, and return what converts one study; adverse events are read only on request."""
    return partial(convert_study, read_tables(context), events=context.edition.events)


def convert_study(tables: Tables, record: Any, *, events: bool = False) -> Converted:
    """Return what one study says.

    Raises:
        RecordError: it has no NCT number, or a value is of the wrong type.
    """
    root = RecordNode(record)
    number = read_nct_number(root)
    draft = Draft(tables.context, number)
    study = Study(root, number, *_add_trial(draft, number), draft)
    place = study.module("identificationModule")
    read_identification(study)
    read_design(study)
    read_sponsor(study)
    diseases, disease = read_conditions(study, tables.diseases)
    interventions = read_interventions(study, tables)
    arms = read_arms(study, tables, interventions)
    read_references(study)
    drugs = [drug for one in interventions if not one.resolved.group for drug in one.resolved.drugs]
    state_subject(study, place, diseases, drugs)
    groups = GroupReader(study, tables, arms, interventions)
    read_outcomes(study, tables, groups, disease)
    if events:
        read_adverse_events(study, groups)
    version, details = read_head(study)
    return draft.finish(version, f"Registry record {number}", details, study.source)


def _add_trial(draft: Draft, number: str) -> tuple[str, str]:
    """Add the trial of a study, and return it with the one of the content that has its number, if there is one.

    The two are one thing once the layer is read beside that content.
    """
    name, curie = number.lower(), f"CLINICALTRIALS:{number}"
    draft.add(name, "Trial", number)
    draft.map(name, curie)
    address = draft.context.expand(curie)
    known = draft.context.names.find_address(address, "Trial") if address else None
    return name, known.id if known and known.id != name else ""


IMPORTER = Importer(
    name="clinicaltrials",
    label="ClinicalTrials.gov",
    licence="US government data, with attribution and date",
    address="https://clinicaltrials.gov/",
    form="json",
    split=split_studies,
    prepare=prepare_studies,
)
