"""The command that answers a question; its options and its help are made from the header of the question."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from pomegraph.ask.api import open_graph
from pomegraph.cli.output import print_bytes, print_notes, print_table
from pomegraph.cli.release import query_options, release_option
from pomegraph.cli.search import print_questions, tell_reading
from pomegraph.content.folder import Content
from pomegraph.names import shorten
from pomegraph.questions.additions import ADDITIONS, PROVENANCE, WITH, list_additions, split_additions
from pomegraph.questions.background import NOTICE, Background
from pomegraph.questions.catalogue import Catalogue, group_questions
from pomegraph.questions.reading import read_questions
from pomegraph.questions.schema import name_term
from pomegraph.questions.values import EVERYTHING
from pomegraph.sparql.formats import FORMATS, choose_formats
from pomegraph.sparql.results import TABLE_FORMS
from pomegraph.sparql.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from pomegraph.ask.api import EvidenceGraph
    from pomegraph.questions.question import Parameter, Question
    from pomegraph.sparql.results import Table


# The column for what primary evidence says against the claim of a row; in JSON, what else is told with a row.
_CAUTION, _NOTED = "caution", "noted"
# Of a search for questions.
_MOST_FOUND = 5
_NOTICE, _DOCUMENTS = "notice", "documents"
# The head of an answer without rows is not longer, in any format.
_LONGEST_EMPTY = 2_000


class _Questions(click.Group):
    """Has a command for each question of the content."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [question.stem for question in _read_catalogue(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        return _make_command(_read_catalogue(ctx).get(cmd_name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write all questions in full, where other groups would cut what is longer than a line."""
        with formatter.section("Questions"):
            formatter.write_dl([(question.stem, question.summary) for question in _read_catalogue(ctx)])


@click.group(cls=_Questions, invoke_without_command=True, subcommand_metavar="QUESTION [OPTIONS]")
@click.option("--list", "is_list", is_flag=True, help="List the questions by who asks them; --help lists them by name.")
@click.option("--search", "words", help="Find the questions that fit WORDS best.", metavar="WORDS")
@release_option
@click.pass_context
def ask(ctx: click.Context, *, is_list: bool, words: str | None, release: Path) -> None:
    """Answer a question, with its defaults or with other values.

    Without the name of a question, all are listed by who asks them.

    \b
    Examples:
      pomegraph ask --search 'dose on dialysis'
      pomegraph ask brand-names --help
      pomegraph ask brand-names --drug pomalidomide --format csv
    """
    if words is not None:
        found = open_graph(release, content=ctx.find_object(Content)).search(words, _MOST_FOUND)
        tell_reading(found)
        print_questions(found.questions)
        ctx.exit()
    if is_list or ctx.invoked_subcommand is None:
        _print_list(_read_catalogue(ctx))
        ctx.exit()
    if ctx.get_parameter_source("release") is ParameterSource.COMMANDLINE:
        # Wherever it stands, it is meant for the question.
        ctx.default_map = {ctx.invoked_subcommand: {"release": release}}


def _read_catalogue(ctx: click.Context) -> Catalogue:
    found = ctx.meta.get(__name__)
    if found is None:
        content = ctx.find_object(Content) or Content.default()
        found = ctx.meta[__name__] = Catalogue(read_questions(content))
    assert isinstance(found, Catalogue)  # noqa: S101 - for the type checker
    return found


def _print_list(catalogue: Catalogue) -> None:
    width = max((len(question.stem) for question in catalogue), default=0)
    for who, questions in group_questions(catalogue).items():
        click.echo(f"for {who}:")
        for question in questions:
            click.echo(f"  {question.stem:{width}}  {question.summary}")


def _make_command(question: Question) -> click.Command:
    """Return the command of a question."""
    needed = [parameter for parameter in question.parameters if parameter.required]

    def answer(
        *,
        form: str,
        release: Path,
        timeout: float,
        services: tuple[str, ...],
        words: tuple[str, ...] = (),
        **given: tuple[str, ...],
    ) -> None:
        content = click.get_current_context().find_object(Content)
        graph = open_graph(release, content=content, timeout=timeout, services=services)
        values = {_restore(name): list(texts) for name, texts in given.items() if texts}
        if words:
            values.setdefault(needed[0].name, []).append(" ".join(words))
        _answer(graph, question, form, values)

    command = click.command(
        question.name,
        help="\n\n".join(part for part in (question.summary, question.description) if part),
        short_help=question.summary,
        epilog=_explain_columns(question),
    )(_make_format_option(question)(_make_with_option(question)(query_options(answer))))
    # What must be given needs no option where it is one thing.
    said = [click.Argument(["words"], nargs=-1, metavar=f"[{needed[0].name.upper()}]")] if len(needed) == 1 else []
    command.params = [*said, *map(_make_option, question.parameters), *command.params]
    return command


