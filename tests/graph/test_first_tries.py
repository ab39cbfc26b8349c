"""What people who meet the graph try first: each query of a few lines finds what the documents say."""

from __future__ import annotations

import pyoxigraph
import pytest

from pomegraph.release import Release
from support.engines import solve

KINDS = (
    "adverse-event", "arm", "concept", "disease", "drug", "drug-class", "organisation", "population", "programme",
    "reference", "regimen", "source", "target", "trial",
)  # fmt: skip
PREFIXES = {
    "pom": "https://w3id.org/pomegraph/ontology#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    **{kind: f"https://w3id.org/pomegraph/{kind}/" for kind in KINDS},
}

# The rows are values of ?x: the last part of an IRI, or the text of a literal.
TRIES = {
    "outcomes of a disease through its broader disease": (
        "?o a pom:Outcome ; pom:disease/pom:broader* disease:kaposi-sarcoma ; pom:value ?x",
        {"67", "80"},
    ),
    "outcomes of a disease of which their source names only the trial": (
        "?o a pom:Outcome ; pom:disease disease:multiple-myeloma ; pom:trial trial:mm-003 ; pom:value ?x",
        {"4", "12.4"},
    ),
    "outcomes in a complication through the disease": (
        "?o a pom:Outcome ; pom:disease/skos:broader* disease:myelofibrosis ; pom:assessment ?x",
        {"active"},
    ),
    "a trial studies its comparator": (
        "trial:mm-003 pom:studies ?x",
        {"pomalidomide-low-dose-dexamethasone", "high-dose-dexamethasone"},
    ),
    "a trial of a drug alone studies the drug": ("trial:study-12-c-0047 pom:studiesDrug ?x", {"pomalidomide"}),
    "companies apart": ("drug:pomalidomide pom:marketedBy ?x", {"bristol-myers-squibb", "celgene"}),
    "severe and serious are linked": (
        "?x skos:broader concept:serious-or-severe",
        {"serious", "severe"},
    ),
    "populations refractory to a drug": (
        "?x a pom:Population ; pom:refractoryTo drug:lenalidomide",
        {"dual-refractory", "lenalidomide-refractory"},
    ),
    "populations by organ": ("?x pom:organ concept:organ-kidney", {"renal-impairment", "on-dialysis"}),
    "populations by organ and severity": (
        "?x pom:organ/rdfs:label 'liver' ; pom:severity/rdfs:label 'severe'",
        {"severe-hepatic-impairment"},
    ),
    "doses of a regimen": (
        "?d a pom:Dose ; pom:regimen regimen:pomalidomide-dexamethasone ; pom:value ?x",
        {"4", "40"},
    ),
    "interaction from the drug": ("drug:pomalidomide pom:interactsWith ?x . ?x a pom:Drug", {
        "warfarin", "fluvoxamine", "ciprofloxacin", "carbamazepine", "phenytoin", "rifampicin", "amiodarone",
        "azithromycin", "thalidomide", "lenalidomide",
    }),
    "interaction from the other drug": ("drug:warfarin pom:interactsWith ?x", {"pomalidomide"}),
    "interaction from the class": ("drug-class:strong-cyp1a2-inhibitor pom:interactsWith ?x", {"pomalidomide"}),
    "what NICE publishes": ("?x pom:publisher organisation:nice", {"004-listed-1", "004-listed-2"}),
    "what the library of medicine publishes": ("?x pom:publisher organisation:nlm", {"004-listed-4"}),
    "what UpToDate publishes": ("?x pom:publisher organisation:uptodate", {"000-ref-7"}),
    "degradation leads there": (
        "target:degradation-of-ikzf3 pom:leadsTo ?x",
        {
            "apoptosis-of-myeloma-cells", "inhibited-growth-of-myeloma-cells", "cell-cycle-arrest-of-myeloma-cells",
            "death-of-myeloma-cells",
        },
    ),
    "the target itself leads to no more than its degradation": (
        "target:ikzf3 pom:leadsTo ?x",
        {"degradation-of-ikzf3"},
    ),
    "a disclaimer keeps its polarity": (
        "source:003-droracle pom:characteristic/rdfs:label ?x . FILTER(CONTAINS(?x, 'liability'))",
        {"disclaims liability for clinical decisions"},
    ),
    "a stage that is printed is not a status": (
        "source:003-droracle pom:reviewStatus ?x",
        {"reviewed", "pending-human-review"},
    ),
    "reduce or avoid is an alternative": (
        "?i a pom:Interaction ; pom:interactor drug-class:strong-cyp1a2-inhibitor ; pom:instruction ?x",
        {"reduce-dose-or-avoid"},
    ),
    "the alternative is found by one of its halves": (
        "concept:reduce-dose skos:broader* ?x . ?i pom:instruction ?x",
        {"reduce-dose-or-avoid"},
    ),
    "advice that is denied": ("?x a pom:Advice ; pom:negated true", set()),
    "advice about blood without a word on denial": (
        "?a a pom:Advice ; pom:concerns/rdfs:label 'blood' ; pom:instruction/rdfs:label ?x",
        {"do not donate blood"},
    ),
}  # fmt: skip

