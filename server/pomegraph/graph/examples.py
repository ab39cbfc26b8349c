"""Publishes questions in the graph, where editors look for examples: as SHACL SPARQL executables.

The terms are those of the examples that SIB Swiss Institute of Bioinformatics publishes with its endpoints, but without
blank nodes: the prefixes are those that the ontology declares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.graph.triples import A, describe
from pomegraph.names import DCTERMS, POM, SCHEMA, SH, iri, new_lines, text_literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pomegraph.names import Lines, Names
    from pomegraph.questions.question import Question

_COMMENT = iri("http://www.w3.org/2000/01/rdf-schema#comment")
_REPLACED = iri(DCTERMS + "isReplacedBy")
# SHACL Advanced Features, section 5.2: the class of each form, and the property that has the text. DESCRIBE has none.
_FORMS = {
    "SELECT": ("SPARQLSelectExecutable", "select"),
    "ASK": ("SPARQLAskExecutable", "ask"),
    "CONSTRUCT": ("SPARQLConstructExecutable", "construct"),
}


def build_examples(questions: Iterable[Question], names: Names) -> Lines:
    """Return the triples of an example for each question with its defaults, and of the endpoint that they are for.

    The IRI of a former name leads to the question of today.
    """
    lines = new_lines()
    endpoint = iri(f"{names.base}sparql")
    lines[endpoint].update(describe("SPARQL endpoint", [f" {A} {iri(SCHEMA + 'EntryPoint')}"]))
    for question in questions:
        if question.form in _FORMS:
            lines[names.thing("question", question.stem)].update(_describe_example(question, names, endpoint))
        for old in question.formerly:
            lines[names.thing("question", old.stem)].update(_describe_former(question, names))
    return lines


def _describe_former(question: Question, names: Names) -> Iterator[str]:
    """Return what is told of a former name: an IRI stays, and is no example any more."""
    yield from describe(question.summary, ())
    yield f" {_REPLACED} {names.thing('question', question.stem)}"


def _describe_example(question: Question, names: Names, endpoint: str) -> Iterator[str]:
    kind, text = _FORMS[question.form]
    types = [f" {A} {iri(SH + name)}" for name in ("SPARQLExecutable", kind)]
    yield from describe(question.summary, types)
    # Editors show the comment; those of SIB have a language.
    yield f" {_COMMENT} {text_literal(question.summary)}@en"
    yield f" {iri(SH + text)} {text_literal(question.bind({}, base=names.base))}"
    yield f" {iri(SH + 'prefixes')} {iri(POM.removesuffix('#'))}"
    yield f" {iri(SCHEMA + 'target')} {endpoint}"
    if question.description:
        yield f" {iri(SCHEMA + 'description')} {text_literal(question.description)}"
    yield from (f" {iri(SCHEMA + 'keywords')} {text_literal(tag)}" for tag in question.tags)
