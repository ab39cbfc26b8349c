"""Lets the drug follow from the trial, the regimen, the document or the interactor that somebody gave without a drug.

The default of a question is an example: it must not stay beside a trial of other drugs, of which it would deny all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.names import POM, iri
from pomegraph.sparql.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from pomegraph.questions.question import Parameter, Question
    from pomegraph.sparql.results import Table
    from pomegraph.sparql.terms import RdfTerm

DRUG = "drug"
# What drugs follow from, and how a claim names it; the first that was given counts.
_PLACES = {
    "trial": f"<{POM}trial>",
    "regimen": f"<{POM}regimen>",
    "source": f"<{POM}reportedIn>/<{POM}source>",
}
# The parameter of what a drug meets, and how a claim on that drug names it.
_OTHER = "other"
_MET = "|".join(f"<{POM}{name}>" for name in ("interactor", "example", "partner", "adjustedFor"))
_MET = f"{_MET}|(<{POM}adjustedFor>/^<{POM}inClass>)"
# The column that tells whether the drug is in a row.
_WHETHER = "withDrug"
# A document tells of more drugs than it is about.
_WIDE = ("source",)
# What others are compared with is not what a trial is for: it comes last.
_RANKED = f"""\
SELECT ?drug (COUNT(DISTINCT ?claim) AS ?claims) (COUNT(DISTINCT ?set) AS ?against) WHERE {{
  VALUES ?given {{ %s }}
  ?claim (%s) ?given ; <{POM}drug>|(<{POM}regimen>/<{POM}includes>) ?drug .
  OPTIONAL {{ ?set <{POM}trial> ?given ; <{POM}comparator>/<{POM}includes> ?drug }}
}} GROUP BY ?drug ORDER BY ?against DESC(?claims) ?drug"""


def find_origin(question: Question, given: Collection[str]) -> Parameter | None:
    """Return the parameter that was given and that the drugs of a question follow from, if none was given itself."""
    if not any(one.name not in given for one in _list_drugs(question)):
        return None
    met = next((one for one in question.parameters if one.name in given and _is_met(one)), None)
    return choose_place(question, given) or met


def find_default(question: Question, given: Collection[str]) -> Parameter | None:
    """Return the first parameter whose drug is the default of a question: none was given, and none follows."""
    drugs = (one for one in question.parameters if one.type == DRUG and one.default and one.name not in given)
    return next(drugs, None) if not find_origin(question, given) else None


def word_origin(place: Parameter, named: str = "") -> str:
    """Return in words whose drugs those are that follow from a parameter.

    Args:
        place: The parameter.
        named: The names of what was given for it, or nothing.
    """
    return f"met by {named or 'the other'}" if _is_met(place) else f"of the {place.type} {named}".rstrip()


def _is_met(parameter: Parameter) -> bool:
    return parameter.name == _OTHER and parameter.type == DRUG


def choose_place(question: Question, given: Collection[str]) -> Parameter | None:
    """Return the parameter that was given and that drugs could follow from."""
    found = [one for one in question.parameters if one.name in given and one.type in _PLACES]
    return min(found, key=lambda one: list(_PLACES).index(one.type), default=None)


def follow_values(
    question: Question, values: Mapping[str, Sequence[RdfTerm]], select: Callable[[str], Table], base: str | None
) -> dict[str, Sequence[RdfTerm]]:
    """Return the values that were given, with those of the drug where these follow from what was given.

    Args:
        question: What is asked.
        values: The terms that were given, by parameter; none for everything.
        select: Answers a SPARQL query.
        base: What the IRIs of things begin with in the graph that is asked, if it is not ours.
    """
    place = find_origin(question, [name for name, terms in values.items() if terms])
    terms = [term for term in values[place.name] if isinstance(term, Iri)] if place else []
    if place is None or not terms:
        return dict(values)
    ranked = rank_drugs(place, terms, select)
    defaults = question.complete({}, base=base)
    # One that tells of each row whether the drug is in it shows what the others had anyway.
    is_told = question.find_column(_WHETHER) is not None
    chosen = {
        one.name: _choose(defaults[one.name], ranked, is_wide=place.type in _WIDE, is_single=is_told or not one.several)
        for one in _list_drugs(question)
        if one.name not in values
    }
    return {**values, **{name: drugs for name, drugs in chosen.items() if drugs}}


def rank_drugs(place: Parameter, terms: Sequence[Iri], select: Callable[[str], Table]) -> dict[RdfTerm, int]:
    """Return the drugs of trials, regimens, documents or interactors, what these are for first.

    Each comes with the number of claims on it.
    """
    path = _MET if _is_met(place) else _PLACES[place.type]
    rows = select(_RANKED % (" ".join(iri(term.value) for term in terms), path)).rows
    return {drug: int(claims) for drug, claims, _ in rows}


def _list_drugs(question: Question) -> list[Parameter]:
    """Return the parameters that have a drug by default."""
    return [one for one in question.parameters if one.type == DRUG and one.default and not one.required]


def _choose(
    default: Sequence[RdfTerm], ranked: Mapping[RdfTerm, int], *, is_wide: bool, is_single: bool
) -> Sequence[RdfTerm]:
    """Return the drugs that follow; none if the default may stay."""
    if not is_single and not is_wide:
        return list(ranked)
    fits = any(2 * ranked.get(term, 0) >= max(ranked.values(), default=1) for term in default)
    return () if fits else list(ranked)[: 1 if is_single else None]