# The words of a document for a thing, and the thing.
WORDS = {
    "fever": "pyrexia",
    "shortness of breath": "dyspnea",
    "breathlessness": "dyspnea",
    "heart attack": "myocardial-infarction",
    "blood clots": "thromboembolism",
    "secondary malignancies": "second-primary-malignancy",
    "signs of infection": "sign-of-infection",
    "cereblon": "crbn",
    "Ikaros": "ikzf1",
    "TNF-\N{GREEK SMALL LETTER ALPHA}": "tnf",
    "tumor necrosis factor-alpha": "tnf",
    "IL-6": "il6",
    "malignant plasma cells": "myeloma-cell",
    "myeloma cell growth": "growth-of-myeloma-cells",
    "patients over 75 years": "older-than-75-years",
    "hemodialysis": "on-dialysis",
    "renal impairment": "renal-impairment",
    "hepatic dysfunction": "hepatic-impairment",
    "dual-refractory patients": "dual-refractory",
    "pediatric patients": "children",
    "breastfeeding mothers": "breastfeeding-women",
    "relapsed/refractory multiple myeloma": "multiple-myeloma",
    "relapsed and refractory multiple myeloma": "multiple-myeloma",
    "KS": "kaposi-sarcoma",
    "Pomalidomide + Dexamethasone": "pomalidomide-dexamethasone",
    "Pomalyst plus dexamethasone": "pomalidomide-dexamethasone",
    "Pomalidomide + Bortezomib + Dexamethasone": "pomalidomide-bortezomib-dexamethasone",
    "MM-003 phase III trial": "mm-003",
    "Imnovid": "pomalidomide",
    "3-amino-thalidomide": "pomalidomide",
    "INN": "international-nonproprietary-name",
    "IMiD": "immunomodulatory-drug",
    "strong P-glycoprotein (P-gp) inhibitors": "strong-p-glycoprotein-inhibitor",
    "full blood count": "complete-blood-count",
    "CBC": "complete-blood-count",
    "INR": "inr",
    "OS": "overall-survival",
    "Bristol Myers Squibb": "bristol-myers-squibb",
    "eMC": "emc",
    "SPC": "smpc",
    "REMS": "rems",
    "thromboprophylaxis": "give-thromboprophylaxis",
}


@pytest.fixture(scope="module")
def store(real_release: Release) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.bulk_load(path=real_release.folder / "pomegraph.ttl", format=pyoxigraph.RdfFormat.TURTLE)
    return store


def ask(store: pyoxigraph.Store, pattern: str) -> set[str]:
    rows = solve(store, f"SELECT DISTINCT ?x {{ {pattern} }}", PREFIXES)
    terms = [row["x"] for row in rows]
    return {term.value.rpartition("/")[2] if isinstance(term, pyoxigraph.NamedNode) else term.value for term in terms}


@pytest.mark.parametrize("name", TRIES)
def test_first_try_finds_it(store: pyoxigraph.Store, name: str) -> None:
    pattern, expected = TRIES[name]

    # Other sources may say more; what the documents say is found.
    assert expected <= ask(store, pattern)


@pytest.mark.parametrize("words", WORDS)
def test_word_of_a_document_finds_the_thing(store: pyoxigraph.Store, words: str) -> None:
    assert WORDS[words] in ask(store, f'?x rdfs:label|skos:altLabel "{words}"')


def test_every_broader_thing_is_one_for_skos(store: pyoxigraph.Store) -> None:
    assert not store.query(
        "ASK { ?one pom:broader ?other . FILTER NOT EXISTS { ?one skos:broader ?other } }", prefixes=PREFIXES
    )
