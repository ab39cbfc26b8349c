"""What a phrase asks of what it names is told from the words beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pomegraph.search.asking import Aim, find_asked, is_of_any, is_of_disagreement, is_of_silence, is_when

if TYPE_CHECKING:
    from pomegraph.ask.api import EvidenceGraph
    from pomegraph.search.phrase import Phrase


def read(searched: EvidenceGraph, text: str) -> Phrase:
    searched.search(text)
    return searched._finder._reader.read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what is cereblon", True),
        ("What are Ikaros?", True),
        ("cereblon", False),
        ("what is pomalidomide", False),
        ("what is MAIA", False),
        ("what is the dose of pomalidomide", False),
        ("what is cereblon to apoptosis", False),
    ],
)
def test_who_asks_what_one_thing_is_asks_for_all_on_it(searched: EvidenceGraph, text: str, *, expected: bool) -> None:
    phrase = read(searched, text)

    assert (Aim.THING in phrase.aims) is expected
    assert searched.search(text).questions[0].command.startswith("pomegraph ask about --thing") or not expected


def test_which_drugs_asks_for_all_of_them() -> None:
    assert [is_of_any(text.split()) for text in ("which myeloma drugs harm", "which drug", "drugs that harm")] == [
        True,
        True,
        False,
    ]


def test_what_stands_between_which_and_drugs_is_not_asked_for() -> None:
    texts = ("which myeloma drugs harm", "harm from which drug", "harm")

    assert [list(find_asked(text.split())) for text in texts] == [[0, 1, 2], [2, 3], []]


def test_who_asks_where_documents_disagree_or_say_nothing_is_known() -> None:
    texts = ("do labels contradict each other", "what does it not say", "what does it say")

    assert [is_of_disagreement(text.split()) for text in texts] == [True, False, False]
    assert [is_of_silence(text.split()) for text in texts] == [False, True, False]


def test_year_asks_when() -> None:
    assert [is_when(text.split()) for text in ("approved in 2015", "when approved", "4 mg")] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("platelets 28 on selinexor", True),
        ("platelets fell below 28", True),
        ("neutropenia 28 days", False),
        ("neutropenia", False),
    ],
)
def test_number_behind_a_count_of_cells_is_one(searched: EvidenceGraph, text: str, *, expected: bool) -> None:
    assert (Aim.COUNT in read(searched, text).aims) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how do I cope with fatigue", True),
        ("managing diarrhoea on Revlimid", True),
        ("what can be done against constipation", True),
        ("does thalidomide treat myeloma", False),
        ("fatigue", False),
    ],
)
def test_who_asks_what_helps_against_an_event_asks_what_to_do(
    searched: EvidenceGraph, text: str, *, expected: bool
) -> None:
    assert (Aim.HELP in read(searched, text).aims) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PFS by arm in MAIA", True),
        ("who was eligible for MAIA by arm", False),
        ("hazard ratio for PFS in MAIA", False),
        ("MAIA", False),
    ],
)
def test_results_of_a_trial_are_those_of_its_arms(searched: EvidenceGraph, text: str, *, expected: bool) -> None:
    assert (Aim.ARMS in read(searched, text).aims) is expected


def test_way_leads_from_something_to_something(searched: EvidenceGraph) -> None:
    phrase = read(searched, "from cereblon to apoptosis")

    assert [thing.id for thing in phrase.starts] == ["crbn"]
    assert phrase.ends


def test_document_may_be_asked_whether_it_tells_something(searched: EvidenceGraph) -> None:
    assert Aim.DOCUMENT in read(searched, "does HemOnc give a dose").aims
    assert Aim.DOCUMENT not in read(searched, "HemOnc dose").aims


@pytest.mark.parametrize(
    ("text", "aim"),
    [
        ("dose of pomalidomide on dialysis", Aim.DOSE),
        ("what does DPd stand for", Aim.NAME),
        ("what drugs are in KRd", Aim.NAME),
        ("What's in Rd?", Aim.NAME),
        ("list the drugs in DPd", Aim.NAME),
        ("list all documents about thalidomide", Aim.LISTING),
        ("papers on MAIA", Aim.LISTING),
        ("which phase 3 trials tested carfilzomib", Aim.TRIALS),
        ("what does NICE recommend for lenalidomide-refractory patients", Aim.RECOMMENDATION),
        ("what does the SmPC leave out about cyclophosphamide", Aim.SILENCE),
        ("difference between 2 versions of the Pomalyst label", Aim.VERSION),
        ("how do the versions compare", Aim.VERSION),
        ("in which section is dialysis told", Aim.PLACE),
        ("where in the document is the dose", Aim.PLACE),
        ("in which line of the label is dialysis told", Aim.PLACE),
        ("where is the survival of MAIA stated", Aim.PLACE),
        ("hold pomalidomide for grade 4 neutropenia", Aim.CHANGE),
        ("how is carfilzomib modified after heart failure", Aim.CHANGE),
        ("how does blocking XPO1 kill cells", Aim.WAY),
        ("lenalidomide half-life", Aim.KINETICS),
        ("rifampicin plus ixazomib", Aim.MEETING),
        ("hazard ratio in CASTOR", Aim.STUDY),
        ("alcohol with thalidomide", Aim.HABIT),
        ("florbizol with thalidomide", Aim.STRANGER),
        ("is thromboprophylaxis required", Aim.INSTRUCTION),
        ("prevention of nausea", Aim.HELP),
        ("differences between the US and EU labels", Aim.DISAGREEMENT),
    ],
)
def test_what_is_asked_is_told_from_what_is_named(searched: EvidenceGraph, text: str, aim: Aim) -> None:
    assert aim in read(searched, text).aims


def test_names_alone_ask_nothing(searched: EvidenceGraph) -> None:
    assert [read(searched, text).aims for text in ("pomalidomide", "pomalidomide on dialysis", "nausea")] == [
        frozenset()
    ] * 3
