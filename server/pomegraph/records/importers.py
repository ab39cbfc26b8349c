"""All importers by name."""

from __future__ import annotations

from pomegraph.records import chembl_mechanism, disease_ontology, drugmechdb

IMPORTERS = {one.name: one for one in (chembl_mechanism.IMPORTER, disease_ontology.IMPORTER, drugmechdb.IMPORTER)}
