"""Tells what is wrong with the questions of a content, beyond what a reader of one file sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import QuerySolutions, Store

from pomegraph.content.text import suggest
from pomegraph.errors import Problem, QueryError
from pomegraph.names import BASE
from pomegraph.questions.left_out import ANY_CLAIM
from pomegraph.questions.question import COLUMN_TYPES, LITERAL_TYPES
from pomegraph.questions.reading import read_question
from pomegraph.questions.things import ANY_KIND
from pomegraph.questions.users_words import read_users_words
from pomegraph.sparql.terms import render_term
from pomegraph.stores.embedded import run_query
from pomegraph.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.content.folder import Content
    from pomegraph.content.registers import Registry
    from pomegraph.questions.question import Parameter, Question

_ORDER = re.compile(r"\bORDER\s+BY\b(.*?)(?:\b(?:LIMIT|OFFSET|VALUES)\b|\Z)", re.IGNORECASE | re.DOTALL)
_OURS = re.compile(rf"<{re.escape(BASE)}(?P<kind>[a-z-]+)/(?P<id>[^>/]+)>")


def check_questions(content: Content, registry: Registry, problems: list[Problem]) -> list[Question]:
    """Return the questions of a content, after adding to `problems` everything that is wrong with their files."""
    questions = []
    for path in content.queries:
        place = content.place(path)
        question = read_question(path, place, problems)
        if question is not None:
            questions.append(question)
            problems += check_question(question, place, registry)
    stems = [question.stem for question in questions]
    for question in questions:
        place = content.place(content.root / "queries" / f"{question.stem}.rq")
        faults = [*_check_left_out(question, stems), *_check_kinds(question, registry)]
        faults += [*_check_names(question), *_check_former(question, questions)]
        problems += [Problem(place, 0, message, cure) for message, cure in faults]
    read_users_words(content, problems)
    return questions


def _check_left_out(question: Question, stems: Sequence[str]) -> list[tuple[str, str]]:
    otherwise = "name a question that has what this one leaves out"
    missing = [stem for stem, _ in question.left_out if stem not in stems]
    return [(f"there is no question '{stem}'", suggest(stem, stems, otherwise=otherwise)) for stem in missing]


def _check_kinds(question: Question, registry: Registry) -> list[tuple[str, str]]:
    vocabulary = registry.vocabulary
    known = sorted(one.label for name, one in vocabulary.classes.items() if vocabulary.is_claim(name))
    missing = [kind for kind in question.kinds if kind not in {*known, ANY_CLAIM}]
    return [(f"there is no kind of claim '{kind}'", suggest(kind, known, otherwise="")) for kind in missing]


def _check_names(question: Question) -> list[tuple[str, str]]:
    """Return the names that more than one parameter has, now or formerly."""
    names = [name for one in question.parameters for name in (one.name, *one.formerly)]
    twice = sorted({name for name in names if names.count(name) > 1})
    return [(f"two parameters are or were called '{name}'", "take it out of formerly") for name in twice]


def _check_former(question: Question, questions: Sequence[Question]) -> list[tuple[str, str]]:
    """Return the former names of a question that another has as well, and the values for what it does not take."""
    known = [one.stem for one in questions] + [old.stem for one in questions for old in one.formerly]
    twice = [old.stem for old in question.formerly if known.count(old.stem) > 1]
    faults = [(f"two questions are or were called '{stem}'", "take it out of was") for stem in twice]
    names = [one.name for one in question.parameters]
    for old in question.formerly:
        unknown = [name for name, _ in old.values if name not in names]
        faults += [
            (f"'{old.stem}' stands for a value of '{name}', which is no parameter", suggest(name, names, otherwise=""))
            for name in unknown
        ]
    return faults


def check_question(question: Question, place: str, registry: Registry) -> list[Problem]:
    """Return what is wrong with the query of a question, with its columns, its order and its defaults."""
    try:
        results = run_query(Store(), question.query)
    except QueryError as error:
        return [Problem(place, 0, error.detail, "correct it there; lines are counted from the query's first")]
    columns = [variable.value for variable in results.variables] if isinstance(results, QuerySolutions) else []
    faults = [*_check_columns(question, columns), *_check_order(question, columns)]
    for column in question.columns:
        faults += _check_type(f"the column '{column.name}'", column.type, COLUMN_TYPES, registry)
    for parameter in question.parameters:
        faults += _check_type(f"the parameter '{parameter.name}'", parameter.type, (*LITERAL_TYPES, ANY_KIND), registry)
        for kind in parameter.also:
            faults += _check_type(f"the parameter '{parameter.name}'", kind, (), registry)
        faults += _check_default(parameter, registry)
    return [Problem(place, 0, message, cure) for message, cure in faults]


def _check_columns(question: Question, columns: list[str]) -> list[tuple[str, str]]:
    explained = [column.name for column in question.columns]
    faults = [
        (f"the column '{name}' is not explained", "add it to columns") for name in columns if name not in explained
    ]
    faults += [
        (f"there is no column '{name}'", suggest(name, columns, otherwise="take it out of columns"))
        for name in explained
        if name not in columns
    ]
    return faults


def _check_order(question: Question, columns: list[str]) -> list[tuple[str, str]]:
    # Behind the last brace, where that of a subquery is not.
    order = _ORDER.search(question.query.rpartition("}")[2])
    given = set(re.findall(r"[?$](\w+)", order[1])) if order else set()
    missing = [name for name in columns if name not in given]
    if not missing:
        return []
    return [(f"the order is not total: {', '.join(missing)} not in ORDER BY", "end ORDER BY with every column")]


def _check_type(what: str, name: str, types: Sequence[str], registry: Registry) -> list[tuple[str, str]]:
    kinds = {one.segment for one in registry.vocabulary.classes.values() if one.segment}
    if name in kinds or name in types:
        return []
    known = [*types, *sorted(kinds)]
    cure = suggest(name, known, otherwise=f"name one of {', '.join(known)}")
    return [(f"{what} has the unknown type '{name}'", cure)]


def _check_default(parameter: Parameter, registry: Registry) -> list[tuple[str, str]]:
    faults, wanted = [], with_article(parameter.type)
    for term in map(render_term, parameter.default) if parameter.is_thing else ():
        found = _OURS.fullmatch(term)
        thing = registry.things.get(found["id"]) if found else None
        if not found or thing is None or parameter.type not in {found["kind"], ANY_KIND}:
            cure = suggest(term.rpartition("/")[2].rstrip(">"), registry.things, otherwise=f"name {wanted}")
            faults.append((f"the default {term} of '{parameter.name}' is not {wanted}", cure))
    return faults
