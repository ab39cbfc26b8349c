"""Writes the answers to all questions as files that are compared, so that a change of data shows in the difference.

Of a table the file has all rows: SPARQL 1.1 Query Results TSV with full IRIs and with numbers in canonical form, which
is the same whatever engine answered. Of a graph it has the number of triples of each property.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pomegraph.content.text import read_text
from pomegraph.errors import ContentError, Problem
from pomegraph.names import XSD
from pomegraph.questions.schema import name_term
from pomegraph.sparql.formats import Wanted
from pomegraph.sparql.results import TABLE_FORMS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pomegraph.ask.api import EvidenceGraph
    from pomegraph.questions.question import Question

PARAMETERS = "parameters.tsv"
_NUMERIC = {XSD + name for name in ("integer", "decimal", "double", "float")}
_ROWS, _TRIPLES = Wanted("json", "json", None), Wanted(None, None, "ntriples")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})
_PROPERTY = re.compile(r"\S+ (<[^>]*>) ")


@dataclass(frozen=True, slots=True)
class Case:
    """A question with values for some parameters; none has its defaults.

    Args:
        examples: Values of parameters that must be given and are not; they are those that the query has as an example.
    """

    stem: str
    values: tuple[tuple[str, str], ...] = ()
    examples: tuple[tuple[str, str], ...] = ()

    @property
    def given(self) -> dict[str, list[str]]:
        """The values of each parameter.

        >>> Case("x", (("drug", "a"), ("age", "76"), ("drug", "b"))).given
        {'drug': ['a', 'b'], 'age': ['76']}
        """
        given: dict[str, list[str]] = {}
        for name, value in (*self.values, *self.examples):
            given.setdefault(name, []).append(value)
        return given

    @property
    def name(self) -> str:
        """The name of the file with the answer.

        >>> Case("dose-at-age", (("drug", "pomalidomide"), ("age", "76"))).name
        'dose-at-age--drug-pomalidomide--age-76.tsv'
        """
        parts = (f"{name}-{re.sub(r'[^A-Za-z0-9.]+', '-', value)}" for name, value in self.values)
        return "--".join([self.stem, *parts]) + ".tsv"


def list_cases(graph: EvidenceGraph, folder: Path) -> list[Case]:
    """Return each question with its defaults, then those of `parameters.tsv`: a stem and pairs of name=value in a row.

    Raises:
        ContentError: the table cannot be read, or names no question.
    """
    stems = [question.stem for question in graph.questions]
    path, problems = folder / PARAMETERS, list[Problem]()
    text = (read_text(path, path.name, problems) or "") if path.exists() else ""
    others = []
    for number, line in enumerate(text.splitlines(), 1):
        stem, *pairs = line.split("\t")
        if stem not in stems or not pairs or not all("=" in pair for pair in pairs):
            cure = "write the name of a question, then a tab and name=value for each parameter"
            problems.append(Problem(path.name, number, f"not a case: '{line}'", cure))
        others.append(Case(stem, tuple((name, value) for name, _, value in (pair.partition("=") for pair in pairs))))
    if problems:
        raise ContentError(problems)
    questions = {question.stem: question for question in graph.questions}
    return [add_examples(case, questions[case.stem]) for case in (*map(Case, stems), *others)]


def add_examples(case: Case, question: Question) -> Case:
    """Return a case with the examples of the parameters that must be given and are not."""
    missing = [one for one in question.parameters if one.required and one.name not in case.given]
    return replace(case, examples=tuple((one.name, name_term(term)) for one in missing for term in one.default))


def write_answers(graph: EvidenceGraph, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield for each case the name of its file and what stands in it.

    Raises:
        PomegraphError: a value is not understood, or a query fails.
    """
    forms = {question.stem: question.form for question in graph.questions}
    for case in list_cases(graph, folder):
        sparql = graph.write(case.stem, **case.given)
        is_table = forms[case.stem] in TABLE_FORMS
        data = graph.render(sparql, _ROWS if is_table else _TRIPLES)
        yield case.name, _write_table(data) if is_table else _write_counts(data)


def _write_table(data: bytes) -> str:
    results = json.loads(data)
    if "boolean" in results:
        return f"?answer\n{str(results['boolean']).lower()}\n"
    columns = results["head"]["vars"]
    rows = [[_write_term(row.get(column)) for column in columns] for row in results["results"]["bindings"]]
    return _join([[f"?{column}" for column in columns], *rows])


def _write_counts(data: bytes) -> str:
    counts = Counter(found[1] for line in data.decode().splitlines() if (found := _PROPERTY.match(line)))
    return _join([["?property", "?triples"], *([name, str(count)] for name, count in sorted(counts.items()))])


def _join(rows: list[list[str]]) -> str:
    return "".join("\t".join(row) + "\n" for row in rows)


def _write_term(term: dict[str, str] | None) -> str:
    if term is None:
        return ""
    value, datatype = term["value"], term.get("datatype", "")
    if term["type"] == "uri":
        return f"<{value}>"
    if datatype in _NUMERIC:
        return format(Decimal(value).normalize(), "f")
    text = f'"{value.translate(_ESCAPES)}"'
    if "xml:lang" in term:
        return f"{text}@{term['xml:lang']}"
    return f"{text}^^<{datatype}>" if datatype else text
