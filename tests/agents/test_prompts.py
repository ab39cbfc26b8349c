"""Prompts."""

from __future__ import annotations

import pytest

from pomegraph.agents.prompts import PROMPTS, Prompt, write_prompt
from pomegraph.errors import QuestionUnknownError, ValueUnknownError


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.name)
def test_text_holds_what_is_given_as_it_is(prompt: Prompt) -> None:
    _, text = write_prompt(prompt.name, {prompt.argument: "a {0} {x} text"})

    assert "a {0} {x} text" in text
    assert "003:31" in text


def test_unknown_prompt_and_missing_argument_are_told() -> None:
    with pytest.raises(QuestionUnknownError, match="the prompts are brief, check, document"):
        write_prompt("nix", {})
    with pytest.raises(ValueUnknownError, match="'topic' is missing or too long; give topic"):
        write_prompt("brief", {"topic": " "})
    with pytest.raises(ValueUnknownError):
        write_prompt("check", {"text": "x" * 20_001})
