"""Columns that are added to answers: labels behind things, provenance behind all; a row stays a row."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pomegraph.errors import ValueUnknownError
from pomegraph.questions.additions import (
    LABELS,
    PROVENANCE,
    extend_columns,
    find_added,
    list_additions,
    read_additions,
    split_additions,
)
from pomegraph.questions.question import Column, Parameter
from pomegraph.sparql.results import Table
from pomegraph.sparql.terms import Iri
from support.provenance import BASE, DATA, DRUG, ONE, TWO, make_asked, make_select

BOTH = (LABELS, PROVENANCE)
TABLE = Table(("drug", "says", "claim"), ((DRUG, "it", TWO), (None, "is", ONE), (DRUG, "so", None)))
ADDED = ["claimDocument", "claimPlace", "claimCitation", "claimVerdict", "claimNote"]


def extend(table: Table = TABLE, additions: tuple[str, ...] = BOTH, data: str = DATA) -> list[dict[str, Any]]:
    return find_added(make_select(data), make_asked(), additions, table).extend_table(table).to_records()


def test_label_stands_behind_its_thing_and_provenance_behind_all() -> None:
    names = [column.name for column in extend_columns(make_asked(), BOTH)]

    assert names == ["drug", "drugLabel", "says", "claim", "claimLabel", *ADDED]
    assert list(extend()[0]) == names


def test_documents_places_and_citations_of_a_claim_have_one_order() -> None:
    row = extend()[0]

    assert (row["drugLabel"], row["claimLabel"]) == ("drug x", 'said twice, "so"')
    assert row["claimDocument"].split(" | ") == ["First page", "Second / page"]
    assert row["claimPlace"].split(" | ") == ["lines 3-4; line 20", "section Dose, course"]
    assert row["claimCitation"].split(" | ") == ["entry 1; entry 2", ""]
    assert row["claimVerdict"] == "contradicted: The label says 3 mg."


def test_note_stands_in_the_place_of_its_document() -> None:
    noted = '<report/1> pom:note "above 30 mg/dl; at rest" . <report/2> pom:note "of the first cycle" .'

    assert [row["claimNote"] for row in extend(data=DATA + noted)] == [
        "above 30 mg/dl, at rest; of the first cycle | ",
        None,
        None,
    ]


def test_claim_without_citation_and_verdict_has_empty_cells() -> None:
    row = extend()[1]

    assert [row[name] for name in ADDED] == ["Second / page", "section Dose, course", None, None, None]
    assert row["drugLabel"] is None


def test_row_without_claim_has_empty_cells() -> None:
    assert [extend()[2][name] for name in ADDED] == [None] * 5


def test_row_of_one_document_has_that_only() -> None:
    table = Table(("drug", "says", "claim", "source"), ((DRUG, "", TWO, Iri(f"{BASE}source/b")),))

    assert extend(table)[0]["claimDocument"] == "Second / page"


def test_rows_are_as_many_as_before_and_otherwise_the_same() -> None:
    rows = extend()

    assert [{name: row[name] for name in TABLE.columns} for row in rows] == TABLE.to_records()


def test_terms_of_results_stay_as_they_are() -> None:
    number = {"type": "literal", "value": "4.0", "datatype": "http://www.w3.org/2001/XMLSchema#decimal"}
    binding = {"says": number, "claim": {"type": "uri", "value": ONE.value}}
    data = json.dumps({"head": {"vars": ["drug", "says", "claim"]}, "results": {"bindings": [binding]}}).encode()
    table = Table(("drug", "says", "claim"), ((None, 4, ONE),))
    extended = json.loads(find_added(make_select(), make_asked(), BOTH, table).extend_results(data))

    (row,) = extended["results"]["bindings"]
    assert row["says"] == number
    assert row["claimDocument"] == {"type": "literal", "value": "Second / page"}
    assert "claimCitation" not in row
    assert extended["head"]["vars"] == list(extend()[0])


def test_name_that_a_question_has_is_not_taken() -> None:
    columns = (Column("claim", "claim", "it"), Column("claimPlace", "text", "where"), Column("claimLabel", "text", "x"))
    names = [column.name for column in extend_columns(make_asked(columns), BOTH)]

    assert names[:3] == ["claim", "claimLabel2", "claimPlace"]
    assert names[4:] == ["claimDocument", "claimPlace2", "claimCitation", "claimVerdict", "claimNote"]


def test_each_column_of_claims_is_told_of() -> None:
    columns = (Column("one", "claim", "one"), Column("other", "claim", "other"))
    table = Table(("one", "other"), ((ONE, TWO),))
    row = find_added(make_select(), make_asked(columns), (PROVENANCE,), table).extend_table(table).to_records()[0]

    assert row["oneDocument"] == "Second / page"
    assert row["otherDocument"] == "First page | Second / page"


def test_foreign_data_have_empty_cells() -> None:
    rows = extend(data="<urn:a> <urn:b> <urn:c> .")

    assert {row[name] for row in rows for name in (*ADDED, "drugLabel", "claimLabel")} == {None}


def test_all_rows_take_a_few_queries() -> None:
    queries = []
    table = Table(TABLE.columns, tuple((DRUG, "", Iri(f"urn:{number}")) for number in range(2_000)))

    def select(query: str) -> Table:
        queries.append(query)
        return Table((), ())

    assert len(find_added(select, make_asked(), BOTH, table).rows) == 2_000
    assert len(queries) == 19


def test_nothing_added_needs_no_query() -> None:
    def refuse(query: str) -> Table:
        raise AssertionError(query)

    assert find_added(refuse, make_asked(), (), TABLE).extend_table(TABLE) == TABLE


# Which additions there are.


def test_additions_are_named_once_in_their_order() -> None:
    assert read_additions(make_asked(), ["provenance", " labels ", "", "provenance"]) == BOTH


@pytest.mark.parametrize(
    ("columns", "form", "text", "message"),
    [
        (None, "SELECT", "provenence", "'with' does not take 'provenence'; choose one of labels, provenance"),
        (("drug",), "SELECT", PROVENANCE, "names no claim, so there is no provenance to add; leave provenance out"),
        (("text",), "SELECT", LABELS, "names no thing by its IRI, so there is no label to add; leave labels out"),
        ((), "ASK", LABELS, "names no thing"),
        ((), "CONSTRUCT", PROVENANCE, "is a graph, to which no columns can be added"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(
    columns: tuple[str, ...] | None, form: str, text: str, message: str
) -> None:
    kinds = ("claim",) if columns is None else columns
    question = make_asked(tuple(Column("x", kind, "x") for kind in kinds), form)
    with pytest.raises(ValueUnknownError, match=message) as caught:
        read_additions(question, [text])

    assert caught.value.name == "with"


def test_misspelt_addition_is_suggested() -> None:
    with pytest.raises(ValueUnknownError) as caught:
        read_additions(make_asked(), ["provenence" * 20])
    with pytest.raises(ValueUnknownError) as near:
        read_additions(make_asked(), ["lables"])

    assert len(str(caught.value)) < 200
    assert near.value.suggestions == (LABELS,)


@pytest.mark.parametrize("kind", ["drug", "thing", "iri", "any", "passage"])
def test_column_that_may_name_a_thing_can_have_labels(kind: str) -> None:
    assert list_additions(make_asked((Column("x", kind, "x"),))) == (LABELS,)


def test_parameter_that_was_called_so_has_what_is_no_addition() -> None:
    parameter = Parameter("partner", "drug", "the other drug", (), formerly=("with",))
    question = make_asked()
    given = {"with": ["provenance", "oil"], "drug": ["x"]}

    assert split_additions(question, given) == (["provenance", "oil"], {"drug": ["x"]})
    asked = replace(question, parameters=(parameter,))
    assert split_additions(asked, given) == (["provenance"], {"drug": ["x"], "with": ["oil"]})
    assert split_additions(asked, {"with": ["labels"]}) == (["labels"], {})
