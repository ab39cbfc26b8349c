"""Reads question files and tells everything that is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pomegraph.content.text import read_text, suggest
from pomegraph.content.yaml_nodes import load_yaml
from pomegraph.errors import ContentError, Problem, QueryError
from pomegraph.names import IDENTIFIER
from pomegraph.questions.question import UNDEFINED, Chart, Column, FormerName, Parameter, Question, find_defaults
from pomegraph.questions.users_words import read_users_words
from pomegraph.sparql.outline import cut_prologue, read_outline
from pomegraph.sparql.terms import read_terms

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pomegraph.content.folder import Content
    from pomegraph.sparql.terms import RdfTerm

_MARK = "#+"
_KEYS = ("summary", "description", "tags", "who", "parameters", "columns", "chart", "kinds", "leftOut", "was")
_PARAMETER_KEYS = ("type", "means", "several", "required", "choices", "variable", "formerly", "also")
_COLUMN_KEYS = ("type", "means")
_TYPED = "write {type: ..., means: ...}"
_MARKS = ("arc", "area", "bar", "line", "point", "rect", "rule", "tick", "path", "network")
_CHANNELS = (
    "from",
    "to",
    "x",
    "x2",
    "y",
    "y2",
    "color",
    "shape",
    "size",
    "text",
    "row",
    "column",
    "theta",
    "tooltip",
    "lower",
    "upper",
    "detail",
)


def read_questions(content: Content) -> list[Question]:
    """Return the questions of a content, sorted by stem.

    Raises:
        ContentError: a file is not a question.
    """
    problems: list[Problem] = []
    questions = [read_question(path, content.place(path), problems) for path in content.queries]
    words = read_users_words(content, problems)
    if problems:
        raise ContentError(problems)
    return [replace(question, words=words.get(question.stem, ())) for question in questions if question]


def read_question(path: Path, place: str, problems: list[Problem]) -> Question | None:
    """Return the question in a file, or None after adding to `problems` all that is wrong with its header."""
    text = read_text(path, place, problems)
    if text is None:
        return None
    return _Reader(path.stem, text, place, problems).read()


@dataclass(slots=True)
class _Reader:
    """Reads one file; every fault becomes a problem with its line."""

    stem: str
    text: str
    place: str
    problems: list[Problem]

    def report(self, needle: str, message: str, cure: str) -> None:
        """Add a problem at the first line that holds a text, or for the whole file if none does."""
        lines = self.text.split("\n")
        line = next((number for number, one in enumerate(lines, 1) if needle and needle in one), 0)
        self.problems.append(Problem(self.place, line, message, cure))

    def read(self) -> Question | None:
        before = len(self.problems)
        header, query = self._split()
        fields = self._load(header)
        if len(self.problems) > before:
            return None
        if not IDENTIFIER.fullmatch(self.stem):
            self.report(
                "", f"the file name '{self.stem}' is not an id", "use lower-case letters, digits and single hyphens"
            )
        form = read_outline(query).form
        if form is None:
            self.report("", "there is no SPARQL query", "write SELECT, ASK, CONSTRUCT or DESCRIBE below the header")
        self._check_keys(fields, _KEYS, "a header")
        summary = self._read_text(fields, "summary")
        if summary and not summary.endswith("?"):
            self.report("summary:", "the summary is not a question", "end it with a question mark")
        parameters = self._read_parameters(fields, query)
        columns = self._read_columns(fields)
        chart = self._read_chart(fields, columns)
        if len(self.problems) > before or form is None:
            return None
        return Question(
            stem=self.stem,
            summary=summary,
            description=self._read_text(fields, "description", wanted=False),
            tags=self._read_list(fields, "tags"),
            who=self._read_list(fields, "who"),
            form=form,
            query=query,
            parameters=parameters,
            columns=columns,
            chart=chart,
            left_out=tuple((stem, str(means)) for stem, means in self._read_mapping(fields, "leftOut").items()),
            kinds=self._read_list(fields, "kinds"),
            formerly=self._read_former(fields),
        )

    def _split(self) -> tuple[str, str]:
        """Return the header, each line at its place, and the query below it."""
        lines = self.text.split("\n")
        count = next((number for number, line in enumerate(lines) if not line.startswith(_MARK)), len(lines))
        header = "\n".join(line.removeprefix(_MARK).removeprefix(" ") for line in lines[:count])
        return header, "\n".join(lines[count:]).lstrip("\n")

    def _load(self, header: str) -> dict[str, Any]:
        if not header.strip():
            self.report("", "there is no header", f"begin the file with {_MARK} summary: and a question")
            return {}
        fields = load_yaml(header, self.place, self.problems)
        if fields is not None and not isinstance(fields, dict):
            self.report("", "the header is not a mapping", "write a key, a colon and a value on each line")
        return fields if isinstance(fields, dict) else {}

    def _check_keys(self, fields: dict[str, Any], known: tuple[str, ...], what: str) -> None:
        for key in fields.keys() - set(known):
            cure = suggest(str(key), known, otherwise=f"{what} has {', '.join(known)}")
            self.report(f"{key}:", f"unknown key '{key}'", cure)

    def _read_text(self, fields: dict[str, Any], name: str, *, wanted: bool = True) -> str:
        text = fields.get(name, "")
        if not isinstance(text, str):
            self.report(f"{name}:", f"{name} is not a text", "write it in quotes")
            return ""
        if wanted and not text.strip():
            self.report("", f"'{name}' is missing", f"add a line that begins with {name}:")
        return text.strip()

    def _read_list(self, fields: dict[str, Any], name: str) -> tuple[str, ...]:
        items = fields.get(name, [])
        return tuple(map(str, items)) if isinstance(items, list) else (str(items),)

    def _read_mapping(self, fields: dict[str, Any], name: str) -> dict[str, Any]:
        found = fields.get(name) or {}
        if isinstance(found, dict):
            return found
        self.report(f"{name}:", f"{name} is not a mapping", "write names and what they mean, one pair a line")
        return {}

    def _read_parameters(self, fields: dict[str, Any], query: str) -> tuple[Parameter, ...]:
        declared, defaults = self._read_mapping(fields, "parameters"), self._read_defaults(query)
        variables = {name: _find_variable(name, given) for name, given in declared.items()}
        for name, variable in variables.items():
            if variable not in defaults:
                cure = f"give its default on a line of its own: VALUES ?{variable} {{ ... }}"
                self.report(f"  {name}:", f"the parameter '{name}' is not used", cure)
        for variable in defaults.keys() - set(variables.values()):
            message = f"the parameter '{variable}' is not declared"
            self.report(f"VALUES ?{variable} ", message, "add it to parameters")
        return tuple(
            self._read_parameter(name, given, defaults[variables[name]])
            for name, given in declared.items()
            if variables[name] in defaults
        )

    def _read_defaults(self, query: str) -> dict[str, tuple[RdfTerm, ...]]:
        prologue = cut_prologue(query)
        defaults: dict[str, tuple[RdfTerm, ...]] = {}
        for name, (written, *others) in find_defaults(query).items():
            if others:
                cure = "write the same wherever it stands; values that are given take the place of all of them"
                self.report(f"VALUES ?{name} ", f"'{name}' has several defaults", cure)
            try:
                defaults[name] = () if written == UNDEFINED else read_terms(written, prologue)
            except QueryError as error:
                defaults[name] = ()
                cure = f"write IRIs, texts in quotes, numbers, true or false; or {UNDEFINED} alone"
                self.report(f"VALUES ?{name} ", f"the default of '{name}' cannot be read: {error.detail}", cure)
        return defaults

    def _read_parameter(self, name: str, given: Any, default: tuple[RdfTerm, ...]) -> Parameter:
        fields = given if isinstance(given, dict) else {}
        self._check_keys(fields, _PARAMETER_KEYS, "a parameter")
        kind, means = fields.get("type", ""), fields.get("means", "")
        if not kind or not means:
            self.report(f"  {name}:", f"the parameter '{name}' has no type or no meaning", _TYPED)
        choices = self._read_list(fields, "choices")
        if choices and kind != "enumeration":
            message = f"the parameter '{name}' has choices and is not an enumeration"
            self.report(f"  {name}:", message, "write type: enumeration, or take the choices out")
        if kind == "enumeration" and not choices:
            self.report(f"  {name}:", f"the enumeration '{name}' has no choices", "add choices: [..., ...]")
        flags = {flag: fields.get(flag) == "true" for flag in ("several", "required")}
        return Parameter(
            name,
            str(kind),
            str(means),
            default,
            choices=choices,
            variable=str(fields.get("variable", "")),
            formerly=self._read_list(fields, "formerly"),
            also=self._read_list(fields, "also"),
            **flags,
        )

    def _read_former(self, fields: dict[str, Any]) -> tuple[FormerName, ...]:
        former = {str(stem): given or {} for stem, given in self._read_mapping(fields, "was").items()}
        for stem, given in former.items():
            if not isinstance(given, dict):
                cure = "write {} or the values that it stands for, by parameter"
                self.report(f"  {stem}:", f"the former name '{stem}' has no mapping", cure)
        return tuple(
            FormerName(stem, tuple((str(name), self._read_list(given, name)) for name in given))
            for stem, given in former.items()
            if isinstance(given, dict)
        )

    def _read_columns(self, fields: dict[str, Any]) -> tuple[Column, ...]:
        return tuple(self._read_column(name, given) for name, given in self._read_mapping(fields, "columns").items())

    def _read_column(self, name: str, given: Any) -> Column:
        fields = given if isinstance(given, dict) else {}
        self._check_keys(fields, _COLUMN_KEYS, "a column")
        kind, means = fields.get("type", ""), fields.get("means", "")
        if not kind or not means:
            self.report(f"  {name}:", f"the column '{name}' has no type or no meaning", _TYPED)
        return Column(name, str(kind), str(means))

    def _read_chart(self, fields: dict[str, Any], columns: Iterable[Column]) -> Chart | None:
        chart = self._read_mapping(fields, "chart")
        if not chart:
            return None
        self._check_keys(chart, ("mark", *_CHANNELS), "a chart")
        if chart.get("mark") not in _MARKS:
            self.report("chart:", f"unknown mark '{chart.get('mark', '')}'", f"choose one of {', '.join(_MARKS)}")
        channels = tuple((name, str(column)) for name, column in chart.items() if name != "mark")
        known = [column.name for column in columns]
        for name, column in channels:
            if column not in known:
                cure = suggest(column, known, otherwise=f"choose one of {', '.join(known)}")
                self.report("chart:", f"the chart shows '{column}' as {name}, which is not a column", cure)
        return Chart(str(chart.get("mark", "")), channels)


def _find_variable(name: str, given: Any) -> str:
    """Return the variable of a parameter: that of its name, unless another is told."""
    return str(given.get("variable", name)) if isinstance(given, dict) else name
