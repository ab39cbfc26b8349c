"""What is told of the claim of a row: documents in one order, bounded, with what could be mistaken replaced."""

from __future__ import annotations

from pomegraph.questions.claim_cells import CellPart, tell_claim, write_cell
from pomegraph.questions.provenance import ClaimPlace, PrimaryVerdict, Provenance
from pomegraph.sparql.terms import Iri


def place(source: str, passage: str = "1", where: str = "line 1") -> ClaimPlace:
    texts = (f"urn:{source}", source, f"urn:{source}/{passage}", f"{source}, {where}", where)
    return ClaimPlace(*texts, is_lines=True, report=f"urn:report/{passage}")


def tell(*places: ClaimPlace, row: tuple[Iri, ...] = ()) -> dict[str, str | None]:
    cited = {("urn:claim", "urn:b/1"): {"urn:reference": "entry 1; note"}}
    provenance = Provenance({"urn:claim": places}, cited, {"urn:claim": [PrimaryVerdict("rounded", "So it is.")]})
    return {name: write_cell(cell) for name, cell in tell_claim(provenance, Iri("urn:claim"), row).items()}


def test_documents_come_in_one_order() -> None:
    assert tell(place("a"), place("a", "2", "line 2"), place("b", where="x | y")) == {
        "document": "a | b",
        "place": "line 1; line 2 | x / y",
        "citation": " | entry 1, note",
        "verdict": "rounded: So it is.",
        "note": None,
    }


def test_row_of_a_document_has_only_that() -> None:
    assert tell(place("a"), place("b"), row=(Iri("urn:a"),))["document"] == "a"


def test_what_is_not_told_is_empty() -> None:
    assert tell()["place"] is None
    assert tell(place("a"))["citation"] is None


def test_documents_past_fifty_are_counted() -> None:
    told = tell(*(place(f"page {number:04}") for number in range(1_100)))

    assert told["document"] == " | ".join([*(f"page {number:04}" for number in range(50)), "and 1,050 more"])
    assert str(told["place"]).endswith("line 1 | and 1,050 more")
    assert told["citation"] is None


def test_places_past_fifty_are_counted() -> None:
    told = tell(*(place("a", str(number), f"line {number}") for number in range(60)), place("b"))

    assert str(told["place"]).endswith("line 49; and 10 more | line 1")


def test_parts_name_what_they_lead_to() -> None:
    cells = tell_claim(Provenance({"urn:c": [place("a")]}), "urn:c", ())

    assert cells["document"] == ((CellPart("a", "urn:a"),),)
    assert cells["place"] == ((CellPart("line 1", "urn:a/1"),),)
