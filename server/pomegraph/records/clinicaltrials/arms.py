"""Reads arms and interventions: arms as things, and the regimens that they get where all of their drugs are known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.content.locations import make_key
from pomegraph.evidence.words import spread
from pomegraph.records.clinicaltrials.matching import ArmMatcher
from pomegraph.records.drugs import PLACEBO, Resolved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.records.clinicaltrials.study import Study
    from pomegraph.records.clinicaltrials.tables import Tables
    from pomegraph.records.nodes import RecordNode

# Kinds of intervention that give drugs; others are looked at only for what is known, such as a placebo.
_DRUGLIKE = frozenset({"DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT", "DIETARY_SUPPLEMENT", "GENETIC", ""})
_TREATMENTS = frozenset({"PROCEDURE", "RADIATION", "DEVICE", "BEHAVIORAL", "OTHER"})
_CHARACTERISTICS = {
    "EXPERIMENTAL": "experimental-arm",
    "ACTIVE_COMPARATOR": "comparator-arm",
    "PLACEBO_COMPARATOR": "comparator-arm",
    "SHAM_COMPARATOR": "comparator-arm",
    "NO_INTERVENTION": "comparator-arm",
}
_MESH_MODULE = "interventionBrowseModule"
# Drugs of a regimen that is named by them; one with more is that of its arm.
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Intervention:
    """One intervention of a record: where, which kind, and what its name stands for."""

    place: RecordNode
    kind: str
    name: str
    resolved: Resolved

    @property
    def titles(self) -> frozenset[str]:
        """What arms call it: `Drug: Afatinib`, as words."""
        return frozenset({spread(self.name), spread(f"{self.kind.replace('_', ' ')} {self.name}")})


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm: the thing, what people call it, whether it is a comparator, and its regimen if that is known."""

    id: str
    label: str
    comparator: bool
    regimen: str


def read_interventions(study: Study, tables: Tables) -> list[Intervention]:
    """Return the interventions of a study; what is not known of a drug-like one is left open."""
    place = study.module("armsInterventionsModule")
    terms = study.list_terms(_MESH_MODULE, "Drug")
    found = []
    for node in place.members("interventions"):
        kind, name = node.text("type"), node.text("name")
        resolved = tables.drugs.resolve(name, node.texts("otherNames"), terms) if name else Resolved()
        for drug in resolved.drugs:
            _add_drug(study, tables, drug)
        if resolved.group:
            _state_group(study, node, resolved)
        if kind in _DRUGLIKE:
            _leave_open(study, node, resolved)
        found.append(Intervention(node, kind, name, resolved))
    return found


def _add_drug(study: Study, tables: Tables, drug: str) -> None:
    study.add_term(_MESH_MODULE, "Drug", drug)
    if label := tables.drugs.label_named(drug):
        study.draft.add(drug, "Drug", label)


def _leave_open(study: Study, node: RecordNode, resolved: Resolved) -> None:
    if not node.text("type"):
        for part in resolved.unknown:
            study.draft.leave("intervention", part, "no type is told", node.get("name"))
        return
    study.draft.count("drug-like interventions")
    if resolved.placeholder:
        study.draft.count("placeholders for drugs")
    elif resolved.whole:
        study.draft.count("drug-like interventions with all drugs known")
    for part in resolved.unknown:
        study.draft.leave("drug", part, resolved.reason, node.get("name"))


def _state_group(study: Study, node: RecordNode, resolved: Resolved) -> None:
    """State that the examples of a class of drugs are in it; none of them is said to be given."""
    if name := make_key(resolved.group):
        group = study.draft.add(f"{study.key}-class-{name}"[:90].strip("-"), "DrugClass", resolved.group)
        for drug in resolved.drugs:
            study.draft.state(node, drug, ("inClass", group))
        study.draft.state(node, study.trial, ("relatedTo", group))


def read_arms(study: Study, tables: Tables, interventions: Sequence[Intervention]) -> list[Arm]:
    """Return the arms of a study, those of the content where they can be told, with their regimens."""
    place, draft = study.module("armsInterventionsModule"), study.draft
    matcher = ArmMatcher(tables.list_curated_arms(study.known), tables.find_rows(study.number, study.known))
    nodes = [node for node in place.members("armGroups") if node.text("label")]
    given = [_list_given(node, interventions) for node in nodes]
    same = Counter(frozenset(drugs) for drugs, _, _ in given)
    arms = []
    for node, (drugs, whole, besides) in zip(nodes, given, strict=True):
        label, curated = node.text("label"), matcher.match(node.text("label"))
        name = curated.arm or _add_arm(study, label)
        draft.state(node, study.trial, ("hasArm", name))
        draft.state(node, name, ("characteristic", _CHARACTERISTICS.get(node.text("type"), "")))
        regimen = ""
        if whole and drugs and not curated.arm:
            own = same[frozenset(drugs)] > 1 or besides
            regimen = _add_regimen(study, tables, (node, label), drugs, own=own)
            draft.state(node, name, ("armRegimen", regimen))
        draft.count("arms")
        draft.count("arms with a regimen", bool(regimen or curated.arm))
        comparator = _CHARACTERISTICS.get(node.text("type")) == "comparator-arm"
        arms.append(Arm(name, label, comparator, regimen))
        if node.text("type") == "PLACEBO_COMPARATOR":
            draft.state(study.module("designModule"), study.trial, ("design", "placebo-controlled"))
    return arms


def _add_arm(study: Study, label: str) -> str:
    # Labels of one study differ, be it in a sign alone that no IRI has.
    return study.draft.add(study.name_own("arm", label), "Arm", f"{study.number}: {label}")


def _list_given(arm: RecordNode, interventions: Sequence[Intervention]) -> tuple[list[str], bool, bool]:
    """Return the drugs of an arm, whether they are all known, and whether something else is done besides."""
    drugs: list[str] = []
    whole, besides = True, False
    for node in arm.members("interventionNames"):
        title = spread(node.text())
        one = next((one for one in interventions if title in one.titles), None)
        if one is None:
            whole = False
        elif one.resolved.whole:
            drugs += one.resolved.drugs
        elif one.resolved.placeholder == PLACEBO:
            drugs.append(PLACEBO)
        elif one.kind in _DRUGLIKE:
            whole = False
        else:
            besides = besides or one.kind in _TREATMENTS
    return sorted(set(drugs)), whole, besides


def _add_regimen(study: Study, tables: Tables, arm: tuple[RecordNode, str], drugs: Sequence[str], *, own: bool) -> str:
    """Add the regimen of an arm: named by its drugs, or its own where another arm has the same drugs."""
    (place, label), known = arm, tables.find_regimen(drugs)
    general = known
    if not general and len(drugs) <= _MOST_NAMED:
        labels = [PLACEBO if drug == PLACEBO else study.label(drug) for drug in drugs]
        general = study.draft.add(f"regimen-of-{'-'.join(drugs)}", "Regimen", "-".join(labels))
    regimen = general
    if own or not general:
        told = f"{study.number}: treatment in {label}"
        regimen = study.draft.add(study.name_own("regimen", label), "Regimen", told, [("broader", general)])
    for name in sorted({general, regimen} - {"", known}):
        for drug in drugs:
            study.draft.state(place, name, ("includes", drug if drug != PLACEBO else ""))
    return regimen
