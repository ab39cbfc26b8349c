"""Tells programs what a parameter takes: in JSON Schema, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pomegraph.sparql.terms import Iri
from pomegraph.wording import with_article

if TYPE_CHECKING:
    from pomegraph.questions.question import Column, Parameter
    from pomegraph.sparql.terms import RdfTerm

Schema = dict[str, Any]

# What `values` understands; of numbers, those that every engine can hold.
_SCHEMAS: dict[str, Schema] = {
    "integer": {"type": "integer", "minimum": -(10**18) + 1, "maximum": 10**18 - 1},
    "decimal": {"type": "number", "minimum": -(10**17), "maximum": 10**17},
    "date": {"type": "string", "format": "date"},
    "boolean": {"type": "boolean"},
}
# JSON has no IRIs, dates and decimals of its own.
_CELLS = {
    "integer": ("integer",),
    "year": ("integer",),
    "decimal": ("number",),
    "boolean": ("boolean",),
    "any": ("string", "number", "boolean"),
}


def build_schema(parameter: Parameter) -> Schema:
    """Return the JSON Schema of what a parameter takes: of a list of values, if it takes several."""
    one = _build_value_schema(parameter)
    return {"type": "array", "items": one, "minItems": 1} if parameter.several else one


def _build_value_schema(parameter: Parameter) -> Schema:
    if parameter.choices:
        return {"type": "string", "enum": list(parameter.choices)}
    if parameter.is_thing:
        names = [name_term(term) for term in parameter.default]
        return {"type": "string", **({"examples": names} if names else {})}
    return dict(_SCHEMAS.get(parameter.type, {"type": "string"}))


def build_cell_schema(column: Column) -> Schema:
    """Return the JSON Schema of what stands in a column; null where nothing is told."""
    return {"type": [*_CELLS.get(column.type, ("string",)), "null"], "description": f"{column.means} ({column.type})"}


def explain_parameter(parameter: Parameter) -> str:
    """Return what a parameter means, how a thing is named, and what holds if it is left out, in sentences."""
    means = parameter.means[:1].upper() + parameter.means[1:]
    parts = [means]
    if parameter.is_thing:
        kind = with_article(" or ".join(parameter.kinds).replace("-", " "))
        parts.append(f"{kind[:1].upper()}{kind[1:]} by its id, IRI, CURIE or any name")
    if not parameter.required:
        parts.append(tell_default(parameter))
    if parameter.formerly:
        parts.append(f"Formerly {', '.join(parameter.formerly)}, which still works")
    return " ".join(f"{part}." for part in parts)


def tell_default(parameter: Parameter) -> str:
    """Return what holds if a parameter is left out."""
    return f"If it is left out: {', '.join(map(name_term, parameter.default)) or 'any'}"


def name_term(term: RdfTerm) -> str:
    """Return a default as people would type it: the id of a thing, the text of a literal.

    >>> name_term(Iri("https://w3id.org/pomegraph/drug/pomalidomide"))
    'pomalidomide'
    """
    return term.value.rpartition("/")[2] if isinstance(term, Iri) else term.text
