"""All importers by name."""

from __future__ import annotations

from pomegraph.records import chembl_mechanism, disease_ontology, drugmechdb, openfda_label
from pomegraph.records.clinicaltrials import importer as clinicaltrials

IMPORTERS = {
    one.name: one
    for one in (
        chembl_mechanism.IMPORTER,
        clinicaltrials.IMPORTER,
        disease_ontology.IMPORTER,
        drugmechdb.IMPORTER,
        openfda_label.IMPORTER,
    )
}
