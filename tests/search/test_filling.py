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
        ("dose on dialysis", "dose-in-population", {"drug": ["*"], "population": ["on-dialysis"]}),
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
        ("does it cause neuropathy", "adverse-events", {"drug": ["*"], "event": ["neuropathy"]}),
        ("tumour lysis in CLL", "adverse-events", {"drug": ["*"], "event": ["tumor-lysis-syndrome"]}),
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
            {"drug": ["*"], "population": ["lenalidomide-refractory"]},
        ),
        # Nobody counts people with an adverse event by survival.
        ("PFS in MAIA", "event-rates", {"trial": ["maia"]}),
        ("dara-Kd", "figures-of-a-regimen", {"regimen": ["daratumumab-carfilzomib-dexamethasone"]}),
        ("melphalan 200 mg/m2", "full-dose", {"drug": ["melphalan"]}),
        ("mantle cell lymphoma", "indications", {"drug": ["*"], "disease": ["mantle-cell-lymphoma"]}),
        ("CrCl 30-60", "dose-in-population", {"drug": ["*"], "population": ["creatinine-clearance-30-to-60"]}),
        ("DPd or Pd", "compare-regimens", {"one": [DPD], "other": [PD]}),
        ("Pd", "figures-of-a-regimen", {"regimen": [PD]}),
        ("Kaposi's sarcoma", "trials-in-a-disease", {"drug": ["*"], "disease": ["kaposi-sarcoma"]}),
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


def test_several_values_of_one_parameter_are_told_of_by_any_claim(searched: EvidenceGraph) -> None:
    question = next(one for one in searched.questions if one.stem == "event-rates")
    searched.search(words := "grade 3 neutropenia of bortezomib or carfilzomib")
    finder = searched._finder
    phrase, filling = finder._reader.read(words), Filling(finder._questions._lists)
    things = fill_question(question, phrase.mentions, phrase, filling).things

    assert [{iri.rpartition("/")[2] for iri in each} for each in things] == [
        {"bortezomib", "carfilzomib"},
        {"neutropenia"},
    ]


