"""Words of people belong to questions that there are."""

from __future__ import annotations

import pytest

from pomegraph.content.folder import Content
from pomegraph.errors import ContentError, Problem
from pomegraph.questions.reading import read_questions
from pomegraph.questions.users_words import read_users_words


def write(content: Content, *rows: str) -> list[Problem]:
    """Write a table of words, and return what is wrong with it."""
    content.users_words.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    problems: list[Problem] = []
    read_users_words(content, problems)
    return problems


def test_words_become_a_part_of_their_question(small: Content) -> None:
    write(small, "question\twords", "brand-names\ttrade name|sold as")

    words = {question.stem: question.words for question in read_questions(small)}
    assert words == {"brand-names": ("trade name", "sold as"), "things": ()}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["name\twords"], "the header is another one"),
        (["question\twords", "brand-nams\tx"], "unknown question 'brand-nams'"),
        (["question\twords", "things\tx", "things\ty"], "a second line for 'things'"),
    ],
)
def test_fault_is_told_with_its_line(small: Content, rows: list[str], message: str) -> None:
    problems = write(small, *rows)

    assert [(problem.message, problem.line) for problem in problems] == [(message, len(rows))]
    with pytest.raises(ContentError):
        read_questions(small)


def test_there_need_be_no_words(small: Content) -> None:
    assert read_users_words(small, []) == {}
