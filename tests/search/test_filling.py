"""Parameters get the values that a phrase names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pomegraph.ask.api import EvidenceGraph
from pomegraph.search.filling import Filling, fill_question

PD, DPD = "pomalidomide-dexamethasone", "daratumumab-pomalidomide-dexamethasone"


def find(searched: EvidenceGraph, words: str, stem: str) -> dict[str, list[str]]:
    """Return the values that a question gets from some words."""
    found = next(one for one in searched.search(words, 100).questions if one.question.stem == stem)
    values: dict[str, list[str]] = {}
    for value in found.values:
        values.setdefault(value.parameter, []).append(value.text)
    return values


@pytest.mark.parametrize(
    ("words", "stem", "values"),
    [
        ("warfarin", "interactions", {"other": ["warfarin"]}),
        ("Coumadin together with Imnovid", "interactions", {"drug": ["pomalidomide"], "other": ["warfarin"]}),
        ("lenalidomide and thalidomide", "interactions", {"drug": ["lenalidomide"], "other": ["thalidomide"]}),
        ("dose on dialysis", "dose-in-population", {"population": ["on-dialysis"]}),
        ("dose of dex at 75 years", "dose-at-age", {"drug": ["dexamethasone"], "age": ["75"]}),
        ("a 60-year-old", "dose-at-age", {"age": ["60"]}),
        ("on days 1 to 21", "dose-at-age", {}),
        ("where is 4.2 months from", "figure-origin", {"figure": ["4.2"]}),
        ("NCT01311687", "trial-evidence", {"trial": ["mm-003"]}),
        ("results of mm003 and ICARIA", "trial-results", {"trial": ["mm-003", "icaria-mm"]}),
        (
            "second cancers with lenalidomide",
            "about",
            {"thing": ["second-primary-malignancy"], "other": ["lenalidomide"]},
        ),
        ("overall survival in ICARIA", "about", {"thing": ["icaria-mm"], "other": ["overall-survival"]}),
        (
            "second cancers with lenalidomide",
            "adverse-events",
            {"drug": ["lenalidomide"], "event": ["second-primary-malignancy"]},
        ),
        ("does it cause neuropathy", "adverse-events", {"event": ["neuropathy"]}),
        ("tumour lysis in CLL", "adverse-events", {"event": ["tumor-lysis-syndrome"]}),
        ("rates of rash in MAIA", "event-rates", {"event": ["rash"], "trial": ["maia"]}),
        ("digoxin and lenalidomide", "interactions", {"drug": ["lenalidomide"], "other": ["digoxin"]}),
        ("dose of Kyprolis", "dose-with-partner", {"drug": ["carfilzomib"]}),
        ("digoxin and lenalidomide", "recommendations", {"drug": ["lenalidomide"]}),
        ("dex over 75", "dose-at-age", {"drug": ["dexamethasone"], "age": ["76"]}),
        ("dex 40 mg in over 80s", "dose-at-age", {"drug": ["dexamethasone"], "age": ["81"]}),
        ("lenalidomide dose under 65", "dose-at-age", {"drug": ["lenalidomide"], "age": ["64"]}),
        ("thalidomide at 75 or older", "dose-at-age", {"drug": ["thalidomide"], "age": ["75"]}),
        ("dose of Revlimid at eGFR under 50", "dose-at-age", {"drug": ["lenalidomide"]}),
        ("from IKZF3 to immune stimulation", "path-from-target", {"target": ["ikzf3"]}),
        ("from IKZF3 to immune stimulation", "path-to-effect", {}),
        (
            "clearance, time to peak of Velcade",
            "pharmacokinetic-figures",
            {"drug": ["bortezomib"], "measure": ["clearance", "time-to-peak-concentration"]},
        ),
        ("median OS not reached at which follow-up", "figures-of-a-regimen", {"measure": ["median-overall-survival"]}),
        ("live vaccine on Xpovio", "regimens-by-partner-class", {"drug": ["selinexor"]}),
        ("source of a statement on Kyprolis", "who-says", {"drug": ["carfilzomib"]}),
        ("uses of thalidomide other than myeloma", "indications", {"drug": ["thalidomide"]}),
        ("Revlimid blocks blood vessel growth", "changed-production", {"drug": ["lenalidomide"]}),
        (
            "does the HemOnc page give a dose",
            "about",
            {"thing": ["000-hemonc"], "source": ["000-hemonc"]},
        ),
        ("platelets over 75", "dose-at-age", {}),
        ("claims on dose before 2015", "old-claims", {"year": ["2015"], "kind": ["dose"]}),
        (
            "Velcade at a bilirubin of 2",
            "dose-in-population",
            {"drug": ["bortezomib"], "population": ["hepatic-impairment"]},
        ),
        (
            "Kyprolis dose in renal failure",
            "dose-in-population",
            {"drug": ["carfilzomib"], "population": ["renal-impairment"]},
        ),
        ("MAIA control group", "trial-arms", {"trial": ["maia"]}),
        ("is a month enough", "treatment-duration", {}),
        ("selinexor-dex", "figures-of-a-regimen", {"regimen": ["selinexor-dexamethasone"]}),
        # Of a regimen all that is told of its first drug, not all that is told of each.
        ("rate of neutropenia with dara-Kd", "event-rates", {"drug": ["daratumumab"], "event": ["neutropenia"]}),
        (
            "rate of grade 4 rash on Revlimid",
            "event-rates",
            {
                "drug": ["lenalidomide"],
                "event": ["rash"],
                "measure": ["grade-3-or-4-adverse-event-rate", "grade-3-or-higher-adverse-event-rate"],
            },
        ),
        (
            "fatal adverse events in CANDOR",
            "event-rates",
            {"measure": ["fatal-adverse-event-rate"], "trial": ["candor"]},
        ),
        (
            "is Ninlaro approved in the EU",
            "approvals-over-time",
            {"drug": ["ixazomib"], "jurisdiction": ["european-union"]},
        ),
        # "Us" is no country, and the FDA is asked for as an authority only.
        ("tell us when Ninlaro was approved", "approvals-over-time", {"drug": ["ixazomib"]}),
        ("is Ninlaro approved by the FDA", "approvals-over-time", {"drug": ["ixazomib"], "authority": ["fda"]}),
        ("CBC with Ninlaro", "monitoring", {"drug": ["ixazomib"], "test": ["complete-blood-count"]}),
        (
            "patients refractory to lenalidomide",
            "regimens-for-a-population",
            {"population": ["lenalidomide-refractory"]},
        ),
        # Nobody counts people with an adverse event by survival.
        ("PFS in MAIA", "event-rates", {"trial": ["maia"]}),
        ("dara-Kd", "figures-of-a-regimen", {"regimen": ["daratumumab-carfilzomib-dexamethasone"]}),
        ("melphalan 200 mg/m2", "full-dose", {"drug": ["melphalan"]}),
        ("mantle cell lymphoma", "indications", {"disease": ["mantle-cell-lymphoma"]}),
        ("CrCl 30-60", "dose-in-population", {"population": ["creatinine-clearance-30-to-60"]}),
        ("DPd or Pd", "compare-regimens", {"one": [DPD], "other": [PD]}),
        ("Pd", "figures-of-a-regimen", {"regimen": [PD]}),
        ("Kaposi's sarcoma", "trials-in-a-disease", {"disease": ["kaposi-sarcoma"]}),
        ("document 003", "left-out-warnings", {"source": ["003-droracle"]}),
        ("who says it interacts with warfarin", "who-says", {"drug": ["warfarin"], "kind": ["interaction"]}),
    ],
)
def test_values_of_the_phrase_are_given(
    searched: EvidenceGraph, words: str, stem: str, values: dict[str, list[str]]
) -> None:
    assert find(searched, words, stem) == values


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("smoking and alcohol with Revlimid", ["alcohol", "smoking"]),
        ("live vaccine on Xpovio", ["live-vaccine"]),
        ("crossmatch with Darzalex", ["indirect-antiglobulin-test"]),
        ("diarrhea with Velcade", []),
    ],
)
def test_what_else_a_drug_interacts_with_goes_to_a_parameter_that_takes_its_kind(
    searched: EvidenceGraph, words: str, others: list[str]
) -> None:
    question = next(one for one in searched.questions if one.stem == "interactions")
    kinds = ("drug-class", "concept", "laboratory-test")
    parameters = [replace(one, also=kinds) if one.name == "other" else one for one in question.parameters]
    searched.search(words)
    finder = searched._finder
    phrase, filling = finder._reader.read(words), Filling(finder._questions._lists)
    filled = fill_question(replace(question, parameters=tuple(parameters)), phrase.mentions, phrase, filling)

    assert [value.text for value in filled.values if value.parameter == "other"] == others


def test_disease_whose_name_another_one_has_is_given_by_its_id(searched: EvidenceGraph) -> None:
    command = searched.search("imatinib CML major molecular response").questions[0].command

    assert "--disease doid-8552" in command