def test_disease_whose_name_another_one_has_is_given_by_its_id(searched: EvidenceGraph) -> None:
    command = searched.search("imatinib CML major molecular response").questions[0].command

    assert "--disease doid-8552" in command


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("carfilzomib vs bortezomib", "comparisons --drug carfilzomib --comparator bortezomib"),
        ("pomalidomide with dexamethasone recommended by NICE", "recommendations --drug pomalidomide --authority nice"),
        ("dara pom dex overall response rate", "--regimen daratumumab-pomalidomide-dexamethasone"),
        ("adding cyclophosphamide to pomalidomide and dexamethasone trial", "--regimen pomalidomide-cyclophosphamide"),
        ("antibodies against CD38 and SLAMF7", "about --thing cd38"),
        ("melphalan renal dose", "--population renal-impairment"),
        ("breastfeeding bortezomib", "patient-advice --drug bortezomib --population breastfeeding-women"),
        ("what must pharmacists do before dispensing Revlimid", "--audience pharmacies"),
        ("progressive multifocal leukoencephalopathy", "adverse-events --drug '*' --event progressive"),
        ("Blenrep keratopathy", "adverse-events --drug 'belantamab mafodotin'"),
        ("ixazomib rifampicin", "--other rifampicin --other strong-cyp3a4-inducer"),
        ("bortezomib with strong CYP3A4 inducers", "--other rifampicin"),
        ("thromboprophylaxis with lenalidomide", "patient-advice --drug lenalidomide --instruction give-thrombo"),
        ("bortezomib intrathecal death", "--instruction do-not-give-intrathecally"),
        ("can my wife get pregnant if I take thalidomide", "--population women-of-childbearing-potential"),
        ("half-life", "pharmacokinetic-figures --drug '*' --measure half-life"),
        ("which drugs need contraception", "patient-advice --drug '*' --instruction use-contraception"),
        ("IKZF1 IKZF3 degradation", "binding-and-degradation --drug '*' --protein ikzf1 --protein ikzf3"),
        ("trials in lenalidomide refractory myeloma", "--population lenalidomide-refractory"),
        ("references for ICARIA-MM", "sources --about icaria-mm"),
        ("indications granted under accelerated approval", "indications --drug '*' --granted accelerated-approval"),
        ("do sources disagree on median OS with pomalidomide", "--measure median-overall-survival"),
        ("octogenarians on Rd", "--population elderly --regimen lenalidomide-dexamethasone"),
        # What a question is about anyhow is no part of its answer to be chosen.
        ("which tests are done with carfilzomib", "monitoring --drug carfilzomib"),
        ("thromboprophylaxis with an IMiD plus dexamethasone", "patient-advice --drug '*' --instruction give-thrombo"),
        ("selinexor starting dose with Velcade", "dose-with-partner --drug selinexor --partner bortezomib"),
        ("hep b testing before pomalyst", "monitoring --drug pomalidomide --test hepatitis-b-test"),
        ("my wife is pregnant can I take pomalidomide", "patient-advice --drug pomalidomide --population men"),
        ("bortezomib neurotoxicity", "--event peripheral-neuropathy"),
        ("grade 3 or 4 thrombocytopenia with selinexor", "event-rates --drug selinexor --event thrombocytopenia"),
        ("trials in patients refractory to both lenalidomide and bortezomib", "--population dual-refractory"),
        ("can I breastfeed on lenalidomide", "patient-advice --drug lenalidomide --population breastfeeding-women"),
        ("dvt prophylaxis with lenalidomide", "patient-advice --drug lenalidomide --instruction give-thrombo"),
        ("darzalex premedication", "patient-advice --drug daratumumab --instruction give-premedication"),
        ("bortezomib sc dose", "full-dose --drug bortezomib --route subcutaneous"),
        ("lenalidomide maintenance dose", "full-dose --drug lenalidomide --setting maintenance"),
        ("pomalidomide effect on NK cells", "affected-cells --drug pomalidomide --cell natural-killer-cell"),
        ("isatuximab dose with pomalidomide and dexamethasone", "full-dose --drug isatuximab"),
        ("dexamethasone dose over 75 years with pomalidomide", "dose-at-age --drug dexamethasone --age 76"),
        ("which transcription factors does lenalidomide degrade", "binding-and-degradation --drug lenalidomide"),
        ("is Sarclisa approved in Europe", "--jurisdiction european-union"),
        ("hazard ratio in CASTOR", "hazard-ratios --trial castor"),
        ("may a man on pomalidomide donate sperm", "--instruction do-not-donate-sperm --population men"),
        ("which drugs degrade ikaros", "binding-and-degradation --drug '*' --protein ikzf1"),
        (
            "which myeloma drugs need thromboprophylaxis",
            "patient-advice --drug '*' --instruction give-thromboprophylaxis",
        ),
        ("arms of the trials of isatuximab", "trial-arms --drug isatuximab"),
        ("phase III trials of Kyprolis", "trials-in-a-disease --drug carfilzomib --phase 'phase 3'"),
        ("how does selinexor work", "binding-and-degradation --drug selinexor"),
        ("what does D-VMP stand for", "regimen-drugs --regimen daratumumab-bortezomib-melphalan-prednisone"),
        ("which drugs are in the VTD regimen", "regimen-drugs --regimen bortezomib-thalidomide-dexamethasone"),
        ("elotuzumab dose with lenalidomide and dexamethasone", "full-dose --drug elotuzumab"),
        (
            "which melphalan figures were found wrong",
            "contradicted-by-evidence --drug melphalan",
        ),
    ],
)
def test_question_is_filled_in_with_all_that_is_meant_once(searched: EvidenceGraph, words: str, command: str) -> None:
    first = searched.search(words).questions[0]

    assert command in first.command
    assert len(set(first.values)) == len(first.values)
