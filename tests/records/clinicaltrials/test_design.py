"""What a study is: names, design, sponsor, diseases, publications."""

from __future__ import annotations

from support.studies import NUMBER, convert, list_claims, list_reasons, make_study, tell

TRIAL = NUMBER.lower()


def test_numbers_and_acronym_are_other_names_and_nothing_else() -> None:
    names = {"acronym": "EXEMPLAR", "orgStudyIdInfo": {"id": "XY-001"}, "briefTitle": "A title of our own"}
    found = convert(make_study(identification=names))

    assert [tell(claim, "alternateName") for claim in list_claims(found, predicate="alternateName")] == [
        ("EXEMPLAR",),
        ("XY-001",),
    ]
    assert "A title of our own" not in repr(found)


def test_number_of_the_european_register_is_an_identifier() -> None:
    listed = [{"id": "2010-019820-30", "type": "EUDRACT_NUMBER"}, {"id": "U10", "type": "NIH"}]
    found = convert(make_study(identification={"secondaryIdInfos": listed}))

    assert [one.object.rpartition("/")[2] for one in found.mappings] == [NUMBER, "2010-019820-30"]


def test_design_is_told_by_concepts() -> None:
    design = {
        "studyType": "INTERVENTIONAL",
        "phases": ["EARLY_PHASE1", "NA"],
        "designInfo": {
            "allocation": "RANDOMIZED",
            "interventionModel": "PARALLEL",
            "maskingInfo": {"masking": "QUADRUPLE"},
        },
        "enrollmentInfo": {"count": 455, "type": "ESTIMATED"},
    }
    found = convert(make_study(design=design))

    told = [claim.get("design")[0] for claim in list_claims(found, predicate="design")]
    assert told == ["randomized", "double-blind", "parallel-groups"]
    assert tell(list_claims(found, predicate="phase")[0], "phase", "qualifier") == ("1", "early")
    assert tell(list_claims(found, predicate="enrolment")[0], "enrolment", "qualifier") == ("455", "expected")


def test_sponsor_is_told_unless_it_is_a_person() -> None:
    company = make_study(sponsorCollaborators={"leadSponsor": {"name": "Celgene", "class": "INDUSTRY"}})
    person = make_study(sponsorCollaborators={"leadSponsor": {"name": "Some Body", "class": "INDIV"}})

    assert tell(list_claims(convert(company), predicate="relatedTo")[0], "relatedTo", "role") == ("celgene", "sponsor")
    assert "Some Body" not in repr(convert(person))


def test_publications_are_told_by_their_numbers() -> None:
    listed = [
        {"pmid": "24007748", "type": "RESULT", "citation": "Words."},
        {"citation": "Others.", "type": "BACKGROUND"},
    ]
    found = convert(make_study(references={"references": listed}))

    (claim,) = list_claims(found, predicate="refersTo")
    assert tell(claim, "subject", "refersTo", "role") == (TRIAL, "pmid-24007748", "reports-results-of")
    assert "Words." not in repr(found)


def test_diseases_are_known_by_whole_names_or_without_their_stage() -> None:
    told = ["Multiple Myeloma (MM)", "Relapsed Multiple Myeloma", "Myelomatosis of our own"]
    found = convert(make_study(conditions={"conditions": told}))

    claims = list_claims(found, predicate="studiedIn")
    assert [tell(claim, "studiedIn") for claim in claims] == [("multiple-myeloma",)]
    assert list_reasons(found, "disease") == [("Myelomatosis of our own", "unknown name")]


def test_source_has_its_version_and_where_it_is_found() -> None:
    status = {"lastUpdatePostDateStruct": {"date": "2018-10-24", "type": "ACTUAL"}}
    found = convert(make_study(status=status))

    details = dict(found.source.details)
    assert (found.version, details["date"]) == ("2018-10-24", "2018-10-24")
    assert details["version"] == "last update posted 2018-10-24"
    assert details["address"] == f"https://clinicaltrials.gov/study/{NUMBER}"
    assert (details["kind"], details["retrieved"]) == ("registry-record", "2026-11-26")


def test_record_says_what_it_is_about() -> None:
    found = convert(make_study(conditions={"conditions": ["Multiple Myeloma"]}))

    told = [tell(claim, "subject", "isAbout") for claim in list_claims(found, predicate="isAbout")]
    assert told == [(f"{TRIAL}-record", TRIAL), (f"{TRIAL}-record", "multiple-myeloma")]
