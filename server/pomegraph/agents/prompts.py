"""Prompts: what people who work with an agent may start from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.errors import QuestionUnknownError, ValueUnknownError

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt: its name, what it is for, its one argument with what that means, and its text with a place for it."""

    name: str
    description: str
    argument: str
    means: str
    text: str


_CITE = (
    "Cite each fact by document and place, as 003:31. Tell verdicts of primary evidence with the claims, both sides "
    "where documents disagree, and say what the graph does not tell. It is no medical advice."
)
PROMPTS = (
    Prompt(
        "brief",
        "What documents say of a drug on one point, with sources",
        "topic",
        "such as: dose of pomalidomide on dialysis",
        "Using the Pomegraph tools, tell what the documents say on this: {}\nFind questions with find_question, ask "
        "them, and look at the values that an answer used before you rely on it. " + _CITE,
    ),
    Prompt(
        "check",
        "Hold the figures and statements of a text against the evidence",
        "text",
        "the text to check",
        "Check each figure and each statement of the text below with the Pomegraph tools (resolve names, then "
        "find_question, ask, search). Give a table: statement, verdict (confirmed, contradicted, outdated, not found), "
        "evidence. " + _CITE + "\n\n{}",
    ),
    Prompt(
        "document",
        "How far a document can be relied on",
        "document",
        "its number or name, such as 003",
        "With the Pomegraph tools, tell how far document {} can be relied on: what kind it is, its date and review "
        "status (describe), which of its claims primary evidence contradicts or finds outdated, and what it leaves out "
        "(ask contradicted-by-evidence, left-out-warnings). " + _CITE,
    ),
)


def write_prompt(name: str, arguments: Mapping[str, str]) -> tuple[Prompt, str]:
    """Return a prompt and its text with what it is given.

    Raises:
        QuestionUnknownError: there is no such prompt.
        ValueUnknownError: its argument is missing, or too long.
    """
    prompt = next((one for one in PROMPTS if one.name == name), None)
    if prompt is None:
        raise QuestionUnknownError(name[:100], f"the prompts are {', '.join(one.name for one in PROMPTS)}")
    given = arguments.get(prompt.argument, "").strip()
    if not given or len(given) > _LONGEST:
        cure = f"give {prompt.argument}: {prompt.means}, in at most {_LONGEST:,} letters"
        raise ValueUnknownError(prompt.argument, f"'{prompt.argument}' is missing or too long", cure)
    return prompt, prompt.text.format(given)
