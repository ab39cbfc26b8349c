"""What a content uses: counted by kind of source and of claim, by key and by value."""

from __future__ import annotations

from pomegraph.content.claims import Facts
from pomegraph.content.usage import Usage, count_usage


def test_statements_are_counted_under_the_class_of_their_subject(small_facts: Facts) -> None:
    usage = count_usage(small_facts)

    assert usage.keys["Drug", "brandName"] > 0
    assert all("Statement" not in kinds for kinds in usage.kinds.values())


def test_that_nothing_is_denied_is_no_use_of_a_key(small_facts: Facts) -> None:
    assert set(count_usage(small_facts).values.get("negated", ())) <= {"true"}


def test_example_is_the_value_that_is_used_most(small_facts: Facts) -> None:
    usage = count_usage(small_facts)
    counts = usage.values["drug"]

    assert counts[usage.find_example("drug")] == max(counts.values())


def test_key_that_is_not_used_has_no_example() -> None:
    assert not Usage().find_example("drug")
