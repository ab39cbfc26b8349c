"""Makes the form of a question from its parameters: fields that say what they take, without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.charts.words import spell_out
from pomegraph.questions.additions import ADDITIONS, LABELS, WITH, list_additions
from pomegraph.questions.things import ANY_KIND
from pomegraph.sparql.terms import Iri
from pomegraph.web.terms import cut_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pomegraph.questions.question import Parameter, Question
    from pomegraph.questions.things import Things
    from pomegraph.sparql.terms import RdfTerm

# A list of more choices than these is searched by typing.
_MOST_BOXES, _MOST_CHOICES = 12, 30
_FLAGS = {"true": "yes", "false": "no"}
_INPUTS = {
    "integer": ("number", "1"),
    "decimal": ("number", "any"),
    "date": ("date", ""),
    "text": ("text", ""),
    ANY_KIND: ("text", ""),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: what is sent, what people read."""

    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form.

    Args:
        title: What it is called, in words.
        shape: select, checks, list (typed, with suggestions), number, date or text.
        options: What there is to choose, if anything.
        values: What was given, as it was typed; at least one text, maybe empty.
        default: What holds if nothing is given, in words; empty if everything does.
        step: The smallest difference of two numbers.
    """

    name: str
    title: str
    means: str
    shape: str
    options: tuple[Option, ...]
    values: tuple[str, ...]
    default: str
    is_several: bool
    is_required: bool
    step: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a question.

    Args:
        switches: What can be added to the answer that a page does not show anyway.
    """

    question: Question
    fields: tuple[Field, ...]
    switches: tuple[Option, ...] = ()


def build_form(question: Question, given: Mapping[str, Sequence[str]], things: Things, base: str | None) -> Form:
    """Return the form of a question, filled in with what was given."""
    defaults = question.complete({}, base=base)
    fields = [_build_field(one, given.get(one.name, ()), defaults[one.name], things) for one in question.parameters]
    # A page shows things by their labels anyway.
    names, chosen = (name for name in list_additions(question) if name != LABELS), given.get(WITH, ())
    switches = tuple(Option(name, f"{name}: {ADDITIONS[name]}", name in chosen) for name in names)
    return Form(question, tuple(fields), switches)


def name_values(used: Mapping[str, Sequence[RdfTerm]], things: Things) -> str:
    """Return what an answer is for, in words: each parameter that does not stand for everything."""
    told = [(name, name_terms(terms, things)) for name, terms in used.items() if terms]
    return "; ".join(f"{spell_out(name)}: {words}" for name, words in told)


def name_terms(terms: Sequence[RdfTerm], things: Things) -> str:
    """Return terms as people call them; of a thing its label."""
    labels = {thing.iri: cut_text(thing.label) for kind in things.by_kind.values() for thing in kind}
    named = [labels.get(str(term)) if isinstance(term, Iri) else _FLAGS.get(str(term)) for term in terms]
    return ", ".join(name or cut_text(str(term)) for name, term in zip(named, terms, strict=True))


def _build_field(parameter: Parameter, texts: Sequence[str], default: Sequence[RdfTerm], things: Things) -> Field:
    options = _list_options(parameter, texts, things)
    shape, step = _choose_shape(parameter, len(options))
    # Where several values are typed, there is one more place for the next.
    more = ("",) if not texts or (parameter.several and shape == "list") else ()
    return Field(
        name=parameter.name,
        title=spell_out(parameter.name).capitalize(),
        means=parameter.means,
        shape=shape,
        options=options,
        values=(*texts, *more),
        default="" if parameter.required else name_terms(default, things),
        is_several=parameter.several,
        is_required=parameter.required,
        step=step,
    )


def _choose_shape(parameter: Parameter, count: int) -> tuple[str, str]:
    if parameter.type in _INPUTS:
        return _INPUTS[parameter.type]
    if parameter.several and (count <= _MOST_BOXES or not parameter.is_thing):
        return "checks", ""
    return ("select", "") if count <= _MOST_CHOICES and not parameter.several else ("list", "")


def _list_options(parameter: Parameter, texts: Sequence[str], things: Things) -> tuple[Option, ...]:
    """Return what there is to choose, and what was given that is nothing of it."""
    if parameter.type == "boolean":
        options = [Option(value, label, value in texts) for value, label in _FLAGS.items()]
    elif parameter.is_thing:
        chosen = {thing.iri for text in texts for thing in things.find(parameter.type, text)}
        known = sorted(things.by_kind.get(parameter.type, ()), key=lambda thing: thing.label.casefold())
        options = [Option(thing.id, cut_text(thing.label), thing.iri in chosen) for thing in known]
        texts = [text for text in texts if not things.find(parameter.type, text)]
    else:
        options = [Option(choice, choice, choice in texts) for choice in parameter.choices]
    values = {option.value for option in options}
    return (*options, *(Option(text, text, is_chosen=True) for text in texts if text not in values))
