"""Values that Oxigraph keeps in another form: counted, and none that it keeps as it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from pomegraph.files.rewriting import _KEPT, _PATTERNS, Rewritten, find_kept

XSD = "http://www.w3.org/2001/XMLSchema#"
S = NamedNode("http://x/s")


def count(*terms: Literal | Triple) -> int:
    found = Rewritten()
    list(found.watch(Quad(S, S, term) for term in terms))
    return found.count


@pytest.mark.parametrize(
    ("value", "datatype", "kept"),
    [
        ("01", "integer", '"1"^^xsd:integer'),
        ("1", "int", '"1"^^xsd:integer'),
        ("1.50", "decimal", '"1.5"^^xsd:decimal'),
        ("1E0", "double", '"1"^^xsd:double'),
        ("1", "boolean", '"true"^^xsd:boolean'),
        ("PT60S", "duration", '"PT1M"^^xsd:duration'),
        ("P12M", "yearMonthDuration", '"P1Y"^^xsd:yearMonthDuration'),
        ("2020-01-01T00:00:00.0+00:00", "dateTime", '"2020-01-01T00:00:00Z"^^xsd:dateTime'),
        ("1", "integer", None),
        ("one", "int", None),
        ("2020-02-30", "date", None),
        ("0f", "hexBinary", None),
    ],
)
def test_form_in_which_a_value_is_kept_is_told(value: str, datatype: str, kept: str | None) -> None:
    literal = Literal(value, datatype=NamedNode(XSD + datatype))

    assert find_kept(value, XSD + datatype) == kept
    assert count(literal) == count(Triple(S, S, literal)) == (kept is not None)


@settings(max_examples=2000, deadline=None)
@given(
    st.sampled_from(sorted(_KEPT)).flatmap(
        lambda name: st.tuples(st.just(name), st.from_regex(_KEPT[name], fullmatch=True))
    )
)
def test_form_that_is_passed_over_is_kept_as_it_is(case: tuple[str, str]) -> None:
    name, value = case

    assert find_kept(value, XSD + name) is None


def test_every_datatype_that_is_rewritten_is_known() -> None:
    """Of all that XML Schema has, by a value that Oxigraph would write in another way, or another datatype."""
    names = """string boolean decimal integer double float date time dateTime dateTimeStamp gYear gMonth gDay gYearMonth
        gMonthDay duration yearMonthDuration dayTimeDuration byte short int long unsignedByte unsignedShort unsignedInt
        unsignedLong positiveInteger nonNegativeInteger negativeInteger nonPositiveInteger hexBinary base64Binary
        anyURI language normalizedString token NMTOKEN Name NCName"""
    values = [
        "01",
        "-01",
        "1",
        "1.0",
        "1e0",
        "true",
        "P12M",
        "P1Y0M",
        "PT60S",
        "2020-01-01+00:00",
        "2020-01-01T00:00:00.0+00:00",
        "00:00:00.0",
        "2020+00:00",
        "2020-01+00:00",
        "--01+00:00",
        "---01+00:00",
        "--01-01+00:00",
    ]
    rewritten = {name for name in names.split() if any(find_kept(value, XSD + name) for value in values)}

    assert rewritten == {name.removeprefix(XSD) for name in _PATTERNS}


def test_number_and_examples_are_told() -> None:
    turtle = (
        "@prefix : <http://x/> . :s :p 01, 2, 1.50, 'x', true, '1'^^<http://www.w3.org/2001/XMLSchema#int>, 02, :o ."
    )
    found = Rewritten()
    store = Store()
    store.extend(found.watch(parse(turtle, format=RdfFormat.TURTLE)))

    assert str(found) == (
        "4 statements hold a value that Oxigraph keeps in another form, such as "
        '"01"^^xsd:integer as "1"^^xsd:integer, "1.50"^^xsd:decimal as "1.5"^^xsd:decimal, '
        '"1"^^xsd:int as "1"^^xsd:integer'
    )
    # Two values that are one when they are kept are one statement.
    assert len(store) == 6
    assert str(count_one()).startswith("one statement holds a value")


def count_one() -> Rewritten:
    found = Rewritten()
    found.look_at(Quad(S, S, Literal("01", datatype=NamedNode(XSD + "integer"))))
    return found
