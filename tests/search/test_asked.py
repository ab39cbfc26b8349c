"""Questions are ranked by anyone's words; there are always five."""

from __future__ import annotations

import pytest

from pomegraph.ask.api import EvidenceGraph
from pomegraph.search.asked import gather_texts


@pytest.mark.parametrize("words", ["", "?", "xyzzy", "the of and", "\0", "a" * 10_000, "dose"])
def test_there_are_always_five(searched: EvidenceGraph, words: str) -> None:
    assert len({one.question.stem for one in searched.search(words, 1).questions}) == 5


def test_question_is_found_by_its_own_words(searched: EvidenceGraph) -> None:
    missed = [
        question.stem
        for question in searched.questions
        if question.stem not in [one.question.stem for one in searched.search(question.summary).questions[:3]]
    ]

    assert missed == []


def test_case_and_order_of_words_do_not_matter(searched: EvidenceGraph) -> None:
    stems = [
        [one.question.stem for one in searched.search(words).questions[:3]]
        for words in ("HALF CLEARANCE", "clearance half")
    ]

    assert stems[0] == stems[1]


def test_what_people_say_word_for_word_counts_most(searched: EvidenceGraph) -> None:
    assert searched.search("when to stop daratumumab").questions[0].question.stem == "treatment-duration"


def test_unknown_drug_beside_a_known_one_is_asked_for_as_an_interaction(searched: EvidenceGraph) -> None:
    assert "interactions" in searched.search("clarithromycin and bortezomib").questions[0].question.tags


def test_trial_is_not_asked_for_a_drug_that_nobody_named(searched: EvidenceGraph) -> None:
    first = searched.search("hazard ratio in CASTOR").questions[0]

    assert not any(one.type == "drug" and one.default for one in first.question.parameters)


