"""Turns what people typed for a parameter into terms. No text of theirs reaches a query any other way."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from pomegraph.content.values import canonical, cure_of, narrow_datatype
from pomegraph.errors import ValueUnknownError
from pomegraph.names import XSD
from pomegraph.sparql.terms import Iri, Literal
from pomegraph.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pomegraph.questions.question import Parameter, Question
    from pomegraph.questions.things import Things
    from pomegraph.sparql.terms import RdfTerm

# The datatype of each kind of literal; what people type is brought into its canonical form.
_DATATYPES = {"integer": "integer", "decimal": "decimal", "date": "date", "boolean": "boolean", "text": "string"}
_BOOLEANS = {"yes": "true", "no": "false", "1": "true", "0": "false", "on": "true", "off": "false"}
# Given in the place of a value, it stands for everything.
EVERYTHING = "*"
_LONGEST = 100
# So many values are offered to choose from where one is taken.
_MOST_GIVEN = 10
_MOST_SUGGESTIONS = 5


def read_values(question: Question, given: Mapping[str, Sequence[str]], things: Things) -> dict[str, list[RdfTerm]]:
    """Return the terms for each parameter that was given, by name.

    Raises:
        ValueUnknownError: a parameter is unknown, is missing, takes one value only, or does not take this one.
    """
    for name in given:
        if question.find_parameter(name) is None:
            raise _refuse_name(question, name)
    given = question.name_anew(given)
    return {
        parameter.name: _read_parameter(parameter, given.get(parameter.name, ()), things)
        for parameter in question.parameters
        if given.get(parameter.name) or parameter.required
    }


def _refuse_name(question: Question, name: str) -> ValueUnknownError:
    known = [parameter.name for parameter in question.parameters]
    near = difflib.get_close_matches(name[:_LONGEST], known)
    cure = f"choose one of {', '.join(known)}" if known else "it takes none"
    return ValueUnknownError(name, f"the question has no parameter '{_shorten(name)}'", cure, near)


def _read_parameter(parameter: Parameter, texts: Sequence[str], things: Things) -> list[RdfTerm]:
    name = parameter.name
    if not texts:
        raise ValueUnknownError(name, f"'{name}' is missing: {parameter.means}", f"give {name}=...")
    if len(texts) > 1 and not parameter.several:
        message, given = f"'{name}' was given {len(texts)} times and takes one value", list(dict.fromkeys(texts))
        raise ValueUnknownError(name, message, "give it once", given[:_MOST_GIVEN])
    if is_everything(texts):
        return _list_everything(parameter, things)
    # Once each: a row must not be there, or be counted, as often as its value was given.
    return list(dict.fromkeys(_read_value(parameter, text, things) for text in texts))


def is_everything(texts: Sequence[str]) -> bool:
    """Tell whether somebody left a parameter open, which may have a default."""
    return list(texts) == [EVERYTHING]


def _list_everything(parameter: Parameter, things: Things) -> list[RdfTerm]:
    """Return no term, which leaves a parameter open, if its default does; else all terms that it takes, if it may."""
    if not parameter.default:
        return []
    if parameter.several and parameter.choices:
        return [Literal(choice) for choice in parameter.choices]
    if parameter.several and parameter.is_thing:
        return [Iri(thing.iri) for thing in things.by_kind.get(parameter.type, ())]
    raise ValueUnknownError(parameter.name, f"'{parameter.name}' cannot be left open", "give a value")


def _read_value(parameter: Parameter, text: str, things: Things) -> RdfTerm:
    if parameter.type == "enumeration":
        return _read_choice(parameter, text, things)
    if parameter.is_thing:
        return _read_thing(parameter, text, things)
    datatype = _DATATYPES[parameter.type]
    value = canonical(_normalize(text, datatype), datatype)
    if value is None:
        raise ValueUnknownError(
            parameter.name, f"'{_shorten(text)}' is not {with_article(parameter.type)}", cure_of(datatype)
        )
    return Literal(value, XSD + narrow_datatype(value, datatype))


def _normalize(text: str, datatype: str) -> str:
    """Return a text without what people and programs write differently: spaces round it, `True`, `yes`."""
    if datatype == "string":
        return text
    plain = text.strip()
    return _BOOLEANS.get(plain.lower(), plain.lower()) if datatype == "boolean" else plain


def _read_choice(parameter: Parameter, text: str, things: Things) -> Literal:
    known = {choice.casefold(): choice for choice in parameter.choices}
    found = text if text in parameter.choices else known.get(text.strip().casefold())
    # Somebody says "phase III" or, where a phase is asked for, "III".
    said = [one for words in (text, f"{parameter.name} {text}") for one in things.list_said(words, parameter.name)]
    found = found or next((one for one in said if one in parameter.choices), None)
    if found is None:
        near = difflib.get_close_matches(text[:_LONGEST].casefold(), parameter.choices)
        cure = f"choose one of {', '.join(parameter.choices)}"
        raise ValueUnknownError(parameter.name, f"'{_shorten(text)}' is not a choice of '{parameter.name}'", cure, near)
    return Literal(found)


def _read_thing(parameter: Parameter, text: str, things: Things) -> Iri:
    found = next(filter(None, (things.find(one, text) for one in parameter.kinds)), [])
    kind = " or ".join(one.replace("-", " ") for one in parameter.kinds)
    if len(found) == 1:
        return Iri(found[0].iri)
    if found:
        ids = [thing.id for thing in found]
        message = f"'{_shorten(text)}' is the name of more than one {kind}"
        raise ValueUnknownError(parameter.name, message, f"give one of {', '.join(ids)}", ids)
    suggestions = [name for one in parameter.kinds for name in things.suggest(one, text)][:_MOST_SUGGESTIONS]
    listed = f"the question 'things' lists every {kind}"
    cure = f"did you mean {' or '.join(suggestions)}?" if suggestions else listed
    raise ValueUnknownError(parameter.name, f"no {kind} is called '{_shorten(text)}'", cure, suggestions)


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
