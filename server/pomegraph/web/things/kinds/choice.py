"""Chooses what the page of a thing is made of. Kinds that are not named here have a general page."""

from __future__ import annotations

from pomegraph.web.things.kinds.drug import DRUG_PAGE
from pomegraph.web.things.kinds.evidence import CLAIM_PAGE, DISAGREEMENT_PAGE, PASSAGE_PAGE, SOURCE_PAGE
from pomegraph.web.things.kinds.shared import DISAGREEMENTS
from pomegraph.web.things.kinds.subjects import DISEASE_PAGE, EVENT_PAGE, TARGET_PAGE
from pomegraph.web.things.kinds.treatments import REGIMEN_PAGE, TRIAL_PAGE
from pomegraph.web.things.sections import Composition

COMPOSITIONS = {
    "drug": DRUG_PAGE,
    "trial": TRIAL_PAGE,
    "regimen": REGIMEN_PAGE,
    "disease": DISEASE_PAGE,
    "target": TARGET_PAGE,
    "adverse-event": EVENT_PAGE,
    "source": SOURCE_PAGE,
    "passage": PASSAGE_PAGE,
    "claim": CLAIM_PAGE,
    "disagreement": DISAGREEMENT_PAGE,
}


def find_composition(kind: str) -> Composition:
    """Return what the page of a kind of thing is made of, given as it stands in IRIs."""
    return COMPOSITIONS.get(kind) or Composition(kind.replace("-", " "), (DISAGREEMENTS,))