def test_every_question_has_words_of_people(searched: EvidenceGraph) -> None:
    assert [question.stem for question in searched.questions if not gather_texts(question)[0]] == []


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        ("Empliciti vs Darzalex", "comparisons"),
        ("which is safer, Darzalex or Sarclisa", "adverse-events"),
        ("digoxin and lenalidomide levels", "interactions"),
        ("clarithromycin Xpovio", "interactions"),
        ("plt 40 on selinexor", "dose-limiting-toxicities"),
        ("ANC 0.7 pomalidomide", "dose-limiting-toxicities"),
        ("which drugs cause alopecia", "adverse-events"),
        ("which of these medicines reactivate hepatitis B", "about"),
        ("what drugs were approved in 2015", "approvals-over-time"),
        ("how much is Kyprolis", "programmes"),
        ("what was given in the control arm of CANDOR", "trial-arms"),
        ("can my wife get pregnant if I take Revlimid", "patient-advice"),
        ("PFS IRd vs Rd in TOURMALINE-MM1", "trial-results"),
        ("OS in ENDEAVOR, p value", "trial-results"),
        ("eligibility criteria of POLLUX", "trial-arms"),
        ("what does Xpovio do in the body", "path-to-effect"),
        ("when was Ninlaro approved in Europe", "approvals-over-time"),
        ("is thromboprophylaxis required with Revlimid", "patient-advice"),
        ("alcohol with thalidomide", "interactions"),
        ("blood transfusion crossmatch problem Darzalex", "interactions"),
        ("where do documents disagree about Kyprolis and hypertension", "disagreements"),
        ("from IKZF3 to immune stimulation", "path-from-target"),
        ("is pomalidomide more potent than thalidomide", "comparisons"),
        ("does the HemOnc page give a dose", "coverage"),
        ("compare rash of pomalidomide and lenalidomide", "event-rates"),
        ("which imid has more neuropathy", "adverse-events"),
        ("rash lenalidomide thalidomide", "adverse-events"),
        ("how much velcade per m2 and how often", "full-dose"),
        ("what do I do with pomalyst when neutrophils drop under 500", "dose-limiting-toxicities"),
        ("OPTIMISMM primary endpoint", "trial-arms"),
        ("antibodies against CD38", "about"),
        ("which myeloma drugs interact with digoxin", "interactions"),
        ("is carfilzomib cleared by the kidneys or liver", "metabolising-enzymes"),
        ("where do EMA and FDA labels disagree about pomalidomide", "disagreements"),
        ("what does the darzalex label not say about dialysis", "coverage"),
        ("what does selinexor block", "binding-and-degradation"),
        ("ELOQUENT3 PFS", "trial-results"),
        ("what antigen is Empliciti raised against", "binding-and-degradation"),
        ("what does the ixazomib label leave unsaid about children", "coverage"),
        ("which agents break down Ikaros and Aiolos", "about"),
        ("what happens when CD38 is bound", "path-from-target"),
        ("papers citing the MM-003 publication, DOI", "cited-publications"),
        ("mantle cell lymphoma", "indications"),
        ("plasma cell leukemia", "indications"),
        ("smoldering myeloma", "indications"),
        ("lenalidomide mantle cell lymphoma", "indications"),
        ("treatment of amyloidosis", "indications"),
        ("what helps against nausea", "patient-advice"),
        ("how to treat nausea from selinexor", "dose-limiting-toxicities"),
        ("melflufen vs pomalidomide", "comparisons"),
        ("Blenrep or Darzalex", "comparisons"),
        ("pomalyst on hemodialysis days", "dose-in-population"),
        ("how many mg of pomalidomide on dialysis", "dose-in-population"),
        ("velcade sub q vs iv", "comparisons"),
        ("what drugs are in KRd", "regimen-drugs"),
        ("sources about thalidomide", "sources"),
        ("which drugs cause neuropathy according to labels", "adverse-events"),
        ("recommendations for lenalidomide refractory", "recommendations"),
        ("which of the drugs has NICE not recommended", "recommendations"),
        ("dose recommendations in renal impairment for lenalidomide", "dose-in-population"),
        ("forgot to take Revlimid", "patient-advice"),
        ("which proteins bind to pomalidomide", "binding-and-degradation"),
        ("protein binding of pomalidomide", "pharmacokinetic-figures"),
        ("how long may elotuzumab be kept after dilution, and at what temperature", "administration"),
        ("dara len PFS", "figures-of-a-regimen"),
        ("bortezomib lenalidomide clearance", "pharmacokinetic-figures"),
        ("ECG before carfilzomib", "monitoring"),
        ("sodium checks Xpovio", "monitoring"),
        ("which trials compared three drugs with two in patients not eligible for transplant", "trials-in-a-disease"),
        ("share of patients who stopped selinexor because of side effects in BOSTON", "trial-results"),
        ("what does the SmPC leave out about cyclophosphamide", "coverage"),
        ("difference between 2 versions of pomalyst label", "changes-between-documents"),
        ("hazard ratio overall survival ENDEAVOR", "hazard-ratios"),
        ("HR for death in ENDEAVOR", "hazard-ratios"),
        ("who funded OPTIMISMM", "trial-evidence"),
        ("REMS requirements for thalidomide", "programmes"),
        ("daratumumab blood typing before first dose", "patient-advice"),
        ("trials of pom in relapsed refractory myeloma", "trials-in-a-disease"),
        ("relapsed/refractory myeloma selinexor dose", "full-dose"),
        ("names of the regimens", "regimen-drugs"),
        ("how fast does ixazomib work", "outcomes"),
        ("regimens for transplant ineligible", "regimens-for-a-population"),
        ("what is in VRd", "regimen-drugs"),
        ("D-VMP abbreviation meaning", "regimen-drugs"),
        ("studies giving Isa-Kd", "trials-in-a-disease"),
        ("how does blocking XPO1 kill plasma cells", "path-from-target"),
        ("rifampicin plus ixazomib AUC drop", "interactions"),
        ("blood clot prevention on revlimid aspirin or heparin", "patient-advice"),
        ("lenalidomide pregnancy category", "contraindications"),
        ("how does selinexor work", "binding-and-degradation"),
        ("hair loss after chemo shampoo", "adverse-events"),
        ("daratumumab with yellow fever vaccine", "interactions"),
        ("do FDA and EMA differ on pomalidomide in renal failure", "disagreements"),
        ("which section tells the dose in hepatic impairment", "about"),
        ("which figures could not be reproduced", "contradicted-by-evidence"),
        ("DVd or DRd for first relapse", "compare-regimens"),
        ("boxed warnings of carfilzomib vs lenalidomide", "boxed-warnings"),
        ("Velcade versus Kyprolis neuropathy", "adverse-events"),
        ("which drugs for myeloma are contraindicated in pregnancy", "contraindications"),
    ],
)
def test_what_is_asked_comes_first(searched: EvidenceGraph, words: str, stem: str) -> None:
    assert searched.search(words).questions[0].question.stem == stem
