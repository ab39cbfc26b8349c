"""Reads what a study is: its names, phases, design, sponsor, diseases and references."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pomegraph.content.locations import make_key
from pomegraph.evidence.words import spread

if TYPE_CHECKING:
    from pomegraph.records.clinicaltrials.study import Study
    from pomegraph.records.nodes import RecordNode
    from pomegraph.records.wordlists import WordList

# Enumerations of the registry, and the concepts that they are.
_PHASES = {"EARLY_PHASE1": "1", "PHASE1": "1", "PHASE2": "2", "PHASE3": "3", "PHASE4": "4"}
_ALLOCATIONS = {"RANDOMIZED": "randomized", "NON_RANDOMIZED": "non-randomized"}
_MASKINGS = {
    "NONE": "open-label",
    "SINGLE": "single-blind",
    "DOUBLE": "double-blind",
    "TRIPLE": "double-blind",
    "QUADRUPLE": "double-blind",
}
_MODELS = {
    "SINGLE_GROUP": "single-arm",
    "PARALLEL": "parallel-groups",
    "CROSSOVER": "crossover-design",
    "FACTORIAL": "factorial-design",
    "SEQUENTIAL": "sequential-design",
}
_TYPES = {"OBSERVATIONAL": "observational"}
_ROLES = {"RESULT": "reports-results-of", "DERIVED": "derived-from", "BACKGROUND": "background-of"}
_MESH_MODULE = "conditionBrowseModule"
_PAREN = re.compile(r"\s*\([^()]*\)")


def read_identification(study: Study) -> None:
    """Read the numbers and the acronym that a study goes by; an acronym is a name, and joins nothing."""
    place, draft = study.module("identificationModule"), study.draft
    acronym = place.text("acronym")
    draft.state(place, study.trial, ("alternateName", acronym))
    draft.state(place, study.trial, ("alternateName", place.text("orgStudyIdInfo", "id")))
    for alias in place.texts("nctIdAliases"):
        draft.map(study.trial, f"CLINICALTRIALS:{alias}", "closeMatch")
    for node in place.members("secondaryIdInfos"):
        if node.text("type") == "EUDRACT_NUMBER":
            draft.map(study.trial, f"EUCLINICALTRIALS:{node.text('id')}")


def read_design(study: Study) -> None:
    """Read phases, each a claim of its own since a trial of phase 1/2 has both, design and enrolment."""
    place, draft = study.module("designModule"), study.draft
    if place.value is None:
        return
    for phase in place.texts("phases"):
        early = "early" if phase.startswith("EARLY") else ""
        draft.state(place, study.trial, ("phase", _PHASES.get(phase, "")), ("qualifier", early))
    told = [
        _ALLOCATIONS.get(place.text("designInfo", "allocation"), ""),
        _MASKINGS.get(place.text("designInfo", "maskingInfo", "masking"), ""),
        _MODELS.get(place.text("designInfo", "interventionModel"), ""),
        _TYPES.get(place.text("studyType"), ""),
    ]
    for design in filter(None, told):
        draft.state(place, study.trial, ("design", design))
    expected = "expected" if place.text("enrollmentInfo", "type") == "ESTIMATED" else ""
    count = place.count("enrollmentInfo", "count")
    draft.state(place, study.trial, ("enrolment", count), ("qualifier", expected))


def read_sponsor(study: Study) -> None:
    """Read the sponsor, unless it is a person."""
    place, draft = study.module("sponsorCollaboratorsModule"), study.draft
    name = place.text("leadSponsor", "name")
    if not make_key(name) or place.text("leadSponsor", "class") == "INDIV":
        return
    known = draft.context.names.find(name, "Organisation")
    sponsor = known.id if known else draft.add(f"sponsor-{make_key(name)}", "Organisation", name)
    draft.state(place, study.trial, ("relatedTo", sponsor), ("role", "sponsor"))


def read_references(study: Study) -> None:
    """Read the publications that the record lists, by their number in PubMed; their citations stay out."""
    place, draft = study.module("referencesModule"), study.draft
    for node in place.members("references"):
        number = node.text("pmid")
        if number.isdecimal() and draft.map(f"pmid-{number}", f"PMID:{number}"):
            draft.add(f"pmid-{number}", "Reference", f"PubMed {number}")
            role = _ROLES.get(node.text("type"), "")
            draft.state(place, study.trial, ("refersTo", f"pmid-{number}"), ("role", role))


def read_conditions(study: Study, words: WordList) -> tuple[list[str], str]:
    """Read the diseases that are studied, and return them, and the one that all of the study is of if there is one.

    What is not known by its name is left open.
    """
    place, draft = study.module("conditionsModule"), study.draft
    terms = study.list_terms(_MESH_MODULE, "Disease")
    found = []
    for node in place.members("conditions"):
        name = node.text()
        disease = _find_disease(study, name, terms, words)
        if not disease:
            draft.leave("disease", name, "unknown name", node)
            continue
        study.add_term(_MESH_MODULE, "Disease", disease)
        draft.state(place, study.trial, ("studiedIn", disease))
        found.append(disease)
    names = set(place.texts("conditions"))
    known = list(dict.fromkeys(found))
    return known, known[0] if len(known) == 1 and len(found) == len(names) else ""


def _find_disease(study: Study, name: str, terms: dict[str, str], words: WordList) -> str:
    """Return a disease by its whole name, without what stands in brackets, or without its stage."""
    bare = _PAREN.sub(" ", name)
    for form in dict.fromkeys((name, bare, words.drop(bare))):
        thing = study.draft.context.names.find(form, "Disease")
        if thing is not None:
            return thing.id
        if spread(form) in terms:
            return terms[spread(form)]
    return ""


def read_head(study: Study) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the version of a record, the day of its last update, and what it is as a source."""
    status = study.module("statusModule")
    updated = status.text("lastUpdatePostDateStruct", "date")
    edition = study.draft.context.edition
    return updated, (
        ("kind", "registry-record"),
        ("version", f"last update posted {updated}" if updated else edition.version),
        ("date", updated if re.fullmatch(r"\d{4}-\d\d-\d\d", updated) else ""),
        ("address", f"https://clinicaltrials.gov/study/{study.number}"),
        ("licence", "US government data, with attribution and date"),
        ("retrieved", edition.retrieved),
        ("seenAs", "full-text"),
    )


def state_subject(study: Study, place: RecordNode, diseases: list[str], drugs: list[str]) -> None:
    """State what the record is about: its trial, its diseases and its drugs."""
    for thing in (study.trial, *diseases, *drugs):
        study.draft.state(place, study.source, ("isAbout", thing))