def _make_format_option(question: Question) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return an option that takes the formats of an answer by their names, and by the ends of file names."""
    formats = FORMATS[question.form].values()
    names = [*(["table"] if question.form in TABLE_FORMS else []), *(each.name for each in formats)]
    extensions = [each.extension for each in formats if each.extension not in names]
    choice = click.Choice([*names, *extensions], case_sensitive=False)
    shown = f"[{'|'.join(names)}]"
    return click.option("--format", "form", type=choice, metavar=shown, default=names[0], show_default=True)


def _make_with_option(question: Question) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return an option that adds columns; what does not fit a question is refused with the reason."""
    fitting = list_additions(question)
    means = ", ".join(f"{name} ({ADDITIONS[name]})" for name in fitting)
    return click.option(
        f"--{WITH}",
        _hide(WITH),
        multiple=True,
        metavar=f"[{'|'.join(fitting)}]",
        help=f"Add columns: {means}.  [may be repeated]",
        hidden=not fitting,
    )


def _make_option(parameter: Parameter) -> click.Option:
    """Return an option that may be repeated: whether it should have been, the values say."""
    notes = [f"one of {', '.join(parameter.choices)}"] if parameter.choices else []
    notes += ["may be repeated"] if parameter.several else []
    if parameter.required:
        notes.append("required")
    else:
        shown = ", ".join(map(name_term, parameter.default)) or f"everything, as {EVERYTHING}"
        notes.append(f"default: {shown}")
    notes += [f"formerly --{name}" for name in parameter.formerly]
    return click.Option(
        [*(f"--{name}" for name in (parameter.name, *parameter.formerly) if name != WITH), _hide(parameter.name)],
        multiple=True,
        metavar=parameter.type.upper(),
        help=f"{parameter.means}  [{'; '.join(notes)}]",
    )


# Click takes names in lower case only, and a question may call a parameter as we call something else.
def _hide(name: str) -> str:
    return f"given_{name}"


def _restore(name: str) -> str:
    return name.removeprefix("given_")


def _explain_columns(question: Question) -> str | None:
    lines = [f"  {column.name} ({column.type}): {column.means}" for column in question.columns]
    return "\n".join(["\b", "Columns:", *lines]) if lines else None


def _answer(graph: EvidenceGraph, question: Question, form: str, given: dict[str, Any]) -> None:
    additions, given = split_additions(question, given)
    if form not in {"table", "json"} or question.form not in TABLE_FORMS:
        data = graph.render_answer(question.name, choose_formats(None, form), with_=additions, **given)
        if question.form in TABLE_FORMS:
            is_short = len(data) < _LONGEST_EMPTY
            meta = graph.ask(question.name, **given).meta if is_short else graph.find_meta(question.name, 1, **given)
            print_notes(meta.list_lines())
        print_bytes(data)
        return
    answer = graph.ask(question.name, with_=additions, **given)
    table = answer.table
    # Before the rows, so that nobody takes a default for what was asked.
    print_notes(answer.meta.list_lines())
    background = graph.find_background(table)
    if form == "json":
        pairs = zip(table.to_records(), table.rows, strict=True)
        rows = [record | _tell(background, row) for record, row in pairs]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        _print_rows(table, Background() if PROVENANCE in additions else background, graph.prefixes)
    if background.sources:
        # Beside the data: what reads these need not read it.
        print_notes([NOTICE, *map(str, background.sources.values())])


def _print_rows(table: Table, background: Background, prefixes: Mapping[str, str]) -> None:
    """Print a table, with what is noted on its claims, and what speaks against them, in columns of their own."""
    told = {
        _NOTED: [_note(background, row) for row in table.rows],
        _CAUTION: [_warn(background, row) for row in table.rows],
    }
    added = {name: texts for name, texts in told.items() if any(texts)}
    cells = [
        [*(_show_cell(cell, prefixes) for cell in row), *more]
        for row, *more in zip(table.rows, *added.values(), strict=True)
    ]
    print_table([*table.columns, *added], cells)


def _tell(background: Background, row: Sequence[Any]) -> dict[str, Any]:
    """Return what JSON tells with a row that names a claim or a source."""
    names = [cell.value for cell in row if isinstance(cell, Iri)]
    documents = [str(background.sources[name]) for name in names if name in background.sources]
    warning, noted = _warn(background, row), _note(background, row)
    if not documents and not any("/claim/" in name for name in names):
        return {}
    return {
        _NOTICE: NOTICE,
        **({_DOCUMENTS: documents} if documents else {}),
        **({_CAUTION: warning} if warning else {}),
        **({_NOTED: noted} if noted else {}),
    }


def _warn(background: Background, row: Sequence[Any]) -> str:
    """Return what primary evidence says against the claims in a row."""
    return " ".join(filter(None, (background.warn(cell.value) for cell in row if isinstance(cell, Iri))))


def _note(background: Background, row: Sequence[Any]) -> str:
    """Return what is noted on the claims in a row."""
    return background.note(cell.value for cell in row if isinstance(cell, Iri))


def _show_cell(cell: Any, prefixes: Mapping[str, str]) -> str:
    if isinstance(cell, Iri):
        return shorten(cell.value, prefixes)
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)
